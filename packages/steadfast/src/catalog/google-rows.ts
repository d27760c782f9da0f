import type { SourcedRow } from './model-rules.ts';

const page = {
  source: 'https://ai.google.dev/gemini-api/docs/models',
  asOf: '2026-11-21',
  input: ['text', 'image', 'document', 'audio', 'video'],
  contextWindow: 1_048_576,
  maxOutputTokens: 65_536,
} as const;

const levels = {
  ...page,
  thinking: 'level',
  efforts: ['low', 'medium', 'high'],
  defaultEffort: 'medium',
  canStopThinking: false,
} as const;

const flash = { ...levels, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'high' } as const;

const budgets = { ...page, thinking: 'budget', efforts: [], defaultEffort: 'high' } as const;

/** Penalties are taken by Vertex only. */
const refuses = ['presencePenalty', 'frequencyPenalty'] as const;

/** Google's models. Dates: ai.google.dev/gemini-api/docs/deprecations; levels and budgets: …/docs/thinking. */
export const googleRows: readonly SourcedRow[] = [
  { models: 'google/gemini-4-hydrogen*', ...levels, efforts: ['low', 'medium', 'high', 'xhigh'] },
  { models: 'google/gemini-4*', ...levels },
  { models: 'google/gemini-3.{7,8}-flash*', ...levels },
  {
    models: 'google/gemini-3-pro-preview*',
    ...levels,
    efforts: ['low', 'high'],
    defaultEffort: 'high',
    endOfLife: { on: '2026-03-09', replacement: 'google/gemini-3.1-pro-preview' },
  },
  { models: 'google/gemini-3*-pro*', ...levels, defaultEffort: 'high' },
  { models: 'google/gemini-3*flash*', ...flash },
  {
    models: 'google/gemini-2.5-pro*',
    ...budgets,
    refuses,
    budget: { least: 128, most: 32_768 },
    canStopThinking: false,
    endOfLife: { on: '2026-12-01', replacement: 'google/gemini-3.8-flash' },
  },
  {
    models: 'google/gemini-2.5-flash-lite*',
    ...budgets,
    refuses,
    budget: { least: 512, most: 24_576 },
    defaultEffort: 'none',
  },
  {
    models: 'google/gemini-2.5-flash*',
    ...budgets,
    refuses,
    budget: { least: 1, most: 24_576 },
    endOfLife: { on: '2026-12-01', replacement: 'google/gemini-3.5-flash-lite' },
  },
  {
    models: 'google/gemini-2.0-*',
    ...page,
    thinking: 'none',
    efforts: [],
    maxOutputTokens: 8_192,
    endOfLife: { on: '2026-06-01', replacement: 'google/gemini-3.1-flash-lite' },
  },
  { models: 'google/gemma-*', source: page.source, asOf: page.asOf, input: ['text', 'image'] },
  // A model that came later: as the newest that are known.
  { models: 'google/gemini-*', ...levels },
];
