import type { CompletionRequest } from '../../model/completion-request.ts';
import { asBoolean, asString, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { ownFields } from '../private-state.ts';
import { isProvided, writeProvidedTool } from '../provided-tool.ts';
import { arrayAt, objectAt, stringAt } from '../request-fields.ts';
import { freeTextSchema } from '../tool-input.ts';

/** Reads `tools`; an empty list counts as none. @throws ModelError of kind `invalid-request` */
export function readTools(tools: JsonValue | undefined, origin: string): readonly ToolSpec[] | undefined {
  const list = arrayAt(tools ?? [], 'tools');
  if (list.length === 0) return undefined;
  return list.map((item, index): ToolSpec => {
    const path = `tools[${index}].function`;
    const { name, description, parameters, strict, ...left } = objectAt(objectAt(item, path).function, path);
    return {
      name: stringAt(name, `${path}.name`),
      description: asString(description),
      inputSchema: isObject(parameters) ? parameters : undefined,
      strict: asBoolean(strict),
      state: Object.keys(left).length === 0 ? undefined : { origin, value: left },
    };
  });
}

/** Writes the tools: none when none may be called, which is all of a choice that Ollama can be told. */
export function writeTools(
  request: CompletionRequest,
  family: string,
  notes: AdaptationList,
): readonly JsonObject[] | undefined {
  const { toolChoice = 'auto', parallelToolCalls, tools = [] } = request;
  if (tools.length === 0) return undefined;
  if (toolChoice === 'none') {
    notes.change('toolChoice', 'Ollama has no choice of tools; none may be called, so none are sent.');
    notes.drop('tools', 'None of them may be called, and Ollama can be told so only by leaving them out.');
    return undefined;
  }
  if (toolChoice !== 'auto') notes.drop('toolChoice', 'Ollama has no choice of tools; the model decides.');
  if (parallelToolCalls === false) notes.drop('parallelToolCalls', 'Ollama cannot be told to call one tool at a time.');
  const written = tools.flatMap<JsonObject>((tool, index) => writeTool(tool, `tools[${index}]`, family, notes) ?? []);
  return written.length === 0 ? undefined : written;
}

function writeTool(tool: ToolSpec, path: string, family: string, notes: AdaptationList): JsonObject | undefined {
  const { name, description, inputSchema, strict, form, state } = tool;
  if (isProvided(tool)) return writeProvidedTool(tool, path, { family, protocol: 'ollama' }, notes);
  notes.leaveForeign(path, 'tool', state, family);
  if (form === 'text') {
    notes.change(
      `${path}.form`,
      'Ollama has no tools of free text: the text comes as the member "input" of an object.',
    );
  }
  const parameters = form === 'text' ? freeTextSchema : inputSchema;
  return { type: 'function', function: { name, description, parameters, strict, ...ownFields(state, family) } };
}
