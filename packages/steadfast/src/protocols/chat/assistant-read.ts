import { asArray, asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, FilePart, TextPart, ToolCallPart } from '../../model/message.ts';
import { sourceOfUrl } from '../data-url.ts';
import { carried, stateOf } from './private-state.ts';
import type { ChatState } from './private-state.ts';
import { readReasoning, readThinking } from './reasoning.ts';
import { madeUpCallId, readToolCall } from './tool-calls.ts';

/** Whose message it is, and where it stands. */
export interface AssistantContext {
  readonly family: string;
  readonly replyId?: string;
  readonly choice?: number;
  /** What the reply says beside the message about its text, and which fields of the message must go back with it. */
  readonly facts?: ChatState;
}

/** Reads what a model said, of a reply or of a conversation: reasoning, text, refusal, audio, images, tool calls. */
export function readAssistant(message: JsonObject, context: AssistantContext): AssistantPart[] {
  const { family, facts } = context;
  const { content, refusal, audio, images } = message;
  const parts = readContent(content, family);
  const reasoning = readReasoning(message, family);
  if (reasoning !== undefined) parts.unshift(reasoning);
  // Most messages have none of these: nothing is made for what is not there.
  if (refusal !== undefined) parts.push(...readRefusal(refusal, family));
  if (audio !== undefined) parts.push(...readAudio(audio, family));
  if (images !== undefined) parts.push(...asArray(images).flatMap((image) => readImage(image, family)));
  parts.push(...readCalls(message, context));
  return withState(parts, facts, message, family);
}

function readContent(content: JsonValue | undefined, family: string): AssistantPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  return asArray(content).flatMap((part) => (isObject(part) ? readPart(part, family) : []));
}

function readPart(part: JsonObject, family: string): AssistantPart[] {
  switch (part.type) {
    case 'thinking':
      return [readThinking(part, family)];
    case 'image_url':
      return readImage(part, family);
    case 'refusal':
      return readRefusal(part.refusal, family);
    default:
      return readText(part, family);
  }
}

/** Reads a text part; its further fields (cache marks) are kept in its state. */
export function readText(part: JsonObject, family: string): TextPart[] {
  const { type: _type, text, ...others } = part;
  const own = Object.keys(others).length === 0 ? undefined : others;
  return typeof text === 'string' ? [{ type: 'text', text, state: stateOf(family, { part: own }) }] : [];
}

function readRefusal(refusal: JsonValue | undefined, family: string): TextPart[] {
  if (typeof refusal !== 'string' || refusal === '') return [];
  return [{ type: 'text', text: refusal, state: stateOf(family, { type: 'refusal' }) }];
}

/** Reads a spoken reply: its sound is the part, its transcript stands in the state. */
export function readAudio(audio: JsonValue | undefined, family: string): FilePart[] {
  if (!isObject(audio)) return [];
  const { data, ...others } = audio;
  const source: FilePart['source'] =
    typeof data === 'string'
      ? { kind: 'base64', data, mediaType: 'audio/wav' }
      : { kind: 'reference', id: asString(audio.id) ?? '' };
  return [{ type: 'file', source, state: stateOf(family, { audio: others }) }];
}

/** Reads an image that a model made: `{ image_url: { url } }`. */
export function readImage(image: JsonValue, family: string): AssistantPart[] {
  const { type: _type, image_url: address, ...others } = asObject(image);
  const url = asString(address) ?? asString(asObject(address).url);
  if (url === undefined) return [];
  const own = Object.keys(others).length === 0 ? undefined : others;
  return [{ type: 'image', source: sourceOfUrl(url), state: stateOf(family, { part: own }) }];
}

function readCalls(message: JsonObject, { family, replyId, choice = 0 }: AssistantContext): ToolCallPart[] {
  const { tool_calls: calls, function_call: call } = message;
  if (isArray(calls) && calls.length > 0) {
    return calls.map((item, index) => readToolCall(asObject(item), family, { replyId, choice, index }));
  }
  if (!isObject(call)) return [];
  const id = madeUpCallId({ replyId, choice, index: 0 });
  return [readToolCall({ id, function: call }, family, { replyId, choice, index: 0 })];
}

/** Adds what is said of the message to its text, or to the first part that it has. */
function withState(
  parts: AssistantPart[],
  facts: ChatState | undefined,
  message: JsonObject,
  family: string,
): AssistantPart[] {
  const foreign = carried(message.extra_content, 'text');
  const state = foreign ?? (facts && stateOf(family, facts));
  if (state === undefined) return parts;
  const text = parts.findIndex(({ type }) => type === 'text');
  const at =
    text >= 0
      ? text
      : Math.max(
          0,
          parts.findIndex(({ type }) => type !== 'reasoning'),
        );
  return parts.map((part, index) => {
    if (index !== at) return part;
    const before = part.state?.origin === family ? asObject(part.state.value) : {};
    return { ...part, state: foreign ?? { origin: family, value: { ...before, ...asObject(state.value) } } };
  });
}
