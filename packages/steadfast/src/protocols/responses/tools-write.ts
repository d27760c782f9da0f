import { asNumber, asObject, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../model/tool-spec.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import type { HeldSchemas, SentSchema } from '../held-schemas.ts';
import { leaveUnsaid } from '../openai-state.ts';
import { isProvided, writeProvidedTool } from '../provided-tool.ts';
import { ownState } from './item-state.ts';

/** The field `tools`, and the items that add tools, by their place in the input. */
export interface WrittenTools {
  readonly tools: JsonObject[] | undefined;
  readonly added: readonly { readonly at: number; readonly item: JsonObject }[];
}

/** Writes the tools of a request: those that came in a namespace or in an item of the input go back into it. */
export function writeTools(
  tools: readonly ToolSpec[],
  family: string,
  schemas: HeldSchemas,
  notes: AdaptationList,
): WrittenTools {
  const plain: JsonObject[] = [];
  const added = new Map<number, { readonly item: JsonObject; readonly tools: JsonObject[] }>();
  tools.forEach((tool, index) => {
    const path = `tools[${index}]`;
    const own = ownState(tool.state, family);
    leaveUnsaid(path, { kind: 'tool', state: tool.state }, { family, language: 'responses' }, notes);
    const written = isProvided(tool)
      ? writeProvidedTool(tool, path, { family, protocol: 'responses' }, notes)
      : writeTool(tool, own, schemas.ofTool(tool, path));
    if (written === undefined) return;
    const { at: place, item } = asObject(own.added);
    const at = asNumber(place);
    if (at !== undefined && !added.has(at)) added.set(at, { item: asObject(item), tools: [] });
    append((at === undefined ? undefined : added.get(at)?.tools) ?? plain, written, own.namespace);
  });
  return {
    tools: plain.length === 0 ? undefined : plain,
    added: [...added].map(([at, list]) => ({ at, item: { ...list.item, tools: list.tools } })),
  };
}

function append(list: JsonObject[], tool: JsonObject, namespace: JsonValue | undefined): void {
  if (!isObject(namespace)) {
    list.push(tool);
    return;
  }
  const { tools: before, ...last } = list.at(-1) ?? {};
  const isSame = Array.isArray(before) && JSON.stringify(last) === JSON.stringify(namespace);
  if (isSame) list[list.length - 1] = { ...namespace, tools: [...before, tool] };
  else list.push({ ...namespace, tools: [tool] });
}

function writeTool(tool: ToolSpec, own: JsonObject, sent: SentSchema | undefined): JsonObject {
  const { name, description, inputSchema, strict, form } = tool;
  const inside = { name: own.name ?? name, description };
  if (form === 'text') return { type: 'custom', ...inside, ...asObject(own.rest) };
  // Left out it would count as true, and make every optional member of the input a required one (function calling guide).
  const held = { parameters: sent?.schema ?? inputSchema ?? null, strict: sent?.held ?? strict ?? false };
  return { type: 'function', ...inside, ...held, ...asObject(own.rest) };
}

/** Writes `tool_choice`. */
export function writeToolChoice(choice: ToolChoice, tools: readonly ToolSpec[]): JsonValue {
  if (typeof choice === 'string') return choice;
  const { tool: name } = choice;
  const custom = tools.some((tool) => tool.name === name && tool.form === 'text');
  return { type: custom ? 'custom' : 'function', name };
}
