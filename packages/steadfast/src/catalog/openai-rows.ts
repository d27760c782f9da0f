import type { Effort } from '../model/completion-request.ts';
import type { CatalogRow, SourcedRow } from './model-rules.ts';

const page = {
  source: 'https://developers.openai.com/api/docs/models',
  asOf: '2026-11-21',
  input: ['text', 'image', 'document'],
  maxOutputTokens: 128_000,
} as const;

const upTo = (...efforts: Effort[]): Pick<CatalogRow, 'thinking' | 'efforts' | 'canStopThinking'> => ({
  thinking: 'effort',
  efforts,
  canStopThinking: efforts.includes('none'),
});

const longContext = { ...page, contextWindow: 1_050_000 };
const context = { ...page, contextWindow: 400_000 };
const sampling = { sampling: 'not-thinking' } as const;
const noSampling = { sampling: 'never' } as const;

/** They are served by the Responses API, and by Chat Completions not at all or without functions. */
const onResponses = { protocol: 'responses', functionsOnChat: 'never' } as const;

/** They reason always, and call functions on Responses only. */
const alwaysThinking = {
  ...longContext,
  ...onResponses,
  ...noSampling,
  ...upTo('low', 'medium', 'high', 'xhigh', 'max'),
  defaultEffort: 'medium',
} as const;

/** They call functions on Chat Completions only while they do not reason. */
const choosing = {
  ...longContext,
  ...sampling,
  ...upTo('none', 'low', 'medium', 'high', 'xhigh', 'max'),
  defaultEffort: 'medium',
  functionsOnChat: 'not-thinking',
} as const;

/** They reason only when they are told to. */
const optional = {
  ...context,
  ...sampling,
  ...upTo('none', 'low', 'medium', 'high', 'xhigh'),
  defaultEffort: 'none',
} as const;

const pro = { ...noSampling, ...onResponses, ...upTo('medium', 'high', 'xhigh') } as const;

/** The o-series. */
const early = {
  ...page,
  ...noSampling,
  ...upTo('low', 'medium', 'high'),
  defaultEffort: 'medium',
  contextWindow: 200_000,
  maxOutputTokens: 100_000,
} as const;

const plain = { ...page, thinking: 'none', efforts: [], canStopThinking: true } as const;
const gpt4 = { ...plain, contextWindow: 128_000, maxOutputTokens: 16_384 } as const;

const ends = (on: string, replacement?: string): Pick<CatalogRow, 'endOfLife'> => ({
  endOfLife: { on, replacement: replacement && `openai/${replacement}` },
});

/**
 * OpenAI's models, and Azure's of the same name. Dates: developers.openai.com/api/docs/deprecations. Which settings they
 * take: the guides "Reasoning models" and "Using GPT-6", and the refusals that the API gives.
 */
