import type { Config, ModelSettings } from './config.ts';
import { callSettings } from './call-settings.ts';
import { choiceSettings } from './choice-settings.ts';
import { protocol } from './manner-settings.ts';
import { headers, providerShape } from './provider-settings.ts';
import { propertyShape } from './property-settings.ts';
import { rateLimitShape } from './rate-limit-settings.ts';
import { list, object, record, text } from './shape.ts';
import type { Settings, Shape } from './shape.ts';

const modelShape: Shape<ModelSettings> = object<ModelSettings>({
  use: {
    shape: list(text(), 1),
    about:
      'The models behind the name, as provider/model or by a name from here; each is asked when those before it fail, unless "choice" says otherwise.',
    otherwise: 'the name itself, where it is a provider/model',
    example: ['openai/gpt-6-luna', 'ollama/qwen3'],
  },
  ...choiceSettings,
  protocol: {
    shape: protocol,
    about: 'The wire language that its models are asked in.',
    otherwise: 'the one that suits model and request, of those the provider speaks',
    example: 'responses',
  },
  properties: {
    shape: propertyShape,
    about: 'What its models are asked with where a request does not say it itself.',
    example: { effort: 'low' },
  },
  ...callSettings,
  headers,
});

/** The settings of a configuration. A program that has more of them adds its own to these. */
export const configSettings: Settings<Config> = {
  providers: {
    shape: record('id', providerShape, { pattern: '^[^/:\\s]+$', says: 'must not hold "/", ":" or spaces' }),
    about: 'Providers of your own, and changes to the known ones, by id: the part of a model’s name before the "/".',
    example: { house: { type: 'openai-compatible', baseUrl: 'http://127.0.0.1:8000/v1' } },
  },
  models: {
    shape: record('name', modelShape, { pattern: '\\S', says: 'must not be empty' }),
    about: 'Names of your own, each for one model or several, and settings of models by their provider/model.',
    example: { fast: { use: ['openai/gpt-6-luna', 'ollama/qwen3'] } },
  },
  aliases: {
    shape: record('name', text(), { pattern: '\\S', says: 'must not be empty' }),
    about: 'Further names for models, such as those that a program insists on.',
    example: { 'gpt-4o': 'fast' },
  },
  properties: {
    shape: record('glob', propertyShape, { pattern: '\\S', says: 'must not be empty' }),
    about:
      'What models are asked with where a request does not say it itself, by globs over provider/model; the first that fits and says a field counts.',
    example: { 'openai/gpt-6*': { effort: 'low' } },
  },
  rateLimits: {
    shape: record('glob', rateLimitShape, { pattern: '\\S', says: 'must not be empty' }),
    about:
      'The most that may be asked of models, by globs over provider/model or the model’s name alone; the first that fits counts. What providers tell of their limits holds besides.',
    example: { 'gemini*': { requestsPerSecond: 2 }, '*': { requestsPerSecond: 1 } },
  },
  fallbacks: {
    shape: list(text()),
    about: 'Models that are asked when the one asked for cannot answer, unless the call names its own.',
    default: [],
    example: ['anthropic/claude-haiku-5-5'],
  },
  defaults: {
    shape: object(callSettings),
    about: 'What holds for every model that does not say otherwise.',
    example: { deadlineMs: 120_000 },
  },
};

/** The description of a whole configuration: what it is checked against, and what its JSON Schema is written from. */
export const configShape: Shape<Config> = object<Config>(configSettings);
