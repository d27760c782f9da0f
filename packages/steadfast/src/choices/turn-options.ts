import type { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { refusedKeyEnds } from './conditions.ts';
import type { Conditions } from './conditions.ts';

/** Settings of choices that ask one model after another. */
export interface TurnOptions {
  /** The longest wait for a rate limit while another target is left, in milliseconds. Default: 2,000. */
  readonly patienceMs?: number;
  /** Bounds the whole call, all targets together, in milliseconds. Default: 600,000. */
  readonly deadlineMs?: number;
  /** Whether a refused key or a missing permission leads to the next target. Default: true. */
  readonly onRefusedKey?: boolean;
  /** Which kinds of errors lead to the next target. Default: see `errorPolicies`. */
  readonly conditions?: Conditions;
  /** Is told of each failure that the caller does not see because another target is asked. Default: see `reportRefused`. */
  readonly onAbsorbed?: (error: ModelError, next: Model) => void;
  readonly clock?: Clock;
  /** Gives numbers from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** How targets are asked one after another: the settings, with all that was left out. */
export interface TurnRules extends Required<Omit<TurnOptions, 'onRefusedKey'>> {
  /** Which choice it is, for the journal. */
  readonly by: string;
}

/** Fills in what the settings leave out. */
export function turnRules(by: string, options: TurnOptions): TurnRules {
  const { patienceMs = 2_000, deadlineMs = 600_000, onRefusedKey = true, onAbsorbed = reportRefused } = options;
  const { clock = systemClock, random = Math.random } = options;
  const conditions = { ...(onRefusedKey ? {} : refusedKeyEnds), ...options.conditions };
  return { by, patienceMs, deadlineMs, conditions, onAbsorbed, clock, random };
}

const reported = new Set<string>();

/**
 * Reports a refused key as a process warning, once for each target: a fallback must not hide that one of its targets can
 * never answer.
 */
export function reportRefused(error: ModelError, next: Model): void {
  if (error.kind !== 'auth' && error.kind !== 'permission') return;
  const target = error.model ?? error.provider ?? 'a model';
  if (reported.has(target)) return;
  reported.add(target);
  process.emitWarning(`${error.message} ${next.id} is asked instead.`, {
    type: 'SteadfastWarning',
    code: 'STEADFAST_KEY_REFUSED',
  });
}
