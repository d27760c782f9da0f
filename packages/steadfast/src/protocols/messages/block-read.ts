import { asObject, asString, isArray } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type {
  AssistantPart,
  FilePart,
  ImagePart,
  OpaqueState,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  UserPart,
} from '../../model/message.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import { carriedState, fieldsLeft } from '../private-state.ts';
import { readDocument, readImage, readSearchResult } from './media.ts';
import { resultText } from './result-text.ts';

/** Reads a block of what a model said; one of an unknown type becomes empty reasoning that carries the whole block. */
export function readAssistantBlock(block: JsonObject, origin: string, madeUpId: string): AssistantPart {
  const type = asString(block.type) ?? '';
  if (type.endsWith('tool_use')) return readToolUse(block, origin, madeUpId);
  if (type.endsWith('_tool_result')) return readServerResult(block, origin);
  switch (type) {
    case 'text':
      return readText(block, origin);
    case 'thinking':
      return readThinking(block, origin);
    case 'image':
      return readImage(block, origin);
    case 'document':
      return readDocument(block, origin);
    default:
      return { type: 'reasoning', text: '', state: { origin, value: block } };
  }
}

/** Reads a block of what a user says; one of an unknown type becomes empty text that carries the whole block. */
export function readUserBlock(block: JsonObject, origin: string): UserPart {
  switch (block.type) {
    case 'image':
      return readImage(block, origin);
    case 'document':
      return readDocument(block, origin);
    case 'search_result':
      return readSearchResult(block, origin);
    case 'container_upload':
      return readUpload(block, origin);
    default:
      return readText(block, origin);
  }
}

/** Reads a `text` block; a block of another type becomes empty text that carries the whole block. */
export function readText(block: JsonObject, origin: string): TextPart {
  if (block.type !== 'text') return { type: 'text', text: '', state: { origin, value: block } };
  return { type: 'text', text: asString(block.text) ?? '', state: fieldsLeft(block, ['type', 'text'], origin) };
}

/** Reads a `tool_result` block. */
export function readToolResult(block: JsonObject, origin: string): ToolResultPart {
  const { content, is_error: failed } = block;
  const held = ['type', 'tool_use_id', 'content', ...(failed === true ? ['is_error'] : [])];
  return {
    type: 'tool-result',
    id: asString(block.tool_use_id) ?? '',
    output: isArray(content) ? content.map((item) => readUserBlock(asObject(item), origin)) : (asString(content) ?? ''),
    isError: failed === true ? true : undefined,
    state: fieldsLeft(block, held, origin),
  };
}

/** The private fields of a call: of one that the provider runs they name its type, so that it returns as it came. */
export function callState(block: JsonObject, origin: string): OpaqueState | undefined {
  const held = ['id', 'name', 'input', ...(block.type === 'tool_use' ? ['type'] : [])];
  return fieldsLeft(block, held, origin);
}

function readToolUse(block: JsonObject, origin: string, madeUpId: string): ToolCallPart {
  const { input } = block;
  const facts = {
    id: asString(block.id) || madeUpId,
    name: asString(block.name) ?? '',
    providerExecuted: block.type === 'tool_use' ? undefined : (true as const),
    state: callState(block, origin),
  };
  if (typeof input === 'string') return toolCallOf({ ...facts, inputText: input });
  return { type: 'tool-call', ...facts, input: input ?? {} };
}

function readThinking(block: JsonObject, origin: string): ReasoningPart {
  const signature = asString(block.signature) ?? '';
  // A signature that is empty vouches for nothing: the block could never be sent back.
  const held = ['type', 'thinking', ...(signature === '' ? ['signature'] : [])];
  const state = carriedState(signature) ?? fieldsLeft(block, held, origin);
  return { type: 'reasoning', text: asString(block.thinking) ?? '', state };
}

function readServerResult(block: JsonObject, origin: string): ToolResultPart {
  const failed = block.is_error === true || (asString(asObject(block.content).type) ?? '').endsWith('_error');
  return {
    type: 'tool-result',
    id: asString(block.tool_use_id) ?? '',
    output: resultText(block.content),
    isError: failed ? true : undefined,
    providerExecuted: true,
    state: { origin, value: block },
  };
}

function readUpload(block: JsonObject, origin: string): FilePart | ImagePart {
  const source = { kind: 'reference' as const, id: asString(block.file_id) ?? '' };
  return { type: 'file', source, state: { origin, value: block } };
}
