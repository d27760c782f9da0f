import type { ConfigProblem, Path } from 'steadfast/config';

/** A line and a column of a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A problem, and where it is in the file. */
export interface PlacedProblem {
  readonly problem: ConfigProblem;
  readonly position?: Position;
}

/** What a file says, before it is checked. */
export interface FileReading {
  readonly value: unknown;
  /** What is wrong with the file itself. */
  readonly problems: readonly PlacedProblem[];
  /** Where a problem with the value is; undefined in a file that is a program. */
  positionOf(problem: ConfigProblem): Position | undefined;
  /** Says whether the value at a path came from a place that holds secrets. */
  isSecret(path: Path): boolean;
}
