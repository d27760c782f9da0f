import { nearest } from '../model/nearest.ts';
import type { Path } from './problem.ts';
import type { Setting, Shape } from './shape.ts';

/** A setting, and where it stands: `models.<name>.limits.idleMs`. */
export interface PlacedSetting {
  readonly path: string;
  readonly setting: Setting;
}

/** All settings of a description, in its order, outer before inner. */
export function allSettings(shape: Shape, path = ''): readonly PlacedSetting[] {
  switch (shape.kind) {
    case 'object':
      return Object.entries(shape.settings).flatMap(([key, setting]) => {
        const inner = path === '' ? key : `${path}.${key}`;
        return [{ path: inner, setting }, ...allSettings(setting.shape, inner)];
      });
    case 'record':
      return allSettings(shape.of, `${path}.<${shape.key}>`);
    case 'list':
      return allSettings(shape.of, `${path}[]`);
    case 'either':
      return shape.shapes.flatMap((one) => allSettings(one, path));
    default:
      return [];
  }
}

/** The description of the value at a path; undefined where nothing can stand. */
export function shapeAt(shape: Shape, path: Path): Shape | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return shape;
  const inner = stepInto(shape, key);
  return inner === undefined ? undefined : shapeAt(inner, rest);
}

function stepInto(shape: Shape, key: string | number): Shape | undefined {
  switch (shape.kind) {
    case 'object':
      return Object.hasOwn(shape.settings, key) ? shape.settings[key]?.shape : undefined;
    case 'record':
    case 'list':
      return shape.of;
    case 'either':
      return shape.shapes.map((one) => stepInto(one, key)).find((one) => one !== undefined);
    default:
      return undefined;
  }
}

/**
 * The setting that a path written by hand means: `models.fast.limits`, `models.*.limits` and `models.<name>.limits` are
 * the same; a name or an index at the end means the setting that holds it.
 */
export function settingNamed(shape: Shape, path: string): PlacedSetting | undefined {
  const wanted = path
    .replace(/\[(?:\d*|"[^"]*"|<\w+>)\]/g, '.*')
    .split('.')
    .filter((part) => part !== '');
  const all = allSettings(shape);
  return all.find((placed) => isAt(placed, wanted)) ?? all.find((placed) => holds(placed, wanted));
}

/** The paths nearest to one that means no setting. */
export function nearestSettings(shape: Shape, path: string): readonly string[] {
  const all = allSettings(shape).map((placed) => placed.path);
  const close = nearest(path, all);
  const [last = path] = path.split('.').slice(-1);
  const ending = all.filter((known) => nearest(last, [known.split('.').at(-1) ?? '']).length > 0);
  return [...new Set([...close, ...ending])].slice(0, 3);
}

function partsOf(path: string): string[] {
  return path.replaceAll('[]', '.<index>').split('.');
}

function isAt({ path }: PlacedSetting, wanted: readonly string[]): boolean {
  const parts = partsOf(path);
  return parts.length === wanted.length && parts.every((part, index) => part.startsWith('<') || part === wanted[index]);
}

/** Says whether the path is that of an entry in a setting that holds entries. */
function holds(placed: PlacedSetting, wanted: readonly string[]): boolean {
  const { kind } = placed.setting.shape;
  return (kind === 'record' || kind === 'list') && isAt(placed, wanted.slice(0, -1));
}
