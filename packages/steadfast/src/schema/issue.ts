/** The way to a place inside a value: names of members and indexes of items, from the outside in. */
export type ValuePath = readonly (string | number)[];

/** One thing that is wrong with a value, and where. */
export interface Issue {
  /** Empty for the value as a whole. */
  readonly path: ValuePath;
  /** What it must be and what it is, in words that the model which wrote it can act on. */
  readonly message: string;
}

/** A path as text: `people[2].name`; a member that is no plain word is quoted: `["first name"]`. */
export function pathText(path: ValuePath): string {
  return path.reduce<string>(within, '');
}

/** The text of a path that goes one step further in. */
export function within(path: string, step: string | number): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  if (!/^[\w$-]+$/.test(step)) return `${path}[${JSON.stringify(step)}]`;
  return path === '' ? step : `${path}.${step}`;
}

/** All issues in one text, a line for each, to be given to the model. */
export function describeIssues(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${pathText(path) || 'the value'} ${message}`).join('\n');
}
