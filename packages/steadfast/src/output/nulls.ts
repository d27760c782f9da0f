import type { JsonObject, JsonValue } from '../model/json.ts';
import { compile } from '../schema/compile.ts';
import type { Compiled } from '../schema/compile.ts';
import { schemaDialects } from '../schema/dialects.ts';
import { restore } from '../schema/restore.ts';

/**
 * Makes a function that takes the nulls out of a value that stand for members left out. Models write them so where their
 * provider has all members written, and others out of habit; a null that the schema allows stays.
 */
export function withoutNulls(schema: JsonObject): (value: JsonValue) => JsonValue {
  let compiled: Compiled | undefined;
  return (value) => {
    compiled ??= compile(schema, schemaDialects['openai-strict']);
    return restore({ ...compiled, wrapper: undefined }, value);
  };
}
