/** Settings of `repeat`. */
export interface RepeatOptions {
  /** The first seed; the others follow it by one. Default: by chance. */
  readonly seed?: number;
  /** How many seeds are tried. Default: 10. */
  readonly runs?: number;
}

/**
 * Runs something with one seed after another.
 * @throws Error that names the seed with which it failed, so that this run can be repeated; the failure is its cause
 */
export async function repeat(run: (seed: number) => Promise<void> | void, options: RepeatOptions = {}): Promise<void> {
  const { seed: first = chosenSeed(), runs = 10 } = options;
  for (let index = 0; index < runs; index += 1) {
    const seed = first + index;
    try {
      await run(seed);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `Failed with seed ${seed}, run ${index + 1} of ${runs}; { seed: ${seed}, runs: 1 } repeats it. ${reason}`;
      throw new Error(message, { cause });
    }
  }
}

/** A seed by chance, short enough to be typed: below a million. */
export function chosenSeed(): number {
  return Math.floor(Math.random() * 1_000_000);
}
