import { PromptError } from './prompt-error.ts';

/** A measure that a variant must not make worse, as the mean of what calls have of it. */
export interface Guardrail {
  readonly metric: 'cost' | 'latencyMs';
  /** How much worse than the first variant is put up with, as a share: 0.2 for a fifth. */
  readonly worseBy: number;
  /**
   * What lies above counts as this much (US dollars, or milliseconds). The closer it lies to what is usual, the sooner it
   * is known; what seldom passes it is a good choice.
   */
  readonly most: number;
}

/** What decides an experiment: fixed before it begins. */
export interface ExperimentRules {
  /** The names of the variants. The first is the one that there was: others have to be better than it. */
  readonly variants: readonly string[];
  /** What is compared. */
  readonly metric: 'score' | 'pass';
  /** The chance that any comparison is ever wrong. */
  readonly alpha: number;
  /** The smallest difference of means that matters, from 0 to 1. */
  readonly effect: number;
  /** So many outcomes are counted at most. */
  readonly max: number;
  readonly guardrails: readonly Guardrail[];
}

/** @throws PromptError for rules that no experiment can be held by */
export function checkRules(id: string, { variants, alpha, effect, max, guardrails }: ExperimentRules): void {
  const wrong = (what: string): PromptError => new PromptError(`The experiment "${id}" ${what}.`, { id });
  if (variants.length < 2) throw wrong('needs two variants at least');
  if (!(alpha > 0 && alpha < 1)) throw wrong('needs an alpha between 0 and 1');
  if (!(effect >= 0.001 && effect < 1)) throw wrong('needs an effect from 0.001 to below 1');
  if (!(max >= 1)) throw wrong('needs a max of 1 or more');
  const odd = guardrails.find(({ worseBy, most }) => !(worseBy >= 0 && most > 0 && worseBy + most < Infinity));
  if (odd === undefined) return;
  throw wrong(`needs a worseBy of 0 or more and a most above 0 for its guardrail on ${odd.metric}`);
}
