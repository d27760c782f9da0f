import type { LanguageModelV4CallOptions, SharedV4Warning } from '@ai-sdk/provider';
import type { CompletionRequest, OutputFormat } from '../../../model/completion-request.ts';
import { asBoolean, asNumber, asString, isObject } from '../../../model/json.ts';
import { ownName } from '../part-facts.ts';
import { PromptReader } from './prompt-read.ts';
import { readTool, readToolChoice } from './tools-read.ts';

/** A request that an application of the AI SDK makes, and what of it has no neutral form. */
export interface ReadCall {
  readonly request: CompletionRequest;
  readonly warnings: readonly SharedV4Warning[];
}

/** Reads a request; `preferred` is the provider whose options count where a part has options for several. */
export function readCall(options: LanguageModelV4CallOptions, preferred: string): ReadCall {
  const { maxOutputTokens, temperature, topP, topK, presencePenalty, frequencyPenalty, seed, stopSequences } = options;
  const { reasoning, tools, toolChoice, responseFormat, prompt, headers } = options;
  const warnings: SharedV4Warning[] = [];
  const request: CompletionRequest = {
    messages: new PromptReader(preferred, warnings).read(prompt),
    tools: tools?.map((tool) => readTool(tool, preferred, warnings)),
    toolChoice: tools === undefined ? undefined : readToolChoice(toolChoice),
    outputFormat: readFormat(responseFormat),
    maxOutputTokens,
    temperature,
    topP,
    topK,
    presencePenalty,
    frequencyPenalty,
    stopSequences,
    seed,
    effort: reasoning === 'provider-default' ? undefined : reasoning,
    ...readProviderOptions(options.providerOptions),
  };
  warnOfHeaders(headers, warnings);
  return { request, warnings };
}

function readFormat(format: LanguageModelV4CallOptions['responseFormat']): OutputFormat | undefined {
  if (format?.type !== 'json') return undefined;
  const { schema, name, description } = format;
  return { type: 'json', schema: isObject(schema) ? schema : undefined, name, description };
}

/** Under our own name stands what the AI SDK's call options have no place for. */
function readProviderOptions(
  options: LanguageModelV4CallOptions['providerOptions'] = {},
): Pick<CompletionRequest, 'providerOptions' | 'thinkingTokens' | 'parallelToolCalls' | 'endUser' | 'metadata'> {
  const { [ownName]: own = {}, ...others } = options;
  return {
    providerOptions: Object.keys(others).length === 0 ? undefined : others,
    thinkingTokens: asNumber(own['thinkingTokens']),
    parallelToolCalls: asBoolean(own['parallelToolCalls']),
    endUser: asString(own['endUser']),
    metadata: readLabels(own['metadata']),
  };
}

function readLabels(value: unknown): CompletionRequest['metadata'] {
  if (!isObject(value)) return undefined;
  const labels = Object.entries(value).flatMap(([name, label]) =>
    typeof label === 'string' ? [[name, label] as const] : [],
  );
  return Object.fromEntries(labels);
}

/** The AI SDK adds a `user-agent` of its own, which the connection of a model of ours does not need. */
function warnOfHeaders(headers: LanguageModelV4CallOptions['headers'] = {}, warnings: SharedV4Warning[]): void {
  const names = Object.keys(headers).filter(
    (name) => name.toLowerCase() !== 'user-agent' && headers[name] !== undefined,
  );
  if (names.length === 0) return;
  const details = `Set headers where the model is made. Not sent: ${names.join(', ')}.`;
  warnings.push({ type: 'unsupported', feature: 'headers', details });
}
