import type { JsonObject } from '../model/json.ts';
import { compile } from './compile.ts';
import type { Compiled } from './compile.ts';
import type { SchemaDialect } from './dialect.ts';

/** How many schemas of a dialect are kept compiled. */
const mostKept = 256;

/** The longest schema that is kept, as JSON text, in characters. */
const longestKept = 16_384;

const kept = new WeakMap<SchemaDialect, Map<string, Compiled>>();

/**
 * Compiles a schema once and gives the same result to all who ask for an equal one: a program sends the same few with
 * every request. What is kept shares nothing with the schema that was given, which its owner may change.
 * @throws ModelError as `compile` does
 */
export function compiledOnce(schema: JsonObject, dialect: SchemaDialect): Compiled {
  if (dialect.keywords === undefined) return compile(schema, dialect);
  const text = JSON.stringify(schema);
  if (text.length > longestKept) return compile(schema, dialect);
  const known = kept.get(dialect) ?? new Map<string, Compiled>();
  kept.set(dialect, known);
  const before = known.get(text);
  if (before !== undefined) return before;
  const own: JsonObject = JSON.parse(text);
  const compiled = compile(own, dialect);
  const [oldest] = known.keys();
  if (known.size >= mostKept && oldest !== undefined) known.delete(oldest);
  known.set(text, compiled);
  return compiled;
}
