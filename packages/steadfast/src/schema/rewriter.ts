import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { Definitions } from './definitions.ts';
import type { SchemaDialect } from './dialect.ts';
import { DroppedList } from './dropped.ts';
import type { DroppedEffect } from './dropped.ts';
import { within } from './issue.ts';
import { asSchema, namesOf, schemaError, schemaList, schemasOf, typeNames, typesOf } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { shown } from './keyword.ts';
import { allowsNull, withNull } from './nullable.ts';
import { plainForm } from './plain-form.ts';
import { resolveReference } from './reference.ts';
import { isWord, takes, takesValue } from './taken.ts';

/** The most schemas that one schema may be written out to. */
const mostSchemas = 10_000;

/** How deep schemas may lie in each other. */
const deepest = 100;

type Members = Map<string, JsonValue>;

/** Writes a schema, and those that it refers to, in a dialect that takes only some keywords. */
export class Rewriter {
  readonly notes: DroppedList = new DroppedList();
  readonly #root: JsonSchema;
  readonly #dialect: SchemaDialect;
  readonly #definitions = new Definitions();
  readonly #inlined: string[] = [];
  #left = mostSchemas;
  #depth = 0;

  constructor(root: JsonSchema, dialect: SchemaDialect) {
    this.#root = root;
    this.#dialect = dialect;
  }

  /** The definitions that were referred to, by name. */
  get definitions(): JsonObject | undefined {
    return this.#definitions.all;
  }

  /** Notes which definitions nothing refers to: they are not sent. */
  noteUnused(): void {
    for (const path of this.#definitions.unusedIn(this.#root)) {
      this.notes.add(path, 'annotation', 'Nothing that is sent refers to it.');
    }
  }

