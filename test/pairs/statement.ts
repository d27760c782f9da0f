/** Whatever JSON.parse gives: the wire is taken here as it comes, without a model of it. */
export type Wire = ReturnType<typeof JSON.parse>;

/** One thing that a body says, told by what it is about, so that it is known again in the body of another protocol. */
export interface Statement {
  /** Where the body says it: a leaf, or a value whose leaves are compared as one. */
  readonly path: string;
  /** What it is about: `temperature`, `user text`, `call[2].arguments`, `extra of tool search: cache_control.type`. */
  readonly topic: string;
  readonly value: Wire;
  /** Which run of one speaker's words it is among, from 1; 0 for what stands before or outside of the conversation. */
  readonly turn: number;
  /** Who says it, where it is part of the conversation. */
  readonly speaker: string;
}

/** The leaves of a JSON value with their paths; an empty object or list is a leaf, too. */
export function leavesOf(value: Wire, path = ''): [string, Wire][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const members = Array.isArray(value)
    ? value.map((item, index) => leavesOf(item, `${path}[${index}]`))
    : Object.entries(value).map(([name, member]) => leavesOf(member, path === '' ? name : `${path}.${name}`));
  return members.length === 0 ? [[path, value]] : members.flat();
}

/** A path without its last step; `undefined` for a path of one step. */
export function parentOf(path: string): string | undefined {
  const end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return end <= 0 ? undefined : path.slice(0, end);
}

/** The last name in a path: `input` of `messages[2].content[0].input[3]`. */
export function nameOf(path: string): string {
  return /([^.[\]]*)(?:\[\d+\])*$/.exec(path)?.[1] ?? '';
}
