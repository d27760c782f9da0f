import type { SourcedRow } from './model-rules.ts';

const asOf = '2026-11-21';

const deepseek = {
  source: 'https://api-docs.deepseek.com/guides/thinking_mode',
  asOf,
  thinking: 'effort',
  efforts: ['low', 'high', 'max'],
  defaultEffort: 'high',
  // Thinking has a switch of its own beside the effort.
  switches: { off: { thinking: { type: 'disabled' } } },
  forcedToolChoice: 'not-thinking',
  structuredOutput: 'json',
  input: ['text'],
  contextWindow: 1_000_000,
  maxOutputTokens: 384_000,
} as const;

const grok = {
  source: 'https://docs.x.ai/developers/model-capabilities/text/reasoning',
  asOf,
  thinking: 'effort',
  refuses: ['presencePenalty', 'frequencyPenalty', 'stopSequences'],
  canStopThinking: false,
  input: ['text', 'image'],
} as const;

/** They reason without a setting. */
const silentGrok = { ...grok, efforts: [], defaultEffort: 'high' } as const;

const mistral = { source: 'https://docs.mistral.ai/capabilities/reasoning', asOf } as const;

/** The models of other providers, as far as more is known of them than that they speak Chat Completions. */
export const otherRows: readonly SourcedRow[] = [
  { models: 'deepseek/*flash*', ...deepseek, input: ['text', 'image'] },
  { models: 'deepseek/*', ...deepseek },
  { models: 'xai/grok-4.6*', ...grok, efforts: ['low', 'medium', 'high', 'xhigh'], defaultEffort: 'high' },
  { models: 'xai/grok-4.5*', ...grok, efforts: ['low', 'medium', 'high'], defaultEffort: 'high' },
  {
    models: 'xai/grok-4.3*',
    ...grok,
    efforts: ['none', 'low', 'medium', 'high'],
    defaultEffort: 'low',
    canStopThinking: true,
  },
  { models: 'xai/grok-3-mini*', ...grok, efforts: ['low', 'high'], defaultEffort: 'low' },
  { models: 'xai/grok*-non-reasoning*', source: grok.source, asOf, thinking: 'none', efforts: [] },
  { models: 'xai/grok-{2,3}*', source: grok.source, asOf, thinking: 'none', efforts: [] },
  { models: 'xai/grok-4.20*', source: grok.source, asOf },
  { models: 'xai/grok-{4,4-0709,4-latest,4-fast*,4-1-fast*,code*}', ...silentGrok },
  // A model that came later: as the newest that is known.
  { models: 'xai/grok-*', ...grok, efforts: ['low', 'medium', 'high', 'xhigh'], defaultEffort: 'high' },
  {
    models: 'mistral/mistral-{medium-latest,medium-3*5,small-latest,small-2603}*',
    ...mistral,
    thinking: 'effort',
    efforts: ['none', 'high'],
    defaultEffort: 'none',
    contextWindow: 262_144,
  },
  { models: 'mistral/magistral-*', ...mistral, thinking: 'effort', efforts: [], canStopThinking: false },
  {
    models: '{groq,cerebras,together,fireworks}/*gpt-oss*',
    source: 'https://console.groq.com/docs/reasoning',
    asOf,
    thinking: 'effort',
    efforts: ['low', 'medium', 'high'],
    defaultEffort: 'medium',
    canStopThinking: false,
    input: ['text'],
    contextWindow: 131_072,
  },
  {
    models: 'groq/qwen/qwen3*',
    source: 'https://console.groq.com/docs/reasoning',
    asOf,
    thinking: 'effort',
    efforts: ['none'],
    defaultEffort: 'high',
    contextWindow: 131_072,
  },
];
