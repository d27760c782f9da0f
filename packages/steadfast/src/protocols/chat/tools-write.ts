import { asObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../model/tool-spec.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import type { HeldSchemas, SentSchema } from '../held-schemas.ts';
import { clientFamily } from '../openai-fields.ts';
import { leaveUnsaid } from '../openai-state.ts';
import { isProvided, writeProvidedTool } from '../provided-tool.ts';
import { freeTextSchema } from '../tool-input.ts';
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
    leaveUnsaid(path, { kind: 'tool', state: tool.state }, { family, language: 'chat' }, adaptations);
    if (isProvided(tool)) return writeProvidedTool(tool, path, { family, protocol: 'chat' }, adaptations) ?? [];
    if (tool.form === 'text' && !takesFreeText(family)) {
      const detail = 'Only OpenAI has tools of free text here: the text comes as the member "input" of an object.';
      adaptations.change(`${path}.form`, detail);
    }
    return [writeTool(tool, family, schemas.ofTool(tool, path))];
  });
}

/** Custom tools are OpenAI's own: other servers of this protocol refuse a tool that is no function. */
export function takesFreeText(family: string): boolean {
  return family === clientFamily;
}

function writeTool(tool: ToolSpec, family: string, sent: SentSchema | undefined): JsonObject {
  const { name, description, inputSchema, form, state } = tool;
  const { body, ...beside } = asObject(ownState(state, family).part);
  const inside = asObject(body);
  const isFree = form === 'text';
  if (isFree && takesFreeText(family)) {
    return { type: 'custom', custom: { name, description, ...inside }, ...beside };
  }
  const plain = { schema: isFree ? freeTextSchema : inputSchema, held: tool.strict };
  const { schema: parameters, held: strict } = sent ?? plain;
  return { type: 'function', function: { name, description, parameters, strict, ...inside }, ...beside };
}

/** Writes `tool_choice`. */
export function writeToolChoice(choice: ToolChoice, tools: readonly ToolSpec[], family: string): JsonValue {
  if (typeof choice === 'string') return choice;
  const { tool: name } = choice;
  const custom = takesFreeText(family) && tools.some((tool) => tool.name === name && tool.form === 'text');
  return custom ? { type: 'custom', custom: { name } } : { type: 'function', function: { name } };
}
