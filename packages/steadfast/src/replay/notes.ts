import type { DecisionRecord } from '../watch/decision-record.ts';
import type { RecordedTarget } from './recorded-target.ts';

/** What a replay was made from. */
export interface ReplayFacts {
  readonly calls: readonly DecisionRecord[];
  readonly again: readonly DecisionRecord[];
  readonly targets: ReadonlyMap<string, RecordedTarget>;
  readonly censored: number;
}

/** A target of which there are fewer attempts than this is hardly known. */
const fewSamples = 30;

/** Says what a replay can't know. */
export function notesOn({ calls, again, targets, censored }: ReplayFacts): string[] {
  const notes = [
    'Replies are not judged: whether another target would have answered as well is not in the records.',
    'A target does what it was recorded to do at about the same time; that it would have slowed down under more requests, ' +
      'or recovered under fewer, is seen only as far as it refused them for a rate limit.',
  ];
  if (censored > 0) notes.push(`${censored} attempts were given up before they ended, and are left out.`);
  const broken = calls.filter(({ outcome }) => !outcome.ok && (outcome.partialCharacters ?? 0) > 0).length;
  if (broken > 0)
    notes.push(`${broken} streams broke off after they had begun; here they fail before, and may be tried again.`);
  if (again.length < calls.length) notes.push(`${calls.length - again.length} calls had not ended after an hour.`);
  for (const [name, target] of targets) notes.push(...notesOnTarget(name, target));
  return notes;
}

function notesOnTarget(name: string, { size, limit, asked }: RecordedTarget): string[] {
  const notes: string[] = [];
  if (asked.times === 0) return notes;
  if (size < fewSamples) notes.push(`Of ${name} only ${size} attempts were recorded.`);
  if (asked.blind > 0) {
    const share = `${asked.blind} of ${asked.times} attempts at ${name}`;
    notes.push(`${share} fell more than 10 s from all that was recorded of it; the nearest was taken.`);
  }
  if (limit === undefined && asked.times > size) {
    notes.push(
      `${name} was asked ${asked.times} times instead of ${size}; that it has a rate limit between is not to be seen.`,
    );
  }
  return notes;
}
