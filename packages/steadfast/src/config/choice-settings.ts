import { modalities } from '../choices/modality.ts';
import type { RouteCondition, RouteRule } from '../choices/route-rules.ts';
import type { ChoiceSettings } from './config.ts';
import { choice, decimal, list, object, record, text, truth, wholeNumber } from './shape.ts';
import type { Settings, Shape } from './shape.ts';

const condition: Shape<RouteCondition> = object<RouteCondition>({
  model: {
    shape: text(),
    about: 'A glob over the name that was asked for, where the request came as bytes.',
    example: 'gpt-*',
  },
  leastTokens: { shape: wholeNumber(), about: 'The fewest tokens of input, as they are estimated.', example: 50_000 },
  mostTokens: { shape: wholeNumber(), about: 'The most tokens of input, as they are estimated.', example: 2_000 },
  tools: { shape: truth(), about: 'Whether tools are offered.', example: true },
  modality: { shape: choice(modalities), about: 'What the messages hold besides text.', example: 'image' },
  caller: { shape: text(), about: 'A glob over the id of the caller.', example: 'team-a/*' },
  metadata: {
    shape: record('label', text()),
    about: 'Globs over labels of the request.',
    example: { tier: '{gold,silver}' },
  },
});

const routeRule: Shape<RouteRule> = object<RouteRule>({
  to: {
    shape: text(),
    about: 'Which of the models of "use" is asked.',
    example: 'openai/gpt-6-luna',
    required: true,
  },
  when: {
    shape: condition,
    about: 'What the request has to be like; all that is said has to hold.',
    otherwise: 'it always fits',
    example: { tools: true },
  },
});

/** How one of the models behind a name is chosen. */
export const choiceSettings: Settings<ChoiceSettings> = {
  choice: {
    shape: choice(['fallback', 'balance', 'hedge', 'split', 'route']),
    about:
      'How the models behind the name are gone through: in turn when one fails, the least burdened, a second one when the first is late, by weights, or by rules.',
    default: 'fallback',
    example: 'balance',
  },
  weights: {
    shape: list(decimal({ least: 0 }), 1),
    about: 'Of a split: the shares of the calls, one number for each model of "use".',
    example: [95, 5],
  },
  routes: {
    shape: list(routeRule, 1),
    about: 'Of a route: the rules, of which the first that fits counts; where none does, the first model is asked.',
    example: [{ to: 'openai/gpt-6-luna', when: { tools: true } }],
  },
};
