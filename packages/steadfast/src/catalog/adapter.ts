import type { AdaptedRequest } from '../model/adapted-request.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { fitLimit, fitOutput } from './fit-output.ts';
import { fitSettings } from './fit-settings.ts';
import { fitThinking } from './fit-thinking.ts';
import { fitFunctions, fitToolChoice } from './fit-tools.ts';
import type { AdapterOptions, Fit } from './fitting.ts';
import type { ModelRules } from './model-rules.ts';

/** Fits a request to a model: gives it as the model takes it, with every difference; `undefined` when it fits as it is. */
export type RequestAdapter = (request: CompletionRequest) => AdaptedRequest | undefined;

type Concern = (rules: ModelRules, options: AdapterOptions) => boolean;

/**
 * In this order: how much is written bounds how much is thought, and whether it thinks decides about the rest. A limit that
 * nobody named comes last, so that it bounds nothing.
 */
const steps: readonly (readonly [Fit, Concern])[] = [
  [
    fitOutput,
    ({ maxOutputTokens, structuredOutput }) => maxOutputTokens !== undefined || structuredOutput !== 'schema',
  ],
  [fitFunctions, ({ functionsOnChat }, { protocol }) => functionsOnChat === 'not-thinking' && protocol === 'chat'],
  [fitThinking, ({ thinking }) => thinking !== 'unknown'],
  [fitSettings, ({ sampling, refuses }) => sampling !== 'always' || refuses.length > 0],
  [fitToolChoice, ({ forcedToolChoice }) => forcedToolChoice !== 'always'],
  [fitLimit, ({ maxOutputTokens }, { demandsLimit }) => demandsLimit === true && maxOutputTokens !== undefined],
];

/** Makes the adapter of one model; `undefined` for a model that takes everything, as far as it is known. */
export function adapterOf(options: AdapterOptions): RequestAdapter | undefined {
  const needed = steps.filter(([, concerns]) => concerns(options.rules, options)).map(([fit]) => fit);
  if (needed.length === 0) return undefined;
  return (asked) => {
    const fitting = { ...options, notes: [] };
    let request = asked;
    for (const fit of needed) request = fit(request, fitting);
    return request === asked ? undefined : { request, adaptations: fitting.notes };
  };
}
