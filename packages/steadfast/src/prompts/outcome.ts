import type { Completion } from '../model/completion.ts';
import { PromptError } from './prompt-error.ts';

/** What came of a call. */
export interface Outcome {
  /** How good the answer was, from 0 to 1. Default: 1 for one that passed, 0 for one that did not. */
  readonly score?: number;
  /** Whether it was good enough. */
  readonly pass?: boolean;
  /** US dollars. */
  readonly cost?: number;
  readonly latencyMs?: number;
}

/** What a reply says of its cost, where that is known, and of the time that it took. */
export function measuresOf({ cost, timings }: Completion): Pick<Outcome, 'cost' | 'latencyMs'> {
  return { cost: cost?.known === true ? cost.amount : undefined, latencyMs: timings.totalMs };
}

/** @throws PromptError for an outcome that cannot be counted */
export function checkOutcome(id: string, { score, pass, cost, latencyMs }: Outcome, metric: 'score' | 'pass'): void {
  const wrong = (what: string): PromptError =>
    new PromptError(`An outcome of the experiment "${id}" cannot be counted: ${what}.`, { id });
  if (score === undefined && pass === undefined) throw wrong('it has neither a score nor a pass');
  if (metric === 'pass' && pass === undefined) throw wrong('the experiment compares passes, and it has none');
  for (const [name, value, most] of [
    ['score', score, 1],
    ['cost', cost, Number.MAX_VALUE],
    ['latencyMs', latencyMs, Number.MAX_VALUE],
  ] as const) {
    if (value !== undefined && !(value >= 0 && value <= most)) throw wrong(`its ${name} is ${value}`);
  }
}

/** What is compared of an outcome: a number from 0 to 1. */
export function valueOf({ score, pass }: Outcome, metric: 'score' | 'pass'): number {
  const passed = pass === true ? 1 : 0;
  return metric === 'pass' ? passed : (score ?? passed);
}
