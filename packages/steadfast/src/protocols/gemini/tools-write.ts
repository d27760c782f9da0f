import type { CompletionRequest } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { ownFields } from '../private-state.ts';
import { isProvided, writeProvidedTool } from '../provided-tool.ts';
import { freeTextSchema } from '../tool-input.ts';

/** The fields `tools` and `toolConfig`. */
export interface WrittenTools {
  readonly tools?: readonly JsonObject[];
  readonly toolConfig?: JsonObject;
}

/** Writes the tools, all functions as one of them, and which must be called; without functions there is no choice. */
export function writeTools(request: CompletionRequest, family: string, notes: AdaptationList): WrittenTools {
  const { tools = [], parallelToolCalls } = request;
  if (parallelToolCalls === false) notes.drop('parallelToolCalls', 'Gemini cannot be told to call one tool at a time.');
  const functions: JsonObject[] = [];
  const written: JsonObject[] = [];
  for (const [index, tool] of tools.entries()) {
    const path = `tools[${index}]`;
    if (isProvided(tool)) {
      const own = writeProvidedTool(tool, path, { family, protocol: 'gemini' }, notes);
      if (own !== undefined) written.push(own);
    } else {
      if (functions.length === 0) written.push({ functionDeclarations: functions });
      functions.push(writeFunction(tool, path, family, notes));
    }
  }
  return {
    tools: written.length === 0 ? undefined : written,
    toolConfig: functions.length === 0 ? noChoice(request, notes) : writeChoice(request, notes),
  };
}

function noChoice({ toolChoice = 'auto' }: CompletionRequest, notes: AdaptationList): undefined {
  if (toolChoice === 'auto' || toolChoice === 'none') return;
  notes.drop('toolChoice', 'A call cannot be demanded without functions to call.');
}

function writeFunction(tool: ToolSpec, path: string, family: string, notes: AdaptationList): JsonObject {
  const { name, description, inputSchema, form, state } = tool;
  notes.leaveForeign(path, 'tool', state, family);
  if (form === 'text') {
    notes.change(
      `${path}.form`,
      'Gemini has no tools of free text: the text comes as the member "input" of an object.',
    );
  }
  const parametersJsonSchema = form === 'text' ? freeTextSchema : inputSchema;
  return { name, description, parametersJsonSchema, ...ownFields(state, family) };
}

/** A tool that is strict has all calls held to their schemas, which a forced call is anyway. */
function writeChoice(request: CompletionRequest, notes: AdaptationList): JsonObject | undefined {
  const functionCallingConfig = choiceOf(request);
  if (functionCallingConfig?.mode === 'VALIDATED') noteHeld(request, notes);
  return functionCallingConfig && { functionCallingConfig };
}

function noteHeld({ tools = [] }: CompletionRequest, notes: AdaptationList): void {
  for (const [index, tool] of tools.entries()) {
    if (tool.strict !== true && !isProvided(tool))
      notes.change(`tools[${index}].strict`, 'Gemini holds calls of all functions to their schemas, or of none.');
  }
}

function choiceOf({ tools = [], toolChoice }: CompletionRequest): JsonObject | undefined {
  if (typeof toolChoice === 'object') return { mode: 'ANY', allowedFunctionNames: [toolChoice.tool] };
  if (toolChoice === 'required') return { mode: 'ANY' };
  if (toolChoice === 'none') return { mode: 'NONE' };
  if (tools.some(({ strict }) => strict === true)) return { mode: 'VALIDATED' };
  return toolChoice === 'auto' ? { mode: 'AUTO' } : undefined;
}
