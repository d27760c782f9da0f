import { addPair, newContest, standing } from './contest.ts';
import type { Contest, Standing } from './contest.ts';
import { addEvidence, betsFor, newEvidence, reaches } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import type { ExperimentRules, Guardrail } from './experiment-rules.ts';
import { valueOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** What came of one variant. */
export interface Arm {
  readonly values: number[];
  sum: number;
  /** For each measure: of how many outcomes it is known, and their sum. */
  readonly measured: Record<'pass' | Guardrail['metric'], { count: number; sum: number }>;
  /** For each guardrail, what it holds of this variant; no more than the most that counts. */
  readonly guarded: readonly number[][];
  /** For each guardrail, evidence that this variant is worse than is put up with. */
  readonly worse: readonly Evidence[];
}

/** Why an experiment is over. */
export type Ending =
  | { readonly type: 'winner'; readonly variant: number }
  | { readonly type: 'no-difference' }
  | { readonly type: 'guardrail' }
  | { readonly type: 'max' };

/** All that an experiment knows: plain data, made of its outcomes alone. */
export interface Tally {
  readonly rules: ExperimentRules;
  readonly bets: readonly number[];
  readonly arms: readonly Arm[];
  /** For each variant, the contests with those after it. */
  readonly contests: readonly (readonly Contest[])[];
  outcomes: number;
  ending?: Ending;
}

/** Begins to count. */
export function newTally(rules: ExperimentRules): Tally {
  const { variants, effect, guardrails } = rules;
  const bets = betsFor(effect);
  const none = (): { count: number; sum: number } => ({ count: 0, sum: 0 });
  const arms = variants.map((): Arm => ({
    values: [],
    sum: 0,
    measured: { pass: none(), cost: none(), latencyMs: none() },
    guarded: guardrails.map(() => []),
    worse: guardrails.map(() => newEvidence(bets)),
  }));
  const contests = arms.map((_, index) => arms.slice(index + 1).map(() => newContest(bets)));
  return { rules, bets, arms, contests, outcomes: 0 };
}

/** Counts the outcome of a call with the variant of this index, and ends the experiment where that decides it. */
export function addOutcome(tally: Tally, variant: number, outcome: Outcome): void {
  const arm = tally.arms[variant];
  if (arm === undefined || tally.ending !== undefined) return;
  tally.outcomes += 1;
  addMeasures(tally, variant, arm, outcome);
  const value = valueOf(outcome, tally.rules.metric);
  const place = arm.values.push(value) - 1;
  arm.sum += value;
  for (const [other, { values }] of tally.arms.entries()) {
    const beside = values[place];
    if (other === variant || beside === undefined) continue;
    const contest = contestOf(tally, Math.min(variant, other), Math.max(variant, other));
    const difference = variant < other ? value - beside : beside - value;
    if (contest !== undefined) addPair(contest, tally.bets, difference, tally.rules.effect);
  }
  tally.ending = endingOf(tally);
}

function addMeasures(tally: Tally, variant: number, arm: Arm, outcome: Outcome): void {
  const { pass, cost, latencyMs } = outcome;
  measure(arm, 'pass', pass === undefined ? undefined : Number(pass));
  measure(arm, 'cost', cost);
  measure(arm, 'latencyMs', latencyMs);
  for (const [index, { metric, most }] of tally.rules.guardrails.entries()) {
    const amount = outcome[metric];
    const own = arm.guarded[index];
    if (amount === undefined || own === undefined) continue;
    own.push(Math.min(amount, most));
    // An outcome of the first variant is set beside those of all others.
    for (const other of variant === 0 ? tally.arms.slice(1) : [arm]) guard(tally, index, other, own.length - 1);
  }
}

/** Sets what a variant has in this place beside what the first has there. */
function guard({ arms, rules, bets }: Tally, index: number, { guarded, worse }: Arm, place: number): void {
  const rule = rules.guardrails[index];
  const before = arms[0]?.guarded[index]?.[place];
  const after = guarded[index]?.[place];
  const evidence = worse[index];
  if (rule === undefined || before === undefined || after === undefined || evidence === undefined) return;
  const allowed = 1 + rule.worseBy;
  addEvidence(evidence, bets, (after - before * allowed) / (rule.most * allowed));
}

function measure({ measured }: Arm, name: keyof Arm['measured'], amount: number | undefined): void {
  if (amount === undefined) return;
  measured[name].count += 1;
  measured[name].sum += amount;
}

/** The contest of two variants, of which the first comes before the second. */
export function contestOf({ contests }: Tally, one: number, other: number): Contest | undefined {
  return contests[one]?.[other - one - 1];
}

/** How strong evidence in a contest has to be, as a logarithm: each side of each pair of variants has its part of alpha. */
export function enoughToDecide({ variants, alpha }: ExperimentRules): number {
  return Math.log((variants.length * (variants.length - 1)) / alpha);
}

/** The guardrails that a variant has broken; all of them together break wrongly with a chance of at most alpha. */
export function brokenBy({ arms, rules }: Tally, variant: number): readonly Guardrail[] {
  const { guardrails, alpha, variants } = rules;
  const enough = Math.log(((variants.length - 1) * guardrails.length) / alpha);
  const worse = arms[variant]?.worse ?? [];
  return guardrails.filter((_, index) => {
    const evidence = worse[index];
    return evidence !== undefined && reaches(evidence, enough);
  });
}

/** The variants that have broken no guardrail. */
export function eligible(tally: Tally): readonly number[] {
  const all = [...tally.arms.keys()];
  return tally.rules.guardrails.length === 0 ? all : all.filter((variant) => brokenBy(tally, variant).length === 0);
}

function endingOf(tally: Tally): Ending | undefined {
  const left = eligible(tally);
  if (left.length === 1) return { type: 'guardrail' };
  const enough = enoughToDecide(tally.rules);
  let even = true;
  for (const one of left) {
    let beaten = 1;
    for (const other of left) {
      if (other === one) continue;
      const stands = standingOf(tally, one, other, enough);
      even &&= stands === 'even';
      if (stands === 'ahead') beaten += 1;
    }
    if (beaten === left.length) return { type: 'winner', variant: one };
  }
  if (even) return { type: 'no-difference' };
  return tally.outcomes >= tally.rules.max ? { type: 'max' } : undefined;
}

function standingOf(tally: Tally, one: number, other: number, enough: number): Standing {
  const contest = contestOf(tally, Math.min(one, other), Math.max(one, other));
  const known = contest === undefined ? 'open' : standing(contest, enough);
  if (one < other || known === 'even' || known === 'open') return known;
  return known === 'ahead' ? 'behind' : 'ahead';
}
