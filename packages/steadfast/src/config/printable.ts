import { isArray, isObject } from '../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../model/json.ts';
import type { Path } from './problem.ts';
import type { Setting, Shape } from './shape.ts';

/** What stands in place of a secret. */
export const redacted = '[redacted]';

/** How a configuration is shown. */
export interface PrintOptions {
  /** Whether settings that nobody made are shown with their fixed default. Default: false. */
  readonly defaults?: boolean;
  /** Says whether a value is secret although its setting is not. Default: none is. */
  readonly isSecret?: (path: Path) => boolean;
}

/** A configuration that may be shown: without its secrets. */
export function printable(shape: Shape, value: unknown, options: PrintOptions = {}): JsonValue | undefined {
  const { defaults = false, isSecret = () => false } = options;
  return shown({ shape, secret: false, defaults, isSecret }, value, []);
}

interface View {
  readonly shape: Shape;
  /** Whether all that lies within is secret. */
  readonly secret: boolean;
  readonly defaults: boolean;
  readonly isSecret: (path: Path) => boolean;
}

function shown(view: View, value: unknown, path: Path): JsonValue | undefined {
  if (isArray(value)) return items(view, value, path);
  if (isObject(value)) return objectShown(view, value, path);
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!isScalar) return undefined;
  return view.secret || view.isSecret(path) ? redacted : value;
}

function items(view: View, values: JsonArray, path: Path): JsonArray {
  const shape = view.shape.kind === 'list' ? view.shape.of : view.shape;
  return values.map((item, index) => shown({ ...view, shape }, item, [...path, index]) ?? null);
}

function objectShown(view: View, value: JsonObject, path: Path): JsonValue | undefined {
  return view.shape.kind === 'either' ? within(view, view.shape.shapes, value, path) : members(view, value, path);
}

function within(view: View, shapes: readonly Shape[], value: JsonObject, path: Path): JsonValue | undefined {
  const fitting = shapes.find(({ kind }) => kind === 'object' || kind === 'record');
  return fitting === undefined ? undefined : shown({ ...view, shape: fitting }, value, path);
}

function members(view: View, value: JsonObject, path: Path): JsonObject {
  const { shape } = view;
  if (shape.kind === 'object') {
    const entries = Object.entries(shape.settings).map(([key, setting]): [string, JsonValue | undefined] => [
      key,
      member(view, setting, value[key], [...path, key]),
    ]);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
  }
  const of = shape.kind === 'record' ? shape.of : shape;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, shown({ ...view, shape: of }, inner, [...path, key])]),
  );
}

function member(view: View, setting: Setting, value: unknown, path: Path): JsonValue | undefined {
  if (value === undefined) return view.defaults ? setting.default : undefined;
  return shown({ ...view, shape: setting.shape, secret: view.secret || setting.secret === true }, value, path);
}
