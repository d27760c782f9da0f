import { asArray, asObject, asString } from '../model/json.ts';
import { nearest } from '../model/nearest.ts';
import { flow } from './flow.ts';
import type { ConfigProblem, Path } from './problem.ts';
import { nameOf } from './shape.ts';
import type { Setting, Shape, TextRule } from './shape.ts';

/** A place in a configuration, and the example that helps there. */
interface Place {
  readonly path: Path;
  readonly example?: string;
}

/** Compares a value with its description; gives all problems, in the value's order. */
export function examine(shape: Shape, value: unknown): ConfigProblem[] {
  return problemsOf(shape, value, { path: [] });
}

/** Says whether a value is as described. */
export function conforms<Value>(shape: Shape<Value>, value: unknown): value is Value {
  return examine(shape, value).length === 0;
}

function problemsOf(shape: Shape, value: unknown, place: Place): ConfigProblem[] {
  const type = typeOfValue(value);
  if (shape.kind === 'either') {
    const fitting = shape.shapes.find(
      (one) => typeOf(one) === type && (one.kind !== 'boolean' || conforms(one, value)),
    );
    return fitting === undefined ? mismatch(shape, value, place) : problemsOf(fitting, value, place);
  }
  return type === typeOf(shape) ? innerProblems(shape, value, place) : mismatch(shape, value, place);
}

/** The problems of a value that has the right type. */
function innerProblems(shape: Shape, value: unknown, place: Place): ConfigProblem[] {
  switch (shape.kind) {
    case 'text':
      return ruleProblems(shape.rule, asString(value) ?? '', place);
    case 'choice':
      return choiceProblems(shape, shape.values, asString(value) ?? '', place);
    case 'number':
      return isWithin(value, shape) ? [] : mismatch(shape, value, place);
    case 'boolean':
      return value === (shape.only ?? value) ? [] : mismatch(shape, value, place);
    case 'list':
      return listProblems(shape.of, shape.least, asArray(value), place);
    case 'record':
      return recordProblems(shape.of, shape.rule, asObject(value), place);
    case 'object':
      return objectProblems(shape.settings, asObject(value), place);
    default:
      return [];
  }
}

/** The bounds of a number. */
interface Bounds {
  readonly least?: number;
  readonly most?: number;
  readonly whole: boolean;
}

function isWithin(value: unknown, { least = -Infinity, most = Infinity, whole }: Bounds): boolean {
  const isNumber = whole ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isNumber && typeof value === 'number' && value >= least && value <= most;
}

function ruleProblems(rule: TextRule | undefined, value: string, { path, example }: Place): ConfigProblem[] {
  if (rule === undefined || new RegExp(rule.pattern, 'u').test(value)) return [];
  return [{ kind: 'wrong-value', path, message: rule.says, example }];
}

function choiceProblems(shape: Shape, values: readonly string[], value: string, place: Place): ConfigProblem[] {
  if (values.includes(value)) return [];
  const [close] = nearest(value, values);
  const message =
    close === undefined ? `must be ${nameOf(shape)}` : `unknown value "${value}"; did you mean "${close}"?`;
  return [{ kind: 'wrong-value', path: place.path, message, example: place.example }];
}

function listProblems(of: Shape, least: number, values: readonly unknown[], place: Place): ConfigProblem[] {
  const { path, example } = place;
  if (values.length < least) {
    return [{ kind: 'wrong-value', path, message: `must hold at least ${least}, and is an empty list`, example }];
  }
  return values.flatMap((value, index) => problemsOf(of, value, { path: [...path, index], example }));
}

function recordProblems(of: Shape, rule: TextRule | undefined, value: object, place: Place): ConfigProblem[] {
  return Object.entries(value).flatMap(([key, member]) => {
    if (member === undefined) return [];
    const path = [...place.path, key];
    const wrong = rule !== undefined && !new RegExp(rule.pattern, 'u').test(key);
    const bad: ConfigProblem[] = wrong
      ? [{ kind: 'unknown-key', path, message: `the key ${JSON.stringify(key)} ${rule.says}`, example: place.example }]
      : [];
    return [...bad, ...problemsOf(of, member, { path, example: place.example })];
  });
}

function objectProblems(settings: Readonly<Record<string, Setting>>, value: object, place: Place): ConfigProblem[] {
  const known = Object.keys(settings);
  const found = Object.entries(value).flatMap(([key, member]) => {
    const setting = Object.hasOwn(settings, key) ? settings[key] : undefined;
    const path = [...place.path, key];
    if (setting === undefined) return [unknownKey(settings, known, path, key)];
    return member === undefined ? [] : problemsOf(setting.shape, member, { path, example: exampleOf(key, setting) });
  });
  const given = new Set(Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [key])));
  const missing = Object.entries(settings).flatMap(([key, setting]): ConfigProblem[] => {
    if (setting.required !== true || given.has(key)) return [];
    return [
      { kind: 'missing-key', path: place.path, message: `"${key}" is missing`, example: exampleOf(key, setting) },
    ];
  });
  return [...found, ...missing];
}

function unknownKey(
  settings: Readonly<Record<string, Setting>>,
  known: readonly string[],
  path: Path,
  key: string,
): ConfigProblem {
  const [close] = nearest(key, known);
  const setting = close === undefined ? undefined : settings[close];
  const advice = close === undefined ? `there are: ${known.join(', ')}` : `did you mean "${close}"?`;
  const example = close === undefined || setting === undefined ? undefined : exampleOf(close, setting);
  return { kind: 'unknown-key', path, message: `unknown key ${JSON.stringify(key)}; ${advice}`, example };
}

/** A setting with its example, on one line. */
export function exampleOf(key: string, setting: Setting): string {
  return `${key}: ${flow(setting.example)}`;
}

function mismatch(shape: Shape, value: unknown, { path, example }: Place): ConfigProblem[] {
  const type = typeOfValue(value);
  const is = type === typeOf(shape) ? '' : `, and is ${typeof value === 'boolean' ? value : typeNames[type]}`;
  return [{ kind: 'wrong-value', path, message: `must be ${nameOf(shape)}${is}`, example }];
}

/** What JSON calls the type of a value; `other` for what JSON cannot say. */
type JsonType = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'null' | 'other';

const typeNames: Readonly<Record<JsonType, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'a truth value',
  array: 'a list',
  object: 'an object',
  null: 'empty',
  other: 'nothing that can be written down',
};

function typeOfValue(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' || type === 'object' ? type : 'other';
}

const formTypes = {
  text: 'string',
  choice: 'string',
  number: 'number',
  boolean: 'boolean',
  list: 'array',
  record: 'object',
  object: 'object',
  fields: 'object',
  either: undefined,
} as const;

function typeOf(shape: Shape): JsonType | undefined {
  return formTypes[shape.kind];
}
