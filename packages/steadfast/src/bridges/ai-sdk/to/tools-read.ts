import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider';
import { isObject } from '../../../model/json.ts';
import type { ToolChoice, ToolSpec } from '../../../model/tool-spec.ts';
import { readPromptFacts, sdkOrigin } from '../part-facts.ts';

type SdkTool = NonNullable<LanguageModelV4CallOptions['tools']>[number];

/** Reads a tool. One of a provider's own is in the AI SDK's form, which only AI SDK models understand. */
export function readTool(tool: SdkTool, preferred: string, warnings: SharedV4Warning[]): ToolSpec {
  const { name } = tool;
  if (tool.type === 'provider') {
    const { type, id, args } = tool;
    const value = { type, id, name, args: isObject(args) ? args : {} };
    return { name, provided: { origin: sdkOrigin, value } };
  }
  const { description, inputSchema, strict, inputExamples, providerOptions } = tool;
  if (inputExamples !== undefined) {
    const details = 'Examples are not sent; tell them in the description of the tool.';
    warnings.push({ type: 'unsupported', feature: `tools.${name}.inputExamples`, details });
  }
  const { state } = readPromptFacts(providerOptions, preferred);
  return { name, description, inputSchema: isObject(inputSchema) ? inputSchema : undefined, strict, state };
}

/** Reads which tool must be called. */
export function readToolChoice(choice: LanguageModelV4CallOptions['toolChoice']): ToolChoice | undefined {
  return choice?.type === 'tool' ? { tool: choice.toolName } : choice?.type;
}
