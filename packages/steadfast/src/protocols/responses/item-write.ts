import { asArray, asObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ImagePart, ReasoningPart, TextPart, ToolCallPart } from '../../model/message.ts';
import { inputTextOf } from '../../model/reply-builder.ts';
import { ownState } from './item-state.ts';

/** The whole item that a part's state holds: one whose type the part itself does not stand for. */
export function wholeItem(part: ReasoningPart | ToolCallPart, family: string): JsonObject | undefined {
  const item = asObject(ownState(part.state, family).item);
  return typeof item.type === 'string' ? item : undefined;
}

/** Writes text as a piece of a message. */
export function writePiece(part: TextPart, family: string, type: 'output_text' | 'input_text'): JsonObject {
  const own = ownState(part.state, family);
  const content = asObject(own.content);
  if (typeof content.type === 'string') return content;
  if (own.type === 'refusal') return { type: 'refusal', refusal: part.text, ...content };
  return { type, text: part.text, ...content };
}

/** Writes a call of one of the caller's tools; a call without input has an empty object, because callers parse it. */
export function writeCall(part: ToolCallPart, family: string): JsonObject {
  const own = asObject(ownState(part.state, family).item);
  const { id, name, form } = part;
  const text = inputTextOf(part);
  if (form === 'text') return { type: 'custom_tool_call', call_id: id, name, input: text, ...own };
  return { type: 'function_call', call_id: id, name, arguments: text.trim() === '' ? '{}' : text, ...own };
}

/** Writes an image that a model made; `undefined` for one that is no inline data. */
export function writeImage({ source, state }: ImagePart, family: string): JsonObject | undefined {
  if (source.kind !== 'base64') return undefined;
  const own = asObject(ownState(state, family).item);
  return { type: 'image_generation_call', status: 'completed', ...own, result: source.data };
}

/** A message item that is being written. */
export class MessageItem {
  /** The fields of the item that no part holds; `undefined` for an item of our own. */
  readonly fields: JsonObject | undefined;
  readonly pieces: JsonObject[] = [];

  constructor(fields: JsonObject | undefined) {
    this.fields = fields;
  }

  /** Says whether text goes into this item: by its state, or because neither has any. */
  takes(own: JsonObject): boolean {
    return own.joined === true || (own.item === undefined && this.fields === undefined);
  }

  /** The item for a provider: in the short form that all servers take, unless it has an id. */
  forServer(): JsonObject {
    const { fields, pieces } = this;
    if (fields?.id !== undefined) return { type: 'message', role: 'assistant', content: pieces, ...fields };
    const [only, ...more] = pieces;
    const plain = only?.type === 'output_text' && more.length === 0 && Object.keys(only).length === 2;
    return { role: 'assistant', content: plain ? only.text : pieces, ...fields };
  }

  /** The item for a caller, with all that its programs look for. */
  forCaller(id: string): JsonObject {
    const content = this.pieces.map((piece) =>
      piece.type === 'output_text'
        ? { ...piece, annotations: asArray(piece.annotations), logprobs: asArray(piece.logprobs) }
        : piece,
    );
    return { id, type: 'message', status: 'completed', role: 'assistant', content, ...this.fields };
  }
}
