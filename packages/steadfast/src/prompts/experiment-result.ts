import { pairsToGo } from './contest.ts';
import type { Guardrail } from './experiment-rules.ts';
import { meanInterval } from './mean-interval.ts';
import type { Interval } from './mean-interval.ts';
import { brokenBy, contestOf, eligible, enoughToDecide } from './tally.ts';
import type { Arm, Tally } from './tally.ts';

/** What can be said of an experiment by what it has seen. */
export type Verdict =
  /** Nothing can be said yet; about how many more outcomes it will take, if things go on as they look. */
  | { readonly type: 'not-enough-data'; readonly moreOutcomes: number }
  /** This one is better than all others. */
  | { readonly type: 'winner'; readonly variant: string }
  /** No two differ by as much as would matter. */
  | { readonly type: 'no-difference' }
  /** All but the first break a guardrail. */
  | { readonly type: 'guardrail' }
  /** As many outcomes as were allowed have decided nothing. */
  | { readonly type: 'max' };

/** What is known of a variant. */
export interface VariantResult {
  readonly name: string;
  /** Outcomes that are counted. */
  readonly outcomes: number;
  /** Of what is compared, the score or the pass; absent before the first outcome, like all means. */
  readonly mean?: number;
  /** Where the true mean lies: wrong, at whatever look, with a chance of at most alpha. */
  readonly interval: Interval;
  readonly passRate?: number;
  /** US dollars. */
  readonly meanCost?: number;
  readonly meanLatencyMs?: number;
  /** The measures that it makes worse than is put up with: it is not chosen any more. */
  readonly breaks: readonly Guardrail['metric'][];
}

/** Two variants side by side. */
export interface Comparison {
  readonly one: string;
  readonly other: string;
  /** Pairs of outcomes that were set beside each other. */
  readonly pairs: number;
  /** Where the mean of `one` less that of `other` lies. All comparisons hold together, at every look, but for alpha. */
  readonly difference: Interval;
}

/** How an experiment stands. It may be looked at as often as one likes. */
export interface ExperimentResult {
  readonly id: string;
  readonly outcomes: number;
  readonly verdict: Verdict;
  readonly variants: readonly VariantResult[];
  readonly comparisons: readonly Comparison[];
}

/** Says how an experiment stands. */
export function resultOf(id: string, tally: Tally): ExperimentResult {
  const { rules, arms, outcomes } = tally;
  const variants = rules.variants.map((name, index) => variantResult(name, tally, index));
  const comparisons = arms.flatMap((_, one) =>
    arms.slice(one + 1).map((__, offset) => compared(tally, one, one + 1 + offset)),
  );
  return { id, outcomes, verdict: verdictOf(tally), variants, comparisons };
}

/** What can be said now. */
export function verdictOf(tally: Tally): Verdict {
  const { ending, rules } = tally;
  if (ending === undefined) return { type: 'not-enough-data', moreOutcomes: outcomesToGo(tally) };
  return ending.type === 'winner' ? { type: 'winner', variant: rules.variants[ending.variant] ?? '' } : ending;
}

function variantResult(name: string, tally: Tally, index: number): VariantResult {
  const { arms, rules, bets } = tally;
  const { values = [], sum = 0, measured } = arms[index] ?? {};
  const meanOf = (measure: keyof Arm['measured']): number | undefined => {
    const { count = 0, sum = 0 } = measured?.[measure] ?? {};
    return count === 0 ? undefined : sum / count;
  };
  return {
    name,
    outcomes: values.length,
    mean: values.length === 0 ? undefined : sum / values.length,
    interval: meanInterval(values, [0, 1], bets, rules.alpha),
    passRate: meanOf('pass'),
    meanCost: meanOf('cost'),
    meanLatencyMs: meanOf('latencyMs'),
    breaks: brokenBy(tally, index).map(({ metric }) => metric),
  };
}

function compared({ arms, rules, bets }: Tally, one: number, other: number): Comparison {
  const { variants, alpha } = rules;
  const [left = [], right = []] = [arms[one]?.values, arms[other]?.values];
  const differences = left.slice(0, right.length).map((value, index) => value - (right[index] ?? 0));
  const part = (2 * alpha) / (variants.length * (variants.length - 1));
  return {
    one: variants[one] ?? '',
    other: variants[other] ?? '',
    pairs: differences.length,
    difference: meanInterval(differences, [-1, 1], bets, part),
  };
}

/** Until the one that looks best is known to be. */
function outcomesToGo(tally: Tally): number {
  const { arms, rules, bets, outcomes } = tally;
  const meanOf = (index: number): number => {
    const { sum = 0, values = [] } = arms[index] ?? {};
    return values.length === 0 ? 0 : sum / values.length;
  };
  const [leader = 0, ...others] = eligible(tally).toSorted((one, other) => meanOf(other) - meanOf(one));
  let more = 1;
  for (const other of others) {
    const contest = contestOf(tally, Math.min(leader, other), Math.max(leader, other));
    if (contest === undefined) continue;
    const outcomesPerPair = contest.pairs < 10 ? arms.length : outcomes / contest.pairs;
    const pairs = pairsToGo(contest, bets, rules.effect, enoughToDecide(rules));
    more = Math.max(more, Math.ceil(pairs * outcomesPerPair));
  }
  return Math.min(more, rules.max - outcomes);
}
