import { defaultPatience } from '../layers/patience.ts';
import type { PatienceRules } from '../layers/patience.ts';
import { defaultLimits } from '../layers/timeout.ts';
import type { AttemptLimits } from '../model/call.ts';
import { breaker } from './breaker-settings.ts';
import type { CallSettings } from './config.ts';
import { choice, either, object, off, wholeNumber } from './shape.ts';
import type { Setting, Settings, Shape } from './shape.ts';

function milliseconds(about: string, held: number): Setting<number> {
  return { shape: wholeNumber({ least: 1 }), about: `${about}, in milliseconds.`, default: held, example: held };
}

const limits: Shape<Partial<AttemptLimits>> = object<Partial<AttemptLimits>>({
  headersMs: milliseconds('The longest time until the reply begins, connecting included', defaultLimits.headersMs),
  firstContentMs: milliseconds('The longest time until the first content of a stream', defaultLimits.firstContentMs),
  idleMs: milliseconds('The longest silence within a stream', defaultLimits.idleMs),
  bodyMs: milliseconds('The longest time until the reply is whole', defaultLimits.bodyMs),
});

const patience: Shape<Partial<PatienceRules>> = object<Partial<PatienceRules>>({
  retries: {
    shape: wholeNumber(),
    about: 'How many failures are followed by another try; waits for rate limits do not count.',
    default: defaultPatience.retries,
    example: 3,
  },
  failureBaseMs: milliseconds(
    'The first pause after a failure, which doubles with each',
    defaultPatience.failureBaseMs,
  ),
  failureCapMs: milliseconds('The longest pause after a failure', defaultPatience.failureCapMs),
  limitBaseMs: milliseconds('The first wait for a rate limit that names no time', defaultPatience.limitBaseMs),
  limitCapMs: milliseconds('The longest such wait', defaultPatience.limitCapMs),
});

/** How patiently a model is asked: the same settings for one model and for all. */
export const callSettings: Settings<CallSettings> = {
  limits: {
    shape: limits,
    about: 'The longest times that one attempt may take.',
    example: { firstContentMs: 20_000, idleMs: 15_000 },
  },
  retry: {
    shape: either(patience, off()),
    about: 'How often and how soon a model is tried again; false for never.',
    example: { retries: 3 },
  },
  breaker,
  deadlineMs: {
    shape: wholeNumber({ least: 1 }),
    about: 'Bounds a whole call, retries, waits and fallbacks included, in milliseconds.',
    default: 600_000,
    example: 120_000,
  },
  adaptation: {
    shape: choice(['report', 'strict', 'lenient']),
    about:
      'What is done about a request that a model does not take as it is: adapted and told, refused, or adapted in silence.',
    default: 'report',
    example: 'strict',
  },
};
