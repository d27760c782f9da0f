import { isObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import { arrayKeywords } from './array-keywords.ts';
import type { Issue, ValuePath } from './issue.ts';
import { joiningKeywords } from './joining-keywords.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Checking, Keyword, Place } from './keyword.ts';
import { objectKeywords } from './object-keywords.ts';
import { Pattern, newMatchingWork } from './pattern.ts';
import { resolveReference } from './reference.ts';
import { scalarKeywords } from './scalar-keywords.ts';

const keywords = new Map<string, Keyword>([...scalarKeywords, ...arrayKeywords, ...objectKeywords, ...joiningKeywords]);

/** The most issues that one check notes: a model mends a few at a time. */
const mostIssues = 20;

/** How deep schemas and values may lie in each other. */
const deepest = 500;

/** How often one check may hold a part of the value against a part of the schema; some tens of milliseconds. */
const mostWork = 200_000;

/**
 * Checks a value against a JSON Schema (2020-12, and what draft-07 has besides): gives what is wrong with it, at most 20
 * issues, and nothing when it is valid. `format` counts; `unevaluatedProperties`, `unevaluatedItems` and `$dynamicRef`
 * do not, nor does a `pattern` that cannot be matched in bounded time (with back references or looking behind).
 * Whatever the schema and the value, it ends in bounded time: what would take longer is given as an issue.
 * @throws ModelError of kind `invalid-request` for a `$ref` that leads nowhere and a `pattern` that is none
 */
export function validate(schema: JsonSchema, value: unknown): Issue[] {
  if (isDeeperThan(value, deepest)) return [{ path: [], message: tooMuch }];
  const validation = new Validation(schema);
  validation.hold(schema, value, {});
  return validation.gaveUp ? [...validation.issues, { path: [], message: tooMuch }] : validation.issues;
}

const tooMuch = "can't be checked: it, or its schema, is too large or nested too deep";

/** Says whether a value fits a schema, whose references are followed within the one that it is part of. */
export function fits(schema: JsonSchema, value: unknown, root: JsonSchema): boolean {
  return new Validation(root).fits(schema, value, {});
}

class Validation implements Checking {
  readonly issues: Issue[] = [];
  gaveUp = false;
  readonly #root: JsonSchema;
  readonly #refAlone: boolean;
  readonly #patterns = new Map<string, Pattern>();
  readonly #matching = newMatchingWork();
  #depth = 0;
  #left = mostWork;
  /** Above 0 while it is only asked whether something fits. */
  #asking = 0;
  #failed = false;

  constructor(root: JsonSchema) {
    this.#root = root;
    this.#refAlone = isObject(root) && typeof root.$schema === 'string' && /draft-0[3-7]/.test(root.$schema);
  }

  hold(schema: JsonSchema, value: unknown, place: Place): void {
    if (schema === true || this.#isDone()) return;
    if (schema === false) {
      this.fail(place, 'is not allowed');
      return;
    }
    this.#left -= 1;
    if (this.#left < 0 || this.#depth >= deepest) {
      this.gaveUp = true;
      return;
    }
    this.#depth += 1;
    this.#holdAll(schema, value, place);
    this.#depth -= 1;
  }

  fits(schema: JsonSchema, value: unknown, place: Place): boolean {
    const before = this.#failed;
    this.#failed = false;
    this.#asking += 1;
    this.hold(schema, value, place);
    this.#asking -= 1;
    const fits = !this.#failed;
    this.#failed = before;
    return fits;
  }

  follow(reference: string, value: unknown, place: Place): void {
    this.hold(resolveReference(this.#root, reference), value, place);
  }

  matches(pattern: string, text: string): boolean {
    let known = this.#patterns.get(pattern);
    if (known === undefined) this.#patterns.set(pattern, (known = new Pattern(pattern)));
    return known.test(text, this.#matching) ?? true;
  }

  fail(place: Place, message: string): void {
    this.#failed = true;
    if (this.#asking === 0 && this.issues.length < mostIssues) this.issues.push({ path: pathOf(place), message });
  }

  #holdAll(schema: JsonObject, value: unknown, place: Place): void {
    if (this.#refAlone && typeof schema.$ref === 'string') {
      this.follow(schema.$ref, value, place);
      return;
    }
    for (const name in schema) {
      const given = schema[name];
      if (given !== undefined && Object.hasOwn(schema, name)) {
        keywords.get(name)?.(this, given, value, place, schema);
      }
    }
  }

  /** Nothing more needs to be looked at: the answer is known, or there are issues enough. */
  #isDone(): boolean {
    if (this.gaveUp) return true;
    return this.#asking > 0 ? this.#failed : this.issues.length >= mostIssues;
  }
}

function pathOf(place: Place): ValuePath {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at !== undefined; at = at.outer)
    if (at.step !== undefined) path.push(at.step);
  return path.toReversed();
}

function isDeeperThan(value: unknown, most: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((inner) => (typeof inner === 'object' && inner !== null ? Object.values(inner) : []));
  }
  return false;
}
