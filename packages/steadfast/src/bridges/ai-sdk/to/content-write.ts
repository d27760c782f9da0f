import type { LanguageModelV4Content, LanguageModelV4File } from '@ai-sdk/provider';
import type { AssistantPart, FilePart, ImagePart, ToolCallPart, ToolResultPart } from '../../../model/message.ts';
import { inputTextOf } from '../../../model/reply-builder.ts';
import { mediaTypeOf } from '../file-data.ts';
import { keptIn } from '../kept-part.ts';
import { writeFacts } from '../part-facts.ts';

/**
 * Writes a part of what a model said; `undefined` for a file that is stored at a provider, which the AI SDK's replies
 * cannot say. `toolNames` are the names of the tools that were called, by the ids of the calls.
 */
export function writeContent(
  part: AssistantPart,
  toolNames: ReadonlyMap<string, string>,
): LanguageModelV4Content | undefined {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text, providerMetadata: writeFacts({ state: part.state }) };
    case 'reasoning':
      return (
        keptIn(part) ?? { type: 'reasoning', text: part.text, providerMetadata: writeFacts({ state: part.state }) }
      );
    case 'tool-call':
      return writeToolCall(part);
    case 'tool-result':
      return writeToolResult(part, toolNames.get(part.id) ?? '');
    default:
      return writeFile(part);
  }
}

/** Writes a tool call. One that the provider ran itself is dynamic to the AI SDK: the application need not know the tool. */
export function writeToolCall(part: ToolCallPart): Extract<LanguageModelV4Content, { readonly type: 'tool-call' }> {
  const { id: toolCallId, name: toolName, providerExecuted, form, state } = part;
  const text = inputTextOf(part);
  const input = form === 'text' ? JSON.stringify(text) : text;
  const providerMetadata = writeFacts({ state, form });
  return {
    type: 'tool-call',
    toolCallId,
    toolName,
    input,
    providerExecuted,
    dynamic: providerExecuted,
    providerMetadata,
  };
}

function writeToolResult(part: ToolResultPart, toolName: string): LanguageModelV4Content {
  const { id: toolCallId, name, output, isError, state } = part;
  const result = typeof output === 'string' ? output : JSON.stringify(output);
  const providerMetadata = writeFacts({ state });
  return {
    type: 'tool-result',
    toolCallId,
    toolName: name ?? toolName,
    result,
    isError,
    dynamic: true,
    providerMetadata,
  };
}

function writeFile(part: ImagePart | FilePart): LanguageModelV4File | undefined {
  const data = fileData(part);
  if (data === undefined) return undefined;
  const { state } = part;
  const facts = part.type === 'image' ? { state, detail: part.detail } : { state, filename: part.filename };
  return { type: 'file', mediaType: mediaTypeOf(part), data, providerMetadata: writeFacts(facts) };
}

function fileData({ source }: ImagePart | FilePart): LanguageModelV4File['data'] | undefined {
  switch (source.kind) {
    case 'base64':
      return { type: 'data', data: source.data };
    case 'text':
      return { type: 'data', data: Buffer.from(source.text).toString('base64') };
    case 'url': {
      const url = URL.parse(source.url);
      return url === null ? undefined : { type: 'url', url };
    }
    default:
      return undefined;
  }
}