export const openaiRows: readonly SourcedRow[] = [
  { models: '{openai,azure}/gpt-6-astra*', ...alwaysThinking },
  { models: '{openai,azure}/gpt-6.1-sol*', ...alwaysThinking },
  { models: '{openai,azure}/gpt-6-{sol,luna}*', ...choosing },
  { models: '{openai,azure}/gpt-6.1-terra*', ...choosing },
  { models: '{openai,azure}/gpt-5.6*', ...choosing },
  // Audio, images and live speech have interfaces of their own; what these names take in text is not known here.
  { models: '{openai,azure}/gpt-{audio,image,realtime,transcribe,live,oss}*', source: page.source, asOf: page.asOf },
  { models: '{openai,azure}/gpt-5*-chat*', ...gpt4 },
  { models: '{openai,azure,github-copilot}/gpt-5.{2,3}-codex*', ...optional, ...onResponses, ...ends('2027-04-01') },
  {
    models: '{openai,azure,github-copilot}/gpt-5.1-codex*',
    ...optional,
    ...onResponses,
    ...upTo('none', 'low', 'medium', 'high'),
    ...ends('2027-04-01'),
  },
  {
    models: '{openai,azure,github-copilot}/gpt-5-codex*',
    ...context,
    ...noSampling,
    ...onResponses,
    ...upTo('minimal', 'low', 'medium', 'high'),
    defaultEffort: 'medium',
    ...ends('2026-12-11', 'gpt-6.1-sol'),
  },
  {
    models: '{openai,azure}/gpt-5-pro*',
    ...context,
    ...onResponses,
    ...noSampling,
    ...upTo('high'),
    ...ends('2026-12-11', 'gpt-5.6-sol'),
  },
  { models: '{openai,azure}/gpt-5.{4,5}-pro*', ...pro, ...longContext },
  { models: '{openai,azure}/gpt-5.2-pro*', ...pro, ...context },
  {
    models: '{openai,azure}/gpt-5.5*',
    ...longContext,
    ...sampling,
    ...upTo('none', 'low', 'medium', 'high', 'xhigh'),
    defaultEffort: 'medium',
  },
  { models: '{openai,azure}/gpt-5.4-nano*', ...optional, ...ends('2027-04-01') },
  { models: '{openai,azure}/gpt-5.4-mini*', ...optional },
  { models: '{openai,azure}/gpt-5.4*', ...optional, ...longContext },
  { models: '{openai,azure}/gpt-5.{2,3}*', ...optional },
  {
    models: '{openai,azure}/gpt-5.1*',
    ...optional,
    ...upTo('none', 'low', 'medium', 'high'),
    ...ends('2027-04-01'),
  },
  gpt5('gpt-5-mini*', 'gpt-6.1-terra'),
  gpt5('gpt-5-nano*', 'gpt-6-luna'),
  gpt5('gpt-5', 'gpt-6.1-sol'),
  gpt5('gpt-5-*', 'gpt-6.1-sol'),
  { models: '{openai,azure}/o1-{mini,preview}*', ...early, thinking: 'none', efforts: [], contextWindow: 128_000 },
  { models: '{openai,azure}/o1-pro*', ...early, ...onResponses, ...ends('2026-10-23', 'gpt-5.6-sol') },
  { models: '{openai,azure}/o1*', ...early, ...ends('2026-10-23', 'gpt-5.6-sol') },
  { models: '{openai,azure}/o3-pro*', ...early, ...onResponses, refuses: ['stopSequences'] },
  { models: '{openai,azure}/o{3,4-mini}-deep-research*', ...early, ...onResponses },
  { models: '{openai,azure}/o3-mini*', ...early, ...ends('2026-10-23', 'gpt-5.6-sol') },
  { models: '{openai,azure}/o4-mini*', ...early, refuses: ['stopSequences'], ...ends('2026-10-23', 'gpt-5.6-terra') },
  { models: '{openai,azure}/o3*', ...early, refuses: ['stopSequences'], ...ends('2026-12-11', 'gpt-5.6-sol') },
  { models: '{openai,azure}/gpt-4.1-nano*', ...gpt41('2026-10-23') },
  { models: '{openai,azure}/gpt-4.1*', ...gpt41('2027-01-14', 'gpt-6-luna') },
  { models: '{openai,azure}/gpt-4o-2024-05-13', ...gpt4, ...ends('2026-10-23', 'gpt-5.6-sol') },
  { models: '{openai,azure}/gpt-4o*', ...gpt4, ...ends('2027-01-14', 'gpt-6-luna') },
  { models: '{openai,azure}/gpt-4-turbo*', ...gpt4, maxOutputTokens: 4_096, ...ends('2026-10-23', 'gpt-5.6-sol') },
  {
    models: '{openai,azure}/gpt-4*',
    ...plain,
    contextWindow: 8_192,
    maxOutputTokens: 8_192,
    ...ends('2026-10-23', 'gpt-5.6-sol'),
  },
  {
    models: '{openai,azure}/gpt-3{.,}5-turbo*',
    ...plain,
    input: ['text'],
    contextWindow: 16_385,
    maxOutputTokens: 4_096,
    structuredOutput: 'json',
    ...ends('2026-10-23', 'gpt-5.6-terra'),
  },
  // A model that came later: as the newest that are known. (Azure's deployments have names of their owners' choice.)
  { models: 'openai/gpt-*', ...alwaysThinking },
];

function gpt5(models: string, replacement: string): SourcedRow {
  const efforts = upTo('minimal', 'low', 'medium', 'high');
  const row = {
    models: `{openai,azure}/${models}`,
    ...context,
    ...noSampling,
    ...efforts,
    defaultEffort: 'medium',
  } as const;
  return { ...row, ...ends('2026-12-11', replacement) };
}

function gpt41(on: string, replacement?: string): Omit<SourcedRow, 'models'> {
  return { ...plain, contextWindow: 1_047_576, maxOutputTokens: 32_768, ...ends(on, replacement) };
}
