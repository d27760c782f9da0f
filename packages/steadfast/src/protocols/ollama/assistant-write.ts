import type { RequestForm } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import { textOf } from '../../model/message.ts';
import type { AssistantPart, ToolCallPart } from '../../model/message.ts';
import { withInlineData } from '../data-url.ts';
import { objectInput } from '../tool-input.ts';

/** What all objects of a reply say: the model, and when it was made. */
export function headOf({ model, created }: { readonly model: string; readonly created: number }): JsonObject {
  return { model, created_at: new Date(created * 1000).toISOString() };
}

/** Puts what a model said where the form of the reply has it: in a message, or for /api/generate at the top. */
export function saidIn(form: RequestForm | undefined, said: JsonObject): JsonObject {
  if (form !== 'generate') return { message: said };
  const { content = '', thinking } = said;
  return { response: content, thinking };
}

/** Writes what a model said: text, thinking, images, calls of the caller's tools. Any other part says nothing here. */
export function writeAssistant(
  parts: readonly AssistantPart[],
  writeCall: (call: ToolCallPart, index: number) => JsonObject,
): JsonObject {
  const thinking = parts.map((part) => (part.type === 'reasoning' ? part.text : '')).join('');
  const images = parts.flatMap(imageData);
  const calls = parts.flatMap((part) => (part.type === 'tool-call' && part.providerExecuted !== true ? [part] : []));
  return {
    role: 'assistant',
    content: textOf(parts),
    thinking: thinking === '' ? undefined : thinking,
    images: images.length === 0 ? undefined : images,
    tool_calls: calls.length === 0 ? undefined : calls.map(writeCall),
  };
}

/** The base64 of an image that has it. */
export function imageData(part: AssistantPart): readonly string[] {
  if (part.type !== 'image') return [];
  const { source } = withInlineData(part);
  return source.kind === 'base64' ? [source.data] : [];
}

/** Writes a tool call of a reply; `index` is its place among the calls. */
export function writeReplyCall(call: ToolCallPart, index: number): JsonObject {
  return { id: call.id, function: { index, name: call.name, arguments: objectInput(call).input } };
}
