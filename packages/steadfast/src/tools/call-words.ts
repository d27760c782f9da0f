import { nearest } from '../model/nearest.ts';
import { describeIssues } from '../schema/issue.ts';
import type { Issue } from '../schema/issue.ts';

/** What the model is told that calls a function which there is not. */
export function unknownTool(name: string, names: readonly string[]): string {
  const [closest] = nearest(name, names, 1);
  const guess = closest === undefined ? '' : ` Did you mean "${closest}"?`;
  const known = names.length === 0 ? 'There are no tools.' : `The tools are: ${names.join(', ')}.`;
  return `There is no tool "${name}", and nothing was called.${guess} ${known}`;
}

/** What the model is told whose arguments are not JSON. */
export function unreadableInput(name: string, cut: boolean): string {
  const what = cut ? 'were cut off before their end' : 'are not JSON';
  return `The arguments of ${name} ${what}, and it was not called. Call it again with whole JSON that fits its schema.`;
}

/** What the model is told whose arguments do not fit. */
export function invalidInput(name: string, issues: readonly Issue[]): string {
  const list = describeIssues(issues);
  return `The arguments of ${name} don't fit its schema, and it was not called:\n${list}\nCall it again with arguments that fit.`;
}

/** What the model is told of a call that a person or a rule has refused. */
export function deniedCall(name: string, reason: string | undefined): string {
  const why = reason === undefined ? '' : ` The reason: ${reason}`;
  return `The call of ${name} was not approved, and it was not made.${why} Don't call it again unless you are asked to.`;
}

/** What the model is told of a tool without effects whose time is over. */
export function timedOut(name: string, ms: number): string {
  return `${name} did not answer within ${ms} ms and was ended.`;
}

/** What the model is told of a tool that failed. */
export function failedCall(name: string, message: string): string {
  return `${name} failed: ${message}`;
}

/** What the model is told of an effect that may have taken place. */
export function uncertainCall(name: string, why: string): string {
  return (
    `It is not known whether this call of ${name} took place: ${why}. It was not made again. ` +
    'Find out before you go on as if it had, or had not; if you cannot, say so.'
  );
}

/** What the model is told of an effect that may have taken place and that the application takes as done. */
export function assumedCall(name: string, why: string): string {
  return `This call of ${name} is taken as done, although its end was not seen (${why}). It was not made again.`;
}
