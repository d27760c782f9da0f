import type { CompletionRequest } from '../model/completion-request.ts';

/** Settings that a model is asked with where the request does not say them itself. */
export type ModelProperties = Partial<
  Pick<
    CompletionRequest,
    | 'effort'
    | 'thinkingTokens'
    | 'maxOutputTokens'
    | 'temperature'
    | 'topP'
    | 'topK'
    | 'presencePenalty'
    | 'frequencyPenalty'
    | 'stopSequences'
    | 'seed'
    | 'parallelToolCalls'
    | 'endUser'
    | 'metadata'
    | 'providerOptions'
  >
>;

/**
 * Gives a request what it does not say itself. Effort and thinking tokens are two ways to say one thing: a request that
 * says either is given neither. Options of a provider are joined field by field.
 */
export function withDefaults(request: CompletionRequest, defaults: ModelProperties): CompletionRequest {
  const { providerOptions, effort, thinkingTokens, ...others } = defaults;
  const thinking =
    request.effort === undefined && request.thinkingTokens === undefined ? { effort, thinkingTokens } : undefined;
  return {
    ...others,
    ...saidIn(request),
    messages: request.messages,
    ...thinking,
    providerOptions: joined(request.providerOptions, providerOptions),
  };
}

/** Of two sets of properties, all of the first and what only the second says. */
export function joinedProperties(first: ModelProperties, second: ModelProperties): ModelProperties {
  const { messages: _none, ...properties } = withDefaults({ ...first, messages: [] }, second);
  return properties;
}

/** The fields that are said: one that is `undefined` is not. */
function saidIn(request: CompletionRequest): Partial<CompletionRequest> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

type Options = CompletionRequest['providerOptions'];

function joined(own: Options, given: Options): Options {
  if (own === undefined || given === undefined) return own ?? given;
  const families = new Set([...Object.keys(given), ...Object.keys(own)]);
  return Object.fromEntries([...families].map((family) => [family, { ...given[family], ...own[family] }]));
}
