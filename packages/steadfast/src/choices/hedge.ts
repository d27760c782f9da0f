import { toRequest } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { HedgedCall } from './hedged-call.ts';
import { defaultHedge, earnHedge, hedgeDelay, newHedgeState, offersEffects } from './hedge-plan.ts';
import type { HedgeRules, HedgeState } from './hedge-plan.ts';
import { through } from './through.ts';

/** Settings of `hedge`. */
export interface HedgeOptions extends Partial<HedgeRules> {
  /** The name of the choice. Default: the models' names, joined by ` + `. */
  readonly id?: string;
  /** Whether requests are made twice that offer tools which may have effects. Default: false. */
  readonly evenWithTools?: boolean;
  /** What was learned before; it is changed in place. Default: nothing. */
  readonly state?: HedgeState;
  readonly clock?: Clock;
}

/**
 * Asks the first model, and one more when the answer is later than nearly all are: the next model, or the same where there
 * is one alone. The first answer counts, for a stream its first content, and the other request is ended. There is one such
 * request for 20 calls at most, none to a model that is limited or set aside, and none where it could have effects twice. A
 * failure before that is the caller's: put a `fallback` around it.
 */
export function hedge(models: readonly Model[], options: HedgeOptions = {}): Model {
  const [first] = models;
  if (first === undefined) {
    throw new ModelError({ kind: 'invalid-request', message: 'A hedge needs at least one model to ask.' });
  }
  const { id = models.map((model) => model.id).join(' + '), evenWithTools = false, clock = systemClock } = options;
  const { state = newHedgeState(models.length) } = options;
  const rules = rulesOf(options);
  return through(
    id,
    models,
    (targets, ask, input, call, manner) => {
      const request = toRequest(input);
      earnHedge(rules, state);
      const [target] = state.targets;
      const barred = !evenWithTools && offersEffects(request);
      const delayMs = barred || target === undefined ? undefined : hedgeDelay(rules, target, manner.streamed);
      if (barred) call.journal.decide(() => ({ by: 'hedge', target: first.id, verdict: 'barred-by-tools' }));
      const hedged = new HedgedCall({ targets, rules, state, clock }, ask, request, call, manner);
      return delayMs === undefined ? hedged.alone(first) : hedged.run(first, delayMs);
    },
    clock,
  );
}

/** Where fewer second requests are allowed, they are kept for those who need them most. */
function rulesOf(options: HedgeOptions): HedgeRules {
  const { leastSamples = defaultHedge.leastSamples, burst = defaultHedge.burst, delayMs } = options;
  const { extraLoad = defaultHedge.extraLoad } = options;
  const { quantile = Math.max(defaultHedge.quantile, 1 - extraLoad) } = options;
  return { quantile, leastSamples, delayMs, extraLoad, burst };
}
