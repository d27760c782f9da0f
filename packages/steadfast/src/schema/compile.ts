import { isObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { SchemaDialect } from './dialect.ts';
import type { Dropped } from './dropped.ts';
import { toOpenapi } from './openapi.ts';
import { resolveReference } from './reference.ts';
import { Rewriter } from './rewriter.ts';
import { emptySize, overLimits, sizeOf } from './schema-size.ts';
import { isWord } from './taken.ts';
import type { SchemaSize } from './schema-size.ts';

/** A schema as a dialect has it, and what became of it on the way. */
export interface Compiled {
  readonly schema: JsonObject;
  readonly dropped: readonly Dropped[];
  /** The schema as it was asked. */
  readonly original: JsonObject;
  readonly dialect: SchemaDialect;
  /** By the measures of the dialect's limits; all 0 for a dialect that takes any schema. */
  readonly size: SchemaSize;
  /** The name of the one property that the value was put under, where the dialect wants an object outside. */
  readonly wrapper?: string;
}

const wrapper = 'value';

/**
 * Writes a schema as a dialect has it. Nothing is left out in silence: see `dropped`.
 * @throws ModelError of kind `invalid-request` for a schema that can't be used: a `$ref` that leads nowhere, or one that
 * is too large
 */
export function compile(schema: JsonObject, dialect: SchemaDialect): Compiled {
  if (dialect.keywords === undefined) return { schema, dropped: [], original: schema, dialect, size: emptySize };
  const rewriter = new Rewriter(schema, dialect);
  const { notes } = rewriter;
  const written = rewriter.write(rootOf(schema), '');
  rewriter.noteUnused();
  const wrapped = dialect.rootObject === true && written.type !== 'object';
  if (wrapped) notes.add('', 'rewritten', `${dialect.title} wants an object; the value is put under "${wrapper}".`);
  const outer = wrapped ? wrappedSchema(written) : written;
  const { definitions } = rewriter;
  const whole: JsonObject = definitions === undefined ? outer : { ...outer, $defs: definitions };
  const size = sizeOf(whole);
  for (const sentence of overLimits(size, dialect)) notes.add('', 'unsayable', sentence);
  const dropped = notes.all;
  const compiled = { dropped, original: schema, dialect, size, wrapper: wrapped ? wrapper : undefined };
  if (dialect.notation === 'openapi') return { ...compiled, schema: toOpenapi(whole) };
  // A schema that is in the form already stays as its author wrote it, the order of its members included.
  return { ...compiled, schema: dropped.length === 0 ? schema : whole };
}

function wrappedSchema(schema: JsonObject): JsonObject {
  return { type: 'object', properties: { [wrapper]: schema }, required: [wrapper], additionalProperties: false };
}

/** What the schema is where it only refers to one of its own definitions. */
function rootOf(schema: JsonObject): JsonObject {
  let at = schema;
  for (const seen = new Set<JsonObject>(); typeof at.$ref === 'string' && !seen.has(at);) {
    seen.add(at);
    const target = resolveReference(schema, at.$ref);
    if (!isObject(target)) return at;
    const { $ref: _followed, ...beside } = at;
    at = Object.keys(beside).every(isWord) ? { ...target, ...beside } : { allOf: [target, beside] };
  }
  return at;
}

/** Says whether a dialect can hold replies to the schema: not when it can't say it, or has not room for it. */
export function canHold({ dropped }: Compiled): boolean {
  return dropped.every(({ effect }) => effect !== 'unsayable');
}

/** Says whether a reply may break the schema although it was held to the compiled one, and has to be looked at. */
export function mustCheck({ dropped, dialect }: Compiled): boolean {
  return (
    dialect.keywords === undefined || dropped.some(({ effect }) => effect === 'loosened' || effect === 'unsayable')
  );
}
