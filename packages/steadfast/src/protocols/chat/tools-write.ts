import { asObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../model/tool-spec.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import type { HeldSchemas, SentSchema } from '../held-schemas.ts';
import { isProvided, writeProvidedTool } from '../provided-tool.ts';
import { ownState } from './private-state.ts';

/** Writes the tools of a request. */
export function writeTools(
  tools: readonly ToolSpec[],
  family: string,
  schemas: HeldSchemas,
  adaptations: AdaptationList,
): JsonObject[] {
  return tools.flatMap<JsonObject>((tool, index) => {
    const path = `tools[${index}]`;
    adaptations.leaveForeign(path, 'tool', tool.state, family);
    if (!isProvided(tool)) return [writeTool(tool, family, schemas.ofTool(tool, path))];
    return writeProvidedTool(tool, path, family, adaptations) ?? [];
  });
}

function writeTool(tool: ToolSpec, family: string, sent: SentSchema | undefined): JsonObject {
  const { name, description, inputSchema, form, state } = tool;
  const { body, ...beside } = asObject(ownState(state, family).part);
  const inside = asObject(body);
  if (form === 'text') return { type: 'custom', custom: { name, description, ...inside }, ...beside };
  const { schema: parameters, held: strict } = sent ?? { schema: inputSchema, held: tool.strict };
  return { type: 'function', function: { name, description, parameters, strict, ...inside }, ...beside };
}

/** Writes `tool_choice`. */
export function writeToolChoice(choice: ToolChoice, tools: readonly ToolSpec[]): JsonValue {
  if (typeof choice === 'string') return choice;
  const { tool: name } = choice;
  const custom = tools.some((tool) => tool.name === name && tool.form === 'text');
  return custom ? { type: 'custom', custom: { name } } : { type: 'function', function: { name } };
}
