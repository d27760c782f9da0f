import { ModelError } from '../model/error.ts';
import { isObject, parseJson } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import { isStandardSchema } from './standard-schema.ts';
import type { StandardSchema } from './standard-schema.ts';

/**
 * The JSON Schema of what a value must be before it is validated: a JSON Schema is one already, a Standard Schema is asked
 * for it.
 * @throws ModelError of kind `invalid-request` for a Standard Schema that can't say it, with advice
 */
export function jsonSchemaOf(schema: StandardSchema | JsonObject): JsonObject {
  if (!isStandardSchema(schema)) return schema;
  const { vendor, jsonSchema } = schema['~standard'];
  if (jsonSchema === undefined) throw unwritableError(vendor, 'does not write JSON Schema by itself', undefined);
  const written = parseJson(JSON.stringify(attempt(vendor, () => jsonSchema.input({ target: 'draft-2020-12' }))));
  if (isObject(written)) return written;
  throw unwritableError(vendor, 'gave something that is no JSON Schema', undefined);
}

function attempt(vendor: string, write: () => Record<string, unknown>): Record<string, unknown> {
  try {
    return write();
  } catch (error) {
    throw unwritableError(vendor, `says: ${error instanceof Error ? error.message : 'it failed'}`, error);
  }
}

/** What turns the schemas of a library into JSON Schema, where it does not do so itself. */
const converters: Readonly<Record<string, string>> = {
  valibot: 'toStandardJsonSchema(schema) of the package @valibot/to-json-schema',
  zod: 'zod 4.2 or newer, or z.toJSONSchema(schema)',
  arktype: 'ArkType 2.1.28 or newer, or schema.toJsonSchema()',
};

function unwritableError(vendor: string, reason: string, cause: unknown): ModelError {
  const way = Object.hasOwn(converters, vendor) ? `Use ${converters[vendor]}` : 'Give its JSON Schema instead';
  const message = `A model has to be told of a schema as JSON Schema, and this schema of "${vendor}" ${reason}. ${way}.`;
  return new ModelError({ kind: 'invalid-request', message, cause });
}
