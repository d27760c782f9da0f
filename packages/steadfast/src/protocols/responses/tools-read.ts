import { asArray, asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../model/tool-spec.ts';
import { clientFamily } from '../openai-fields.ts';
import { stateOf } from '../private-state.ts';
import { fieldsAt, invalidField } from '../request-fields.ts';
import type { RequestFields } from '../request-fields.ts';
import { fieldsBut } from './item-state.ts';
import { flatName } from './tool-name.ts';

/** Where a tool stood, beside the request's own list: in a namespace, in an item of the input. */
export interface ToolPlace {
  /** The namespace but for its tools. */
  readonly namespace?: JsonObject;
  /** The item `additional_tools` but for its tools, and its place in the input. */
  readonly added?: { readonly at: number; readonly item: JsonObject };
}

/**
 * Reads the tools of a request; those of a namespace become tools with flat names, those that are neither functions nor
 * custom tools are the provider's own.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readTools(list: JsonArray, path = 'tools', place: ToolPlace = {}): ToolSpec[] {
  return list.flatMap((value, index) => readTool(fieldsAt(value, `${path}[${index}]`), place));
}

/** Reads the tools that items of the input add to those of the request. */
export function readAddedTools(input: JsonValue | undefined): ToolSpec[] {
  return asArray(input).flatMap((value, at) => {
    const item = asObject(value);
    if (item.type !== 'additional_tools' || !isArray(item.tools)) return [];
    const rest = fieldsBut(item, 'tools') ?? {};
    return readTools(item.tools, `input[${at}].tools`, { added: { at, item: rest } });
  });
}

function readTool(tool: RequestFields, place: ToolPlace): ToolSpec[] {
  const type = tool.needText('type');
  switch (type) {
    case 'function':
      return [readFunction(tool, place)];
    case 'custom':
      return [readCustom(tool, place)];
    case 'namespace':
      return readNamespace(tool, place);
    default: {
      const { value } = tool;
      const state = placeState(place, {});
      const provided = { origin: clientFamily, protocol: 'responses' as const, value };
      return [{ name: asString(value.name) ?? type, provided, state }];
    }
  }
}

function readFunction(tool: RequestFields, place: ToolPlace): ToolSpec {
  const name = tool.needText('name');
  const description = tool.text('description');
  const inputSchema = tool.object('parameters')?.value;
  // A tool is not held to its schema unless that is asked for: `false` is what our form says by saying nothing.
  const strict = tool.flag('strict') === true ? true : undefined;
  return {
    ...nameIn(place, name),
    description,
    inputSchema,
    strict,
    state: placeState(place, { name, rest: tool.rest() }),
  };
}

function readCustom(tool: RequestFields, place: ToolPlace): ToolSpec {
  const name = tool.needText('name');
  const description = tool.text('description');
  return { ...nameIn(place, name), description, form: 'text', state: placeState(place, { name, rest: tool.rest() }) };
}

function readNamespace(tool: RequestFields, place: ToolPlace): ToolSpec[] {
  tool.needText('name');
  const tools = tool.needList('tools');
  return readTools(tools, tool.path('tools'), { ...place, namespace: fieldsBut(tool.value, 'tools') });
}

function nameIn({ namespace }: ToolPlace, name: string): { readonly name: string } {
  return { name: flatName(asString(namespace?.name), name) };
}

function placeState(
  { namespace, added }: ToolPlace,
  { name, rest }: { readonly name?: string; readonly rest?: JsonObject },
): ToolSpec['state'] {
  const where = added && { at: added.at, item: added.item };
  return stateOf(clientFamily, { namespace, added: where, name: namespace && name, rest });
}

/**
 * Reads `tool_choice`; `undefined` for a form that the neutral request has no word for.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readToolChoice(value: JsonValue): ToolChoice | undefined {
  if (value === 'auto' || value === 'none' || value === 'required') return value;
  if (!isObject(value)) throw invalidField('tool_choice', 'auto, none, required or an object', value);
  const { type, name, ...others } = value;
  const isNamed = (type === 'function' || type === 'custom') && typeof name === 'string';
  return isNamed && Object.keys(others).length === 0 ? { tool: name } : undefined;
}
