import { formatPath, shapeAt } from 'steadfast/config';
import type { Path, Shape } from 'steadfast/config';
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Document, Scalar, YAMLMap } from 'yaml';
import { hasExpression, interpolate, showExpressions } from './interpolate.ts';
import type { ExpressionSource } from './expression.ts';

/** Where a member begins in the text, as offsets: its key, if it has one, and its value. */
export interface Place {
  readonly key?: number;
  readonly value: number;
}

/** Something wrong that the walk came upon, and its offset. */
export interface Stumble {
  readonly path: Path;
  readonly offset: number;
  readonly message: string;
}

/** What the values of the file are read with. */
export interface WalkSource extends ExpressionSource {
  readonly text: string;
  readonly shape: Shape;
}

/** The most values in a file, aliases followed: an alias of aliases of aliases could fill the memory. */
const mostValues = 10_000;
/** The deepest that values may lie inside each other; an alias can lie inside what it stands for. */
const deepest = 50;

/** Goes through a YAML document once: its values, with expressions replaced and aliases followed, and where each is. */
export class YamlWalk {
  readonly places: Map<string, Place> = new Map();
  readonly stumbles: Stumble[] = [];
  readonly secrets: Set<string> = new Set();
  readonly #document: Document;
  readonly #source: WalkSource;
  #values = 0;

  constructor(document: Document, source: WalkSource) {
    this.#document = document;
    this.#source = source;
  }

  /** The whole document's value; an empty document is an empty object. */
  run(): unknown {
    const { contents } = this.#document;
    return contents === null ? {} : this.#value(contents, [], undefined);
  }

  #value(node: unknown, path: Path, key: number | undefined): unknown {
    if (isAlias(node)) return this.#value(node.resolve(this.#document), path, key ?? node.range?.[0]);
    const offset = offsetOf(node) ?? key ?? 0;
    this.places.set(formatPath(path), { key, value: offset });
    this.#values += 1;
    if (this.#values > mostValues || path.length > deepest) {
      return this.#stumble(path, offset, 'holds more than a configuration can; is an alias inside what it stands for?');
    }
    return this.#inner(node, path, offset);
  }

  #inner(node: unknown, path: Path, offset: number): unknown {
    if (isMap(node)) return Object.fromEntries(this.#members(node, path, new Set()));
    if (isSeq(node)) return node.items.map((item, index) => this.#value(item, [...path, index], undefined));
    return isScalar(node) ? this.#scalar(node, path, offset) : null;
  }

  /** The members of a map; those that `<<` merges into it come last and give way to its own. */
  #members(map: YAMLMap, path: Path, taken: Set<string>): [string, unknown][] {
    const found: [string, unknown][] = [];
    const merged: YAMLMap[] = [];
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? showExpressions(String(key.value)) : undefined;
      if (name === undefined) this.#stumble(path, offsetOf(key) ?? offsetOf(map) ?? 0, 'has a key that is no text');
      else if (name === '<<') merged.push(...this.#merges(value, path));
      else if (!taken.has(name)) {
        taken.add(name);
        found.push([name, this.#value(value, [...path, name], offsetOf(key))]);
      }
    }
    return [...found, ...merged.flatMap((one) => this.#members(one, path, taken))];
  }

  #merges(node: unknown, path: Path): YAMLMap[] {
    this.#values += 1;
    const target = isAlias(node) ? node.resolve(this.#document) : node;
    if (isMap(target) && this.#values <= mostValues) return [target];
    if (isSeq(target)) return target.items.flatMap((item) => this.#merges(item, path));
    this.#stumble(path, offsetOf(node) ?? 0, '"<<" merges maps only, such as: <<: *base');
    return [];
  }

  #scalar({ value }: Scalar, path: Path, offset: number): unknown {
    if (typeof value !== 'string' || !hasExpression(value)) return value;
    const { text, secret, problems } = interpolate(value, this.#source);
    if (secret) this.secrets.add(formatPath(path));
    let from = offset;
    for (const { expression, message } of problems) {
      from = Math.max(from, this.#source.text.indexOf(expression, from));
      this.#stumble(path, from, message);
      from += 1;
    }
    return problems.length > 0 ? undefined : typed(text, shapeAt(this.#source.shape, path));
  }

  #stumble(path: Path, offset: number, message: string): undefined {
    this.stumbles.push({ path, offset, message });
  }
}

function offsetOf(node: unknown): number | undefined {
  if (isPair(node)) return offsetOf(node.key);
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}

/** A variable holds text: where a number or a truth value is wanted and the text is one, it is read as such. */
function typed(text: string, shape: Shape | undefined): unknown {
  const wanted = shape?.kind === 'either' ? shape.shapes.map(({ kind }) => kind) : [shape?.kind];
  if (wanted.includes('number') && /^-?\d+$/.test(text)) return Number(text);
  if (wanted.includes('boolean') && /^(?:true|false)$/.test(text)) return text === 'true';
  return text;
}