  /** Writes one schema. @throws ModelError of kind `invalid-request` for one that can't be used */
  write(schema: JsonSchema, path: string): JsonObject {
    this.#left -= 1;
    if (this.#left < 0 || this.#depth >= deepest) throw schemaError('it is too large or nested too deep.');
    if (typeof schema === 'boolean') return this.#open(schema, path);
    const { notes } = this;
    const resolve = (reference: string): JsonSchema => resolveReference(this.#root, reference);
    const plain = plainForm(schema, path, { dialect: this.#dialect, notes, resolve });
    this.#depth += 1;
    const written =
      typeof plain.$ref === 'string' ? this.#reference(plain.$ref, plain, path) : this.#plain(plain, path);
    this.#depth -= 1;
    return written;
  }

  #note(path: string, effect: DroppedEffect, words: string): void {
    this.notes.add(path, effect, `${this.#dialect.title} ${words}`);
  }

  #open(schema: boolean, path: string): JsonObject {
    if (!schema) this.#note(path, 'unsayable', 'has no schema that no value fits.');
    else if (this.#dialect.typed === true) this.#note(path, 'unsayable', 'has no schema that any value fits.');
    return {};
  }

  #reference(reference: string, schema: JsonObject, path: string): JsonObject {
    for (const name of Object.keys(schema)) {
      if (name === '$ref' || name.startsWith('$')) continue;
      this.#note(
        within(path, name),
        isWord(name) ? 'rewritten' : 'loosened',
        `has nothing beside "$ref"; "${name}" is not sent.`,
      );
    }
    if (this.#dialect.inline === true) return this.#inline(reference, path);
    const known = this.#definitions.of(reference);
    if (known !== undefined) {
      if (known.schema === undefined) this.#endless(path);
      return { $ref: `#/$defs/${known.name}` };
    }
    const definition = this.#definitions.begin(reference);
    if (reference !== `#/$defs/${definition.name}`) {
      this.#note(within(path, '$ref'), 'rewritten', `refers to definitions; this one is "#/$defs/${definition.name}".`);
    }
    definition.schema = this.write(resolveReference(this.#root, reference), within('$defs', definition.name));
    return { $ref: `#/$defs/${definition.name}` };
  }

  #inline(reference: string, path: string): JsonObject {
    if (this.#inlined.includes(reference)) {
      this.#endless(path);
      return {};
    }
    this.#inlined.push(reference);
    const schema = this.write(resolveReference(this.#root, reference), path);
    this.#inlined.pop();
    return schema;
  }

  #endless(path: string): void {
    if (this.#dialect.finite === true) this.#note(path, 'unsayable', 'has no schemas that refer to themselves.');
  }

  #plain(schema: JsonObject, path: string): JsonObject {
    const members: Members = new Map();
    const unsaid: Members = new Map();
    for (const [name, value] of Object.entries(schema)) {
      if (value === undefined || name === '$defs' || name === 'definitions') continue;
      if (takes(this.#dialect, name) && takesValue(this.#dialect, name, value)) this.#keep(name, value, path, members);
      else this.#drop(name, value, path, unsaid);
    }
    if (typeNames(schema.type).includes('object') || schema.properties !== undefined) {
      this.#object(schema, path, members);
    }
    if (!['type', 'anyOf', 'enum', 'const'].some((name) => members.has(name))) this.#open(true, path);
    this.#describe(members, unsaid);
    return this.#oneType(Object.fromEntries(members), path);
  }

  #keep(name: string, value: JsonValue, path: string, members: Members): void {
    const inner = within(path, name);
    if (name === 'properties' || name === 'required' || name === 'additionalProperties') return;
    if (name === 'items') members.set(name, this.#other(value, inner));
    else if (name === 'anyOf' || name === 'prefixItems') {
      members.set(
        name,
        schemaList(value).map((option, index) => this.write(option, within(inner, index))),
      );
    } else members.set(name, value);
  }

  #drop(name: string, value: JsonValue, path: string, unsaid: Members): void {
    const dialect = this.#dialect;
    if (isWord(name)) {
      const told = name === 'default' || name === 'examples';
      if (told) unsaid.set(name, value);
      this.#note(
        within(path, name),
        told ? 'rewritten' : 'annotation',
        `has no "${name}"${told ? '; the description says it' : ''}.`,
      );
      return;
    }
    unsaid.set(name, value);
    const shuts = name === 'patternProperties' && dialect.closed === true;
    const what = takes(dialect, name) ? `"${name}": ${shown(value)}` : `"${name}"`;
    this.#note(within(path, name), shuts ? 'unsayable' : 'loosened', `has no ${what}; the description says it.`);
  }

  /** What can't be said as a rule is said in words. */
  #describe(members: Members, unsaid: Members): void {
    if (unsaid.size === 0 || !takes(this.#dialect, 'description')) return;
    const given = members.get('description');
    const rules = JSON.stringify(Object.fromEntries(unsaid));
    members.set('description', typeof given === 'string' ? `${given}\n${rules}` : rules);
  }

  #object(schema: JsonObject, path: string, members: Members): void {
    const dialect = this.#dialect;
    const required = new Set(namesOf(schema.required));
    const resolve = (reference: string): JsonObject | undefined => this.#definitions.written(reference);
    const properties: [string, JsonObject][] = schemasOf(schema.properties).map(([name, inner]) => {
      const at = within(within(path, 'properties'), name);
      const written = this.write(inner, at);
      if (dialect.allRequired !== true || required.has(name)) return [name, written];
      this.#note(at, 'rewritten', 'requires every property; one that may be left out may be null.');
      return [name, allowsNull(written, resolve) ? written : withNull(written, dialect)];
    });
    if (properties.length > 0 || dialect.closed === true) members.set('properties', Object.fromEntries(properties));
    const names = this.#required(
      required,
      properties.map(([name]) => name),
      path,
    );
    if (names.length > 0 || dialect.allRequired === true) members.set('required', names);
    this.#others(schema, path, members);
  }

  /** The names of required properties, in the order in which they were given; they must be among those described. */
  #required(given: ReadonlySet<string>, described: readonly string[], path: string): string[] {
    const { allRequired, closed } = this.#dialect;
    const known = [...given].filter((name) => described.includes(name));
    if (known.length < given.size && closed !== true) {
      this.#note(within(path, 'required'), 'loosened', 'requires only properties that are described.');
    }
    return allRequired === true ? [...new Set([...known, ...described])] : known;
  }

  /** What is said of properties that have no schema of their own. */
  #others(schema: JsonObject, path: string, members: Members): void {
    const { additionalProperties: others } = schema;
    const at = within(path, 'additionalProperties');
    if (this.#dialect.closed === true) {
      members.set('additionalProperties', false);
      this.#close(schema, at);
    } else if (others !== undefined && others !== true && takes(this.#dialect, 'additionalProperties')) {
      // Names that a pattern allows must not be refused when the pattern is not sent.
      if (schema.patternProperties === undefined) members.set('additionalProperties', this.#other(others, at));
      else this.#note(at, 'loosened', 'has no "patternProperties", so other properties are allowed.');
    }
  }

  #other(schema: JsonValue, path: string): JsonValue {
    return schema === false ? false : this.write(asSchema(schema), path);
  }

  #close({ additionalProperties: others, properties, required }: JsonObject, path: string): void {
    const named = isObject(properties) ? properties : {};
    const strange = namesOf(required).some((name) => !Object.hasOwn(named, name));
    // An object that names no properties at all may have any; one with an empty list of them has none.
    const open = others === undefined ? properties === undefined : others !== false;
    if (open || strange) this.#note(path, 'unsayable', 'has no objects with properties that are not named.');
    else if (others === undefined) {
      this.#note(path, 'closed', 'has closed objects only: no other properties are allowed.');
    }
  }

  #oneType(schema: JsonObject, path: string): JsonObject {
    const names = typeNames(schema.type);
    if (this.#dialect.oneType !== true || names.length < 2) return schema;
    this.#note(within(path, 'type'), 'rewritten', 'takes one type at a time; the types are sent as "anyOf".');
    const { title, description, type: _types, enum: values, ...rules } = schema;
    const options = names.map((type) => {
      const own = isArray(values) ? values.filter((value) => typesOf(value).includes(type)) : undefined;
      return type === 'null' ? { type } : { type, ...(own === undefined ? {} : { enum: own }), ...rules };
    });
    return { title, description, anyOf: options };
  }
}
