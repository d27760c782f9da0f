import type { LanguageModelV4Content } from '@ai-sdk/provider';
import type { AssistantPart, ToolCallPart, ToolResultPart } from '../../../model/message.ts';
import { parseJson } from '../../../model/json.ts';
import { toolCallOf } from '../../../model/tool-call.ts';
import { readFile } from '../file-data.ts';
import { keep } from '../kept-part.ts';
import { readReplyFacts } from '../part-facts.ts';

type ContentOf<Type> = Extract<LanguageModelV4Content, { readonly type: Type }>;

/** Reads a part of what an AI SDK model said; `undefined` for what another part will replace. */
export function readContent(content: LanguageModelV4Content, provider: string): AssistantPart | undefined {
  switch (content.type) {
    case 'text':
    case 'reasoning': {
      const { type, text, providerMetadata } = content;
      return { type, text, state: readReplyFacts(providerMetadata).state };
    }
    case 'tool-call':
      return readToolCall(content);
    case 'tool-result':
      return content.preliminary === true ? undefined : readToolResult(content);
    case 'file':
      return readFile(content, readReplyFacts(content.providerMetadata), provider);
    default:
      return keep(content);
  }
}

function readToolCall({ toolCallId: id, toolName: name, ...content }: ContentOf<'tool-call'>): ToolCallPart {
  const { form, state } = readReplyFacts(content.providerMetadata);
  const providerExecuted = content.providerExecuted === true ? true : undefined;
  const inputText = form === 'text' ? freeText(content.input) : content.input;
  return toolCallOf({ id, name, inputText, form, providerExecuted, state });
}

/** Reads the result of a tool that the provider ran: what is no text is given as its JSON. */
export function readToolResult({
  toolCallId: id,
  toolName: name,
  ...content
}: ContentOf<'tool-result'>): ToolResultPart {
  const { result, isError, providerMetadata } = content;
  return {
    type: 'tool-result',
    id,
    name,
    output: typeof result === 'string' ? result : JSON.stringify(result),
    isError: isError === true ? true : undefined,
    providerExecuted: true,
    state: readReplyFacts(providerMetadata).state,
  };
}

/** The text that the JSON-encoded input of a tool of free text stands for. */
export function freeText(input: string): string {
  const value = parseJson(input);
  return typeof value === 'string' ? value : input;
}
