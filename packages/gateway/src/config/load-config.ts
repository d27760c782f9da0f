import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, relative } from 'node:path';
import { configProblems, problemLine, readConfig } from 'steadfast/config';
import type { ConfigProblem, Path } from 'steadfast/config';
import { fileShape } from './file-config.ts';
import type { FileConfig } from './file-config.ts';
import type { FileReading, PlacedProblem, Position } from './file-reading.ts';
import { findConfig } from './find-config.ts';
import type { ConfigSearch } from './find-config.ts';

/** A configuration that holds, and the file it is from. */
export interface LoadedConfig {
  readonly config: FileConfig;
  /** The file as people name it: relative where it lies below the working directory. */
  readonly name: string;
  /** Says whether the value at a path came from a place that holds secrets. */
  readonly isSecret: (path: Path) => boolean;
}

/** A configuration file cannot be used; its message tells all problems, each with file, line and column. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError';
}

/**
 * Finds, reads and checks the configuration file; undefined where there is none.
 * @throws ConfigFileError with all problems
 */
export async function loadConfig(search: ConfigSearch): Promise<LoadedConfig | undefined> {
  const file = findConfig(search);
  if (file === undefined) return undefined;
  const name = shownName(file, search.folder);
  const reading = await read(file, name, search);
  const problems = problemsOf(reading);
  if (problems.length > 0) throw new ConfigFileError(problems.map((problem) => lineOf(name, problem)).join('\n'));
  return { config: readConfig(reading.value, fileShape), name, isSecret: (path) => reading.isSecret(path) };
}

async function read(file: string, name: string, { environment }: ConfigSearch): Promise<FileReading> {
  if (/\.[cm]?[jt]s$/.test(file)) {
    const { readProgram } = await import('./read-program.ts');
    return readProgram(file);
  }
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ConfigFileError(`${name}: the file cannot be read (${code}); create it, or name another with --config.`);
  }
  const { readYaml } = await import('./read-yaml.ts');
  return readYaml({ text, environment, folder: dirname(file), shape: fileShape });
}

function problemsOf(reading: FileReading): readonly PlacedProblem[] {
  const { value, problems } = reading;
  if (value === undefined) return problems;
  const further = configProblems(value, fileShape).filter((found) => !problems.some((told) => explains(told, found)));
  const all = [...problems, ...further.map((problem) => ({ problem, position: reading.positionOf(problem) }))];
  return all.toSorted((one, other) => compare(one.position, other.position));
}

/** A value whose variable is not set is told already, and so is the key that seems to be missing because of it. */
function explains({ problem }: PlacedProblem, { kind, path }: ConfigProblem): boolean {
  const within = path.length > 0 && path.every((key, index) => problem.path[index] === key);
  return within && (kind === 'missing-key' || problem.path.length === path.length);
}

function compare(one?: Position, other?: Position): number {
  if (one === undefined || other === undefined) return 0;
  return one.line - other.line || one.column - other.column;
}

/** `steadfast.yaml:4:38  models.fast.limits: unknown key "idelMs"; did you mean "idleMs"?`, and an example. */
function lineOf(name: string, { problem, position }: PlacedProblem): string {
  const place = position === undefined ? name : `${name}:${position.line}:${position.column}`;
  return `${place}  ${problemLine(problem)}${exampleLine(problem)}`;
}

function exampleLine({ example }: ConfigProblem): string {
  return example === undefined ? '' : `\n    such as: ${example}`;
}

function shownName(file: string, folder: string): string {
  const near = relative(folder, file);
  return near.startsWith('..') || isAbsolute(near) ? file : near;
}
