/** Where a value lies in a configuration: keys and indexes from the outside in. */
export type Path = readonly (string | number)[];

/** What is wrong with a configuration at one place. */
export interface ConfigProblem {
  /** `unknown-key`: the key should not be there; `missing-key`: a key is not there; `wrong-value`: all the rest. */
  readonly kind: 'unknown-key' | 'missing-key' | 'wrong-value';
  /** The key or value that is wrong; for a missing key the object that lacks it. */
  readonly path: Path;
  /** What is wrong, and with what it was perhaps mistaken. It repeats no value, unless that is nearly a known name. */
  readonly message: string;
  /** The setting as it could be, on one line. */
  readonly example?: string;
}

/** A configuration cannot be used; tells every problem at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(describeProblem).join('\n'));
    this.problems = problems;
  }
}

/** A problem as one line and, where there is one, an example as a second. */
export function describeProblem(problem: ConfigProblem): string {
  const line = problemLine(problem);
  return problem.example === undefined ? line : `${line}\n    such as: ${problem.example}`;
}

/** `models.fast.limits: unknown key "idelMs"; did you mean "idleMs"?` */
export function problemLine({ kind, path, message }: ConfigProblem): string {
  const shown = formatPath(kind === 'unknown-key' ? path.slice(0, -1) : path);
  return shown === '' ? message : `${shown}: ${message}`;
}

const plain = /^[\w$-]+$/;

/** `models.fast.use[0]`; keys that are no plain words are quoted: `models["gpt-4.1"]`. */
export function formatPath(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      if (!plain.test(key)) return `[${JSON.stringify(key)}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}
