import { asObject, asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, ToolCallPart, ToolResultPart, UserPart } from '../../model/message.ts';
import type { CallIds } from './call-ids.ts';
import { readMedia } from './media.ts';
import { stateOfFields, stateOfWhole } from './part-state.ts';

/** Reads a part of what a model said; one that is not known becomes empty reasoning that carries the whole part. */
export function readModelPart(part: JsonObject, origin: string, ids: CallIds): AssistantPart {
  if (part.functionCall !== undefined) return readCall(part, origin, ids);
  const ownCall = part.executableCode ?? part.toolCall;
  if (ownCall !== undefined) return readOwnCall(part, ownCall, origin, ids);
  const ownResult = part.codeExecutionResult ?? part.toolResponse;
  if (ownResult !== undefined) return readOwnResult(part, ownResult, origin, ids);
  return readMedia(part, origin) ?? readWords(part, origin);
}

/** Reads a part of what a user says; one that is not known becomes empty text that carries the whole part. */
export function readUserPart(part: JsonObject, origin: string): UserPart {
  const { text, ...left } = part;
  if (typeof text === 'string') return { type: 'text', text, state: stateOfFields(left, origin) };
  return readMedia(part, origin) ?? { type: 'text', text: '', state: stateOfWhole(part, origin) };
}

/** Says whether a part says nothing at all, as the last one of many a stream does. */
export function isEmptyPart(part: AssistantPart): boolean {
  return (part.type === 'text' || part.type === 'reasoning') && part.text === '' && part.state === undefined;
}

/** The private data of a call, from its part. */
export function callStateOf(part: JsonObject, origin: string): ToolCallPart['state'] {
  const { functionCall: _functionCall, ...left } = part;
  return stateOfFields(left, origin);
}

function readCall(part: JsonObject, origin: string, ids: CallIds): ToolCallPart {
  const { id, name, args } = asObject(part.functionCall);
  const facts = { id: ids.next(asString(id)), name: asString(name) ?? '', input: args ?? {} };
  return { type: 'tool-call', ...facts, state: callStateOf(part, origin) };
}

/** A call that the provider runs: of code, or of one of its other tools. */
function readOwnCall(part: JsonObject, call: JsonValue, origin: string, ids: CallIds): ToolCallPart {
  const { id, toolType, args, language, code } = asObject(call);
  const input = code === undefined ? (args ?? {}) : { language, code };
  const name = asString(toolType) ?? 'codeExecution';
  const state = stateOfWhole(part, origin);
  return { type: 'tool-call', id: ids.begin(asString(id)), name, input, providerExecuted: true, state };
}

/** The outcomes of code that ran to its end, as a word and as a number (API reference, `Outcome`). */
const successes: ReadonlySet<JsonValue | undefined> = new Set([undefined, 'OUTCOME_OK', 1]);

function readOwnResult(part: JsonObject, result: JsonValue, origin: string, ids: CallIds): ToolResultPart {
  const { id, outcome, output, response } = asObject(result);
  return {
    type: 'tool-result',
    id: ids.answer(asString(id)),
    output: response === undefined ? (asString(output) ?? '') : JSON.stringify(response),
    isError: successes.has(outcome) ? undefined : true,
    providerExecuted: true,
    state: stateOfWhole(part, origin),
  };
}

/** A part that has nothing but a signature is words of none; one without words of another kind is kept whole. */
function readWords({ text, thought, ...left }: JsonObject, origin: string): AssistantPart {
  const isWords = typeof text === 'string' || Object.keys(left).every((name) => name === 'thoughtSignature');
  if (!isWords) return { type: 'reasoning', text: '', state: stateOfWhole({ text, thought, ...left }, origin) };
  const type = thought === true ? 'reasoning' : 'text';
  return { type, text: asString(text) ?? '', state: stateOfFields(left, origin) };
}
