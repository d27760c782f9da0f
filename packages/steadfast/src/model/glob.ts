/** Says whether a name fits. */
export type Glob = (name: string) => boolean;

/**
 * Reads a glob over `provider/model`: `*` stands for any letters, `/` included, and `{a,b}` for one of several. What it
 * makes takes time in proportion to the lengths of glob and name, whatever the name holds.
 */
export function globOf(pattern: string): Glob {
  const plain = expand(pattern);
  return plain.length === 1
    ? (name) => fits(plain[0] ?? '', name)
    : (name) => plain.some((alternative) => fits(alternative, name));
}

/** The first of the entries whose glob fits. */
export function firstMatch<Entry>(
  entries: readonly { readonly glob: Glob; readonly entry: Entry }[],
  name: string,
): Entry | undefined {
  return entries.find(({ glob }) => glob(name))?.entry;
}

/** The globs without braces that a glob stands for. */
function expand(pattern: string): string[] {
  const [, head, list, tail] = /^([^{]*)\{([^}]*)\}(.*)$/s.exec(pattern) ?? [];
  if (head === undefined || list === undefined || tail === undefined) return [pattern];
  const tails = expand(tail);
  return list.split(',').flatMap((choice) => tails.map((rest) => head + choice + rest));
}

/** Walks once through both; at a mismatch the last `*` takes one letter more. */
function fits(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < name.length;) {
    if (pattern[at] === '*') {
      star = at;
      resume = index;
      at += 1;
    } else if (pattern[at] === name[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      index = resume;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
