import type { Config } from './config.ts';
import { choiceProblems } from './choice-problems.ts';
import { configShape } from './config-shape.ts';
import { conforms, examine } from './examine.ts';
import { ConfigError } from './problem.ts';
import type { ConfigProblem } from './problem.ts';
import { providerProblems } from './provider-problems.ts';
import { referenceProblems } from './references.ts';
import type { Shape } from './shape.ts';

/**
 * Reads a configuration from a plain object.
 * @throws ConfigError with all problems, each with its place
 */
export function readConfig(value: unknown): Config;
/**
 * Reads a configuration that holds more than the library's settings.
 * @throws ConfigError with all problems, each with its place
 */
export function readConfig<Read extends Config>(value: unknown, shape: Shape<Read>): Read;
export function readConfig(value: unknown, shape: Shape<Config> = configShape): Config {
  const problems = configProblems(value, shape);
  if (problems.length > 0 || !conforms(shape, value)) throw new ConfigError(problems);
  return value;
}

/** All that is wrong with a configuration; empty where nothing is. */
export function configProblems(value: unknown, shape: Shape = configShape): readonly ConfigProblem[] {
  const problems = examine(shape, value);
  const providers = providerProblems(value);
  // Where a section is misspelt or no section at all, names that it may define would only seem to be missing.
  const names = problems.some(hidesNames) ? [] : referenceProblems(value);
  const consequences = [...providers, ...choiceProblems(value, problems), ...names];
  return [...problems, ...consequences.filter((later) => !problems.some((earlier) => explains(earlier, later)))];
}

const defining: ReadonlySet<unknown> = new Set(['providers', 'models', 'aliases']);

function hidesNames({ kind, path }: ConfigProblem): boolean {
  if (path.length <= 1) return kind === 'unknown-key' || path.length === 0 || defining.has(path[0]);
  return path[0] === 'providers' && (path[2] === 'aliases' || (path.length === 2 && kind === 'wrong-value'));
}

/** A key that is missing is most often there and misspelt, and a value that is no value at all is named once. */
function explains(earlier: ConfigProblem, later: ConfigProblem): boolean {
  const within = later.path.every((key, index) => earlier.path[index] === key);
  return within && (later.kind === 'missing-key' || earlier.path.length === later.path.length);
}
