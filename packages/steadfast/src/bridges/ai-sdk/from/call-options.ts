import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { Adaptation } from '../../../model/completion.ts';
import type { CompletionRequest, OutputFormat } from '../../../model/completion-request.ts';
import { AdaptationList } from '../../../protocols/adaptation-list.ts';
import { ownName } from '../part-facts.ts';
import { writePrompt } from './prompt-write.ts';
import type { SdkTarget } from './sdk-target.ts';
import { writeTools } from './tools-write.ts';

/** A request as an AI SDK model takes it, and what could not be said. */
export interface WrittenCall {
  readonly options: LanguageModelV4CallOptions;
  readonly adaptations: readonly Adaptation[];
}

/** Writes a request for an AI SDK model. */
export function writeCall(request: CompletionRequest, target: SdkTarget, abortSignal: AbortSignal): WrittenCall {
  const { provider, headers, id } = target;
  const { maxOutputTokens, temperature, topP, topK, presencePenalty, frequencyPenalty, seed } = request;
  const notes = new AdaptationList();
  const options: LanguageModelV4CallOptions = {
    prompt: writePrompt(request.messages, { provider, notes }),
    maxOutputTokens,
    temperature,
    topP,
    topK,
    presencePenalty,
    frequencyPenalty,
    seed,
    stopSequences: request.stopSequences?.slice(),
    responseFormat: writeFormat(request.outputFormat, notes),
    reasoning: request.effort,
    ...writeTools(request, provider, notes),
    providerOptions: writeProviderOptions(request, provider, notes),
    headers: headers && { ...headers },
    abortSignal,
  };
  return { options, adaptations: notes.all.map((adaptation) => ({ ...adaptation, target: id })) };
}

function writeFormat(
  format: OutputFormat | undefined,
  notes: AdaptationList,
): LanguageModelV4CallOptions['responseFormat'] {
  if (format?.type !== 'json') return format && { type: 'text' };
  const { type, schema, name, description, strict } = format;
  if (strict !== undefined) {
    notes.drop('outputFormat.strict', 'AI SDK models are told how strict to be through provider options alone.');
  }
  return { type, schema, name, description };
}

/** What the call options of the AI SDK have no place for stands under our own name; a model of ours reads it there. */
function writeProviderOptions(
  request: CompletionRequest,
  provider: string,
  notes: AdaptationList,
): LanguageModelV4CallOptions['providerOptions'] {
  const { providerOptions, thinkingTokens, parallelToolCalls, endUser, metadata } = request;
  const own = { thinkingTokens, parallelToolCalls, endUser, metadata };
  const said = Object.entries(own).filter(([, value]) => value !== undefined);
  if (said.length === 0) return providerOptions && { ...providerOptions };
  if (provider === ownName) return { ...providerOptions, [ownName]: Object.fromEntries(said) };
  for (const [field] of said) notes.drop(field, 'AI SDK models are told it through provider options alone.');
  return providerOptions && { ...providerOptions };
}
