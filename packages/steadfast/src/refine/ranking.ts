import { valueKey } from '../schema/same-value.ts';
import type { RefineAttempt } from './run-state.ts';

/** An answer, and who stands behind it. */
export interface Candidate<Answer = unknown> {
  readonly answer: Answer;
  readonly passed: boolean;
  /** Experts for whom it has passed; answers that failed have none, however many gave them. */
  readonly votes: number;
  /** The highest score that was given to it. */
  readonly score: number;
  /** The experts that gave it. */
  readonly experts: readonly string[];
}

/**
 * The answers, the best first: those that passed before those that failed, then by votes, then by score, then the earlier
 * one. Answers that vote for the same are one.
 */
export function ranked(attempts: readonly RefineAttempt[]): readonly Candidate[] {
  const groups = Map.groupBy(
    attempts.filter(({ answer }) => answer !== undefined),
    voteOf,
  );
  return [...groups.values()].map(candidateOf).toSorted(compare);
}

/** Whether so many experts agree on an answer that has passed. */
export function isAgreed(attempts: readonly RefineAttempt[], agree: number): boolean {
  return ranked(attempts.filter(({ passed }) => passed)).some(({ votes }) => votes >= agree);
}

function voteOf({ vote, answer }: RefineAttempt): string {
  return valueKey(vote === undefined ? answer : vote);
}

function candidateOf(group: readonly RefineAttempt[]): Candidate {
  const passing = group.filter(({ passed }) => passed);
  const best = (passing.length > 0 ? passing : group).reduce((best, next) => (next.score > best.score ? next : best));
  return {
    answer: best.answer,
    passed: passing.length > 0,
    votes: expertsIn(passing).length,
    score: best.score,
    experts: expertsIn(group),
  };
}

function expertsIn(attempts: readonly RefineAttempt[]): readonly string[] {
  return [...new Set(attempts.map(({ expert }) => expert))];
}

function compare(one: Candidate, other: Candidate): number {
  return Number(other.passed) - Number(one.passed) || other.votes - one.votes || other.score - one.score;
}
