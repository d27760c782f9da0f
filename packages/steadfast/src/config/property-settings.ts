import type { ModelProperties } from '../layers/properties-defaults.ts';
import { choice, decimal, fields, list, object, record, text, truth, wholeNumber } from './shape.ts';
import type { Setting, Shape } from './shape.ts';

function penalty(name: string): Setting<number> {
  return { shape: decimal({ least: -2, most: 2 }), about: `The ${name} penalty.`, example: 0.5 };
}

/** What models are asked with where a request does not say it itself. */
export const propertyShape: Shape<ModelProperties> = object<ModelProperties>({
  effort: {
    shape: choice(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']),
    about: 'How hard the model should think.',
    example: 'low',
  },
  thinkingTokens: {
    shape: wholeNumber(),
    about: 'The most tokens to spend on reasoning, for models that take a number.',
    example: 2_048,
  },
  maxOutputTokens: {
    shape: wholeNumber({ least: 1 }),
    about: 'The most tokens the reply may have, reasoning included.',
    example: 4_096,
  },
  temperature: { shape: decimal({ least: 0, most: 2 }), about: 'The sampling temperature.', example: 0.2 },
  topP: { shape: decimal({ least: 0, most: 1 }), about: 'The share of likely tokens to choose from.', example: 0.9 },
  topK: { shape: wholeNumber({ least: 1 }), about: 'The number of likely tokens to choose from.', example: 40 },
  presencePenalty: penalty('presence'),
  frequencyPenalty: penalty('frequency'),
  stopSequences: {
    shape: list(text({ pattern: '[\\s\\S]', says: 'must not be empty' })),
    about: 'Texts that end the reply.',
    example: ['END'],
  },
  seed: { shape: wholeNumber(), about: 'The seed of the sampling.', example: 7 },
  parallelToolCalls: { shape: truth(), about: 'Whether several tools may be called at once.', example: false },
  endUser: {
    shape: text(),
    about: 'An id of the end user, for the provider’s abuse detection.',
    example: 'team-search',
  },
  metadata: {
    shape: record('label', text()),
    about: 'Labels stored with the call, where the provider stores calls.',
    example: { team: 'search' },
  },
  providerOptions: {
    shape: record('family', fields()),
    about: 'Fields merged into the body as they are, by provider family.',
    example: { openai: { service_tier: 'flex' } },
  },
});
