import type { LimitRules } from '../layers/limiter-rules.ts';
import { object, wholeNumber } from './shape.ts';
import type { Setting, Shape } from './shape.ts';

function most(what: string, example: number): Setting<number> {
  return { shape: wholeNumber({ least: 1 }), about: `The most ${what}.`, otherwise: 'not limited', example };
}

/** The most that may be asked of a model. */
export const rateLimitShape: Shape<LimitRules> = object<LimitRules>({
  requestsPerSecond: most('requests in a second', 2),
  requestsPerMinute: most('requests in a minute', 60),
  requestsPerDay: most('requests in a day; half of them may be used at once', 1_500),
  tokensPerMinute: most('tokens in a minute, input and output together', 30_000),
  inputTokensPerMinute: most('input tokens in a minute', 30_000),
  outputTokensPerMinute: most('output tokens in a minute', 8_000),
  concurrency: most('requests under way at once', 10),
});
