import { asString, isArray, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, ToolResultPart } from '../../model/message.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import { isMadeUp } from './item-id.ts';
import { fieldsBut, itemState } from './item-state.ts';

/** The fields of a call of a provider's own tool that are not its input. */
const notInput = ['type', 'id', 'status', 'call_id', 'execution', 'name', 'arguments', 'approval_request_id'];
const outcomes = ['outputs', 'results', 'output', 'error'];

/**
 * Reads an item that is neither message, reasoning nor a call of the caller's own tools. A call of the provider's own
 * tools is a call, and what came of it a result; a generated image is an image; anything else travels whole in empty
 * reasoning.
 */
export function readProviderItem(item: JsonObject, family: string): AssistantPart[] {
  const type = asString(item.type) ?? '';
  if (type === 'image_generation_call' && typeof item.result === 'string')
    return [readImage(item, item.result, family)];
  if (!type.endsWith('_call') || type === 'image_generation_call') {
    return [{ type: 'reasoning', text: '', state: itemState(family, { item }) }];
  }
  return readCall(item, type, family);
}

/** The media type of a generated image, by `output_format`. */
function readImage(item: JsonObject, data: string, family: string): AssistantPart {
  const mediaType = `image/${asString(item.output_format) ?? 'png'}`;
  const state = isMadeUp(item) ? undefined : itemState(family, { item: fieldsBut(item, 'result') });
  return { type: 'image', source: { kind: 'base64', data, mediaType }, state };
}

function readCall(item: JsonObject, type: string, family: string): AssistantPart[] {
  const callId = asString(item.call_id) ?? '';
  const providerExecuted = isForCaller(item, type, callId) ? undefined : (true as const);
  const id = providerExecuted === undefined ? callId : asString(item.id) || callId || type;
  const call = toolCallOf({
    id,
    name: asString(item.name) ?? type.replace(/_call$/, ''),
    inputText: inputOf(item),
    providerExecuted,
    state: itemState(family, { item }),
  });
  return providerExecuted === undefined ? [call] : [call, ...resultOf(item, id)];
}

/** A call with an id of its own waits for the caller's answer, but for those that the provider's tools also have. */
function isForCaller({ execution }: JsonObject, type: string, callId: string): boolean {
  return callId !== '' && execution !== 'server' && type !== 'code_interpreter_call' && type !== 'mcp_call';
}

function inputOf(item: JsonObject): string {
  const { arguments: given } = item;
  if (typeof given === 'string') return given;
  if (isObject(given)) return JSON.stringify(given);
  const fields = fieldsBut(item, ...notInput, ...outcomes) ?? {};
  const [only, ...more] = Object.values(fields);
  return JSON.stringify(isObject(only) && more.length === 0 ? only : fields);
}

function resultOf(item: JsonObject, id: string): ToolResultPart[] {
  const outcome = outcomes.map((name) => item[name]).find((value) => value !== undefined && value !== null);
  if (outcome === undefined) return [];
  const { error } = item;
  const isError = error === undefined || error === null ? undefined : (true as const);
  return [{ type: 'tool-result', id, output: wordsOf(outcome), isError, providerExecuted: true }];
}

function wordsOf(outcome: JsonValue): string {
  if (typeof outcome === 'string') return outcome;
  const logs = isArray(outcome) ? outcome.map((entry) => (isObject(entry) ? entry.logs : undefined)) : [];
  const isLog = logs.length > 0 && logs.every((log) => typeof log === 'string');
  return isLog ? logs.join('\n') : JSON.stringify(outcome);
}
