import type { CompletionRequest } from '../../model/completion-request.ts';
import { asBoolean, asString, isObject } from '../../model/json.ts';
import type { JsonValue } from '../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../model/tool-spec.ts';
import { fieldsLeft } from '../private-state.ts';
import { arrayAt, objectAt, stringAt } from '../request-fields.ts';

/** Reads `tools`; an empty list counts as none. @throws ModelError of kind `invalid-request` */
export function readTools(tools: JsonValue | undefined, origin: string): readonly ToolSpec[] | undefined {
  if (tools === undefined || tools === null) return undefined;
  const list = arrayAt(tools, 'tools');
  return list.length === 0 ? undefined : list.map((tool, index) => readTool(tool, `tools[${index}]`, origin));
}

/** Reads `tool_choice`; `undefined` for a form that is not known. */
export function readToolChoice(
  choice: JsonValue | undefined,
): Pick<CompletionRequest, 'toolChoice' | 'parallelToolCalls'> | undefined {
  if (!isObject(choice)) return undefined;
  const { type, name, disable_parallel_tool_use: disabled, ...left } = choice;
  const toolChoice = choiceOf(asString(type), asString(name));
  if (toolChoice === undefined || Object.keys(left).length > 0) return undefined;
  const alone = asBoolean(disabled);
  return { toolChoice, parallelToolCalls: alone === undefined ? undefined : !alone };
}

function choiceOf(type: string | undefined, name: string | undefined): ToolChoice | undefined {
  if (type === 'any') return 'required';
  if (type === 'auto' || type === 'none') return type;
  return type === 'tool' && name !== undefined ? { tool: name } : undefined;
}

/** A tool with a type other than `custom` is one of Anthropic's own. */
function readTool(value: JsonValue, path: string, origin: string): ToolSpec {
  const tool = objectAt(value, path);
  const type = asString(tool.type);
  if (type !== undefined && type !== 'custom') {
    return { name: asString(tool.name) ?? type, provided: { origin, value: tool } };
  }
  const { description: said } = tool;
  const description = said === undefined ? undefined : stringAt(said, `${path}.description`);
  const strict = asBoolean(tool.strict);
  const held = ['name', 'input_schema', ...(description === undefined ? [] : ['description'])];
  return {
    name: stringAt(tool.name, `${path}.name`),
    description,
    inputSchema: objectAt(tool.input_schema, `${path}.input_schema`),
    strict,
    state: fieldsLeft(tool, strict === undefined ? held : [...held, 'strict'], origin),
  };
}
