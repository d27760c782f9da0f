import type { CatalogRow, SourcedRow } from './model-rules.ts';

/** Limits of schemas that the API names when it refuses them. */
const schemaLimits = { strictTools: 20, optionalProperties: 24, unionProperties: 16, recursion: false } as const;

const page = {
  source: 'https://platform.claude.com/docs/en/about-claude/models/overview',
  asOf: '2026-11-21',
  input: ['text', 'image', 'document'],
  schemaLimits,
} as const;

const budget = { least: 1_024, most: 128_000 };
const allEfforts = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

/** Since Opus 4.7: efforts, no sampling, a million tokens. */
const current = {
  ...page,
  sampling: 'never',
  thinking: 'adaptive',
  efforts: allEfforts,
  defaultEffort: 'high',
  contextWindow: 1_000_000,
  maxOutputTokens: 128_000,
} as const;

/** They think always, and may not be made to call a tool. */
const always = { ...current, canStopThinking: false, forcedToolChoice: 'never' } as const;

/** They think when they are told to, and then by efforts. */
const adaptive = {
  ...current,
  defaultEffort: 'none',
  switches: { on: { thinking: { type: 'adaptive' } } },
  budget,
} as const;

/** Before adaptive thinking: a number of tokens, and while they think no sampling and no forced tool. */
const extended = {
  ...page,
  sampling: 'not-thinking',
  forcedToolChoice: 'not-thinking',
  thinking: 'budget',
  prefill: true,
  efforts: [],
  defaultEffort: 'none',
  budget: { least: 1_024, most: 64_000 },
  contextWindow: 200_000,
  maxOutputTokens: 64_000,
} as const;

const early = {
  ...page,
  thinking: 'none',
  prefill: true,
  efforts: [],
  contextWindow: 200_000,
  maxOutputTokens: 8_192,
} as const;

const ends = (on: string, replacement?: string): Pick<CatalogRow, 'endOfLife'> => ({
  endOfLife: { on, replacement: replacement && `anthropic/${replacement}` },
});

/**
 * Anthropic's models. Dates: platform.claude.com/docs/en/about-claude/model-deprecations. Which settings they take: the
 * pages "Adaptive thinking", "Effort" and the migration guides, and the refusals that the API gives.
 */
export const anthropicRows: readonly SourcedRow[] = [
  { models: 'anthropic/claude-sonnet-5{-,.}5*', ...always },
  { models: 'anthropic/claude-opus-5{-,.}5*', ...always, defaultEffort: 'medium' },
  { models: 'anthropic/claude-haiku-5{-,.}5*', ...current, defaultEffort: 'medium' },
  { models: 'anthropic/claude-{fable,mythos}-5{,-20*}', ...always, forcedToolChoice: 'always' },
  { models: 'anthropic/claude-{fable,mythos}-5*', ...always },
  { models: 'anthropic/claude-opus-5*', ...current, budget },
  { models: 'anthropic/claude-sonnet-5*', ...current, budget },
  { models: 'anthropic/claude-opus-4{-,.}{7,8}*', ...adaptive },
  {
    models: 'anthropic/claude-{opus,sonnet}-4{-,.}6*',
    ...adaptive,
    sampling: 'not-thinking',
    efforts: ['low', 'medium', 'high', 'max'],
  },
  { models: 'anthropic/claude-sonnet-4{-,.}5*', ...extended, ...ends('2026-11-30', 'claude-sonnet-5-5') },
  // The only one before adaptive thinking that takes an effort as well.
  { models: 'anthropic/claude-opus-4{-,.}5*', ...extended, efforts: ['low', 'medium', 'high'] },
  { models: 'anthropic/claude-haiku-4{-,.}5*', ...extended },
  { models: 'anthropic/claude-opus-4{-,.}1*', ...extended, maxOutputTokens: 32_000, ...ends('2026-08-05') },
  {
    models: 'anthropic/claude-opus-4{,-0,-20*}',
    ...extended,
    maxOutputTokens: 32_000,
    ...ends('2026-06-15', 'claude-opus-4-8'),
  },
  { models: 'anthropic/claude-sonnet-4{,-0,-20*}', ...extended, ...ends('2026-06-15', 'claude-sonnet-4-6') },
  { models: 'anthropic/claude-3-7-*', ...extended },
  { models: 'anthropic/claude-3-5-haiku*', ...early, ...ends('2026-02-19', 'claude-haiku-4-5') },
  { models: 'anthropic/claude-3-*', ...early },
  // A model that came later: as the newest that are known.
  { models: 'anthropic/claude-*', ...always },
];
