import { asObject, asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { partsOf } from '../../model/message.ts';
import type { Message, ToolCallPart, ToolResultPart } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { leaveUnsaid } from '../openai-state.ts';
import { writeInputParts } from './content-write.ts';
import { ownState } from './item-state.ts';
import { wholeItem } from './item-write.ts';

/** The types of the items by which calls were made, by the id of the call. */
export type CallTypes = ReadonlyMap<string, string>;

/** Finds the types of all calls in a conversation. */
export function callTypesOf(messages: readonly Message[], family: string): CallTypes {
  const parts = messages.flatMap((message) => (message.role === 'assistant' ? partsOf(message.content) : []));
  return new Map(parts.flatMap((part) => (part.type === 'tool-call' ? [[part.id, typeOf(part, family)]] : [])));
}

function typeOf(call: ToolCallPart, family: string): string {
  const type = call.form === 'text' ? 'custom_tool_call' : 'function_call';
  return asString(wholeItem(call, family)?.type) ?? type;
}

/** For whom results are written. */
export interface ResultTarget {
  readonly family: string;
  readonly notes: AdaptationList;
  readonly callTypes: CallTypes;
}

/** Writes what a tool answered as the item that its kind of call wants (Responses API reference, input items). */
export function writeResult(part: ToolResultPart, path: string, target: ResultTarget): JsonObject {
  const { family, notes, callTypes } = target;
  const { id, isError, state } = part;
  leaveUnsaid(path, { kind: part.type, state }, { family, language: 'responses' }, notes);
  const own = asObject(ownState(state, family).item);
  if (own.type !== undefined && own.type !== 'custom_tool_call_output') return own;
  const output = writeOutput(part, `${path}.output`, target);
  const callType = callTypes.get(id);
  const answer = callType === undefined ? undefined : answerTo(callType, id, output, isError);
  if (answer !== undefined) return answer;
  if (isError) notes.dropOnce(`${path}.isError`, 'Responses has no mark for a failed tool: its output says it alone.');
  const type = callType === 'custom_tool_call' ? 'custom_tool_call_output' : 'function_call_output';
  return { type, call_id: id, output, ...own };
}

/** The answer to one of OpenAI's own kinds of call; `undefined` to any other. */
function answerTo(callType: string, id: string, output: JsonValue, isError: true | undefined): JsonObject | undefined {
  const words = typeof output === 'string' ? output : JSON.stringify(output);
  switch (callType) {
    case 'shell_call': {
      const outcome = { type: 'exit', exit_code: isError === true ? 1 : 0 };
      return { type: 'shell_call_output', call_id: id, output: [{ stdout: words, stderr: '', outcome }] };
    }
    case 'apply_patch_call': {
      const status = isError === true ? 'failed' : 'completed';
      return { type: 'apply_patch_call_output', call_id: id, status, output: words };
    }
    case 'local_shell_call':
      return { type: 'local_shell_call_output', id, output: words };
    default:
      return undefined;
  }
}

function writeOutput({ output }: ToolResultPart, path: string, { family, notes }: ResultTarget): JsonValue {
  return typeof output === 'string' ? output : writeInputParts(output, path, family, notes);
}
