import { asObject, asString, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../model/tool-spec.ts';
import { clientFamily } from '../openai-fields.ts';
import { invalidField, fieldsAt } from '../request-fields.ts';
import type { RequestFields } from '../request-fields.ts';
import { stateOf } from './private-state.ts';

/**
 * Reads the tools of a request; those that are neither functions nor custom tools are the provider's own.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readTools(list: JsonArray): ToolSpec[] {
  return list.map((value, index) => readTool(fieldsAt(value, `tools[${index}]`)));
}

function readTool(tool: RequestFields): ToolSpec {
  const type = tool.text('type') ?? 'function';
  if (type === 'function') return readFunction(tool);
  if (type === 'custom') return readCustom(tool);
  return { name: type, provided: { origin: clientFamily, value: tool.value } };
}

function readFunction(tool: RequestFields): ToolSpec {
  const called = tool.needObject('function');
  const name = called.needText('name');
  const description = called.text('description');
  const inputSchema = called.object('parameters')?.value;
  const strict = called.flag('strict');
  return { name, description, inputSchema, strict, state: toolState(tool.rest(), called.rest()) };
}

function readCustom(tool: RequestFields): ToolSpec {
  const custom = tool.needObject('custom');
  const name = custom.needText('name');
  const description = custom.text('description');
  return { name, description, form: 'text', state: toolState(tool.rest(), custom.rest()) };
}

/** Further fields stay as they stand: beside the tool's body, and inside of it. */
function toolState(part: JsonObject | undefined, body: JsonObject | undefined): ToolSpec['state'] {
  const inside = body === undefined ? {} : { body };
  const all = { ...part, ...inside };
  return Object.keys(all).length === 0 ? undefined : stateOf(clientFamily, { part: all });
}

/**
 * Reads `tool_choice`; `undefined` for a form that the neutral request has no word for.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readToolChoice(value: JsonValue): ToolChoice | undefined {
  if (value === 'auto' || value === 'none' || value === 'required') return value;
  // Mistral's word for `required`.
  if (value === 'any') return 'required';
  if (!isObject(value)) throw invalidField('tool_choice', 'auto, none, required or an object', value);
  const named = asString(asObject(value.function ?? value.custom).name);
  if (named !== undefined) return { tool: named };
  if (value.type === 'function' || value.type === 'custom') {
    throw invalidField(`tool_choice.${value.type}.name`, 'a string', undefined);
  }
  return undefined;
}
