import { asArray, asNumber, asObject, asString, isObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import type { ConfigProblem, Path } from './problem.ts';

/**
 * Finds choices that lack what they choose by, and settings that their choice does not look at. Where a name has problems
 * already, what it lacks may only be misspelt.
 */
export function choiceProblems(value: unknown, known: readonly ConfigProblem[]): ConfigProblem[] {
  const troubled = new Set(known.flatMap(({ path }) => (path[0] === 'models' ? [path[1]] : [])));
  return Object.entries(asObject(asObject(value)['models'])).flatMap(([name, model]) =>
    isObject(model) && !troubled.has(name) ? problemsOf(model, ['models', name]) : [],
  );
}

/** What each of these choices alone looks at. */
const parts = { split: 'weights', route: 'routes' } as const;

function problemsOf(model: JsonObject, path: Path): ConfigProblem[] {
  const choice = asString(model['choice']) ?? 'fallback';
  const found: ConfigProblem[] = [];
  for (const [kind, key] of Object.entries(parts)) {
    const given = model[key] !== undefined;
    if (given && choice !== kind) found.push(wrong([...path, key], `belongs to "choice: ${kind}"`));
    if (!given && choice === kind) found.push({ kind: 'missing-key', path, message: `a ${kind} needs "${key}"` });
  }
  const use = asArray(model['use']).flatMap((name) => asString(name) ?? []);
  if (choice === 'split') found.push(...weightProblems(model, use, path));
  if (choice === 'route') found.push(...routeProblems(model, use, path));
  return found;
}

function weightProblems(model: JsonObject, use: readonly string[], path: Path): ConfigProblem[] {
  const weights = asArray(model['weights']).flatMap((weight) => asNumber(weight) ?? []);
  if (weights.length === 0) return [];
  const at = [...path, 'weights'];
  if (weights.length !== use.length) return [wrong(at, `must hold as many numbers as "use" has models: ${use.length}`)];
  if (new Set(use).size < use.length) return [wrong([...path, 'use'], 'holds a model twice; add its weights up')];
  return weights.some((weight) => weight > 0) ? [] : [wrong(at, 'must hold a number above 0')];
}

function routeProblems(model: JsonObject, use: readonly string[], path: Path): ConfigProblem[] {
  return asArray(model['routes']).flatMap((rule, index) => {
    const to = asString(asObject(rule)['to']);
    if (to === undefined || use.includes(to)) return [];
    const [close] = nearest(to, use);
    const advice = close === undefined ? '' : `; did you mean "${close}"?`;
    return [wrong([...path, 'routes', index, 'to'], `must be one of the models of "use"${advice}`)];
  });
}

function wrong(path: Path, message: string): ConfigProblem {
  return { kind: 'wrong-value', path, message };
}
