import type { CompletionRequest } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../model/tool-spec.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import type { HeldSchemas } from '../held-schemas.ts';
import { ownFields } from '../private-state.ts';
import { isProvided, writeProvidedTool } from '../provided-tool.ts';
import { freeTextSchema } from '../tool-input.ts';

/** The fields `tools` and `tool_choice`. */
export interface WrittenTools {
  readonly tools?: readonly JsonObject[];
  readonly tool_choice?: JsonObject;
}

/** Writes the tools and which of them must be called; without tools there is no choice to write. */
export function writeTools(
  request: CompletionRequest,
  family: string,
  schemas: HeldSchemas,
  notes: AdaptationList,
): WrittenTools {
  const { toolChoice, parallelToolCalls } = request;
  const tools = (request.tools ?? []).flatMap<JsonObject>(
    (tool, index) => writeTool(tool, `tools[${index}]`, family, schemas, notes) ?? [],
  );
  if (tools.length > 0) return { tools, tool_choice: writeToolChoice(toolChoice, parallelToolCalls) };
  if (toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none') {
    notes.drop('toolChoice', 'A call cannot be demanded without tools to call.');
  }
  return {};
}

function writeTool(
  tool: ToolSpec,
  path: string,
  family: string,
  schemas: HeldSchemas,
  notes: AdaptationList,
): JsonObject | undefined {
  const { name, description, inputSchema, form, state } = tool;
  if (isProvided(tool)) return writeProvidedTool(tool, path, { family, protocol: 'messages' }, notes);
  notes.leaveForeign(path, 'tool', state, family);
  const sent = schemas.ofTool(tool, path) ?? { schema: inputSchema, held: tool.strict };
  const schema = form === 'text' ? freeTextSchema : sent.schema;
  if (form === 'text') {
    notes.change(
      `${path}.form`,
      'Messages has no tools of free text: the text comes as the member "input" of an object.',
    );
  } else if (schema !== undefined && schema.type === undefined) {
    notes.change(`${path}.inputSchema`, 'The schema of an input must have a type; "object" is set.');
  }
  return {
    name,
    description,
    input_schema: { type: 'object', ...schema },
    strict: sent.held,
    ...ownFields(state, family),
  };
}

function writeToolChoice(choice: ToolChoice | undefined, parallel: boolean | undefined): JsonObject | undefined {
  if (choice === undefined && parallel === undefined) return undefined;
  if (choice === 'none') return { type: 'none' };
  const alone = parallel === undefined ? undefined : !parallel;
  if (typeof choice === 'object') return { type: 'tool', name: choice.tool, disable_parallel_tool_use: alone };
  return { type: choice === 'required' ? 'any' : 'auto', disable_parallel_tool_use: alone };
}
