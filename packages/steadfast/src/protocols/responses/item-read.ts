import { asArray, asObject, asString, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, OpaqueState, ReasoningPart, TextPart, ToolCallPart } from '../../model/message.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import { carriedState } from '../private-state.ts';
import { isCarrier } from './call-state.ts';
import { isMadeUp } from './item-id.ts';
import { fieldsBut, itemState } from './item-state.ts';
import { readProviderItem } from './provider-item.ts';
import { flatName } from './tool-name.ts';

/**
 * Reads an item of what a model said, of a reply or of a conversation; `position` is its place there. An item of an
 * unknown type becomes empty reasoning that carries the whole item.
 */
export function readItem(item: JsonObject, family: string, position: number): AssistantPart[] {
  switch (item.type ?? 'message') {
    case 'message':
      return readMessage(item, family);
    case 'reasoning':
      return isCarrier(item) ? [] : [readReasoning(item, family)];
    case 'function_call':
    case 'custom_tool_call':
      return [readCall(item, family, position)];
    default:
      return readProviderItem(item, family);
  }
}

function readMessage(item: JsonObject, family: string): TextPart[] {
  const { content } = item;
  const pieces = typeof content === 'string' ? [{ type: 'output_text', text: content }] : asArray(content);
  const known = isMadeUp(item);
  const fields = fieldsBut(item, 'type', 'role', 'content', ...(known ? ['id', 'status'] : []));
  return pieces.map((piece, index) => readPiece(asObject(piece), known, { fields, isFirst: index === 0, family }));
}

interface OfMessage {
  readonly fields: JsonObject | undefined;
  readonly isFirst: boolean;
  readonly family: string;
}

/** Reads one piece of a message; what our own writer adds to each piece is no private data. */
function readPiece(piece: JsonObject, isOurs: boolean, { fields, isFirst, family }: OfMessage): TextPart {
  const { type, text, refusal } = piece;
  const of = isFirst ? { item: fields } : { joined: fields && (true as const) };
  const added = isOurs ? ['annotations', 'logprobs'].filter((name) => asArray(piece[name]).length === 0) : [];
  if (type === 'refusal') {
    const state = itemState(family, { ...of, type, content: fieldsBut(piece, 'type', 'refusal') });
    return { type: 'text', text: asString(refusal) ?? '', state };
  }
  if (type !== 'output_text' && type !== 'input_text') {
    return { type: 'text', text: '', state: itemState(family, { ...of, content: piece }) };
  }
  const content = fieldsBut(piece, 'type', 'text', ...added);
  return { type: 'text', text: asString(text) ?? '', state: itemState(family, { ...of, content }) };
}

function readReasoning(item: JsonObject, family: string): ReasoningPart {
  return { type: 'reasoning', text: textOfReasoning(item), state: stateOfReasoning(item, family) };
}

/** What stands between the parts of a summary where they are read as one text. */
export const summarySeparator = '\n\n';

function textOfReasoning({ summary, content }: JsonObject): string {
  const texts = [...asArray(summary), ...asArray(content)].map((part) => asString(asObject(part).text) ?? '');
  return texts.filter((text) => text !== '').join(summarySeparator);
}

function stateOfReasoning(item: JsonObject, family: string): OpaqueState | undefined {
  const { encrypted_content: encrypted } = item;
  const carried = carriedState(asString(encrypted) ?? '');
  return carried ?? (isMadeUp(item) ? undefined : itemState(family, { item }));
}

function readCall(item: JsonObject, family: string, position: number): ToolCallPart {
  const { type, call_id: callId, name, namespace } = item;
  const free = type === 'custom_tool_call';
  const held = ['type', 'call_id', free ? 'input' : 'arguments', ...(isMadeUp(item) ? ['id', 'status'] : [])];
  return toolCallOf({
    id: asString(callId) || asString(item.id) || `call_${position}`,
    name: flatName(asString(namespace), asString(name) ?? ''),
    inputText: textOfInput(free ? item.input : item.arguments),
    form: free ? 'text' : undefined,
    // The name alone belongs to its namespace: it cannot be told from the flat one.
    state: itemState(family, { item: fieldsBut(item, ...held, ...(namespace === undefined ? ['name'] : [])) }),
  });
}

/** The text of a call's input: some servers give an object instead. */
export function textOfInput(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return isObject(value) ? JSON.stringify(value) : '';
}
