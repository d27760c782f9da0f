import type { JsonObject } from '../model/json.ts';
import { jsonSchemaOf } from '../schema/json-schema-of.ts';
import type { StandardSchema } from '../schema/standard-schema.ts';

/** A Standard Schema that says the types of what goes in and of what comes out. */
export type TypedSchema<Value, Given> = StandardSchema<Value> & {
  readonly '~standard': { readonly types?: { readonly input: Given; readonly output: Value } | undefined };
};

/** Settings of forms that have a schema. */
export interface SchemaOptions {
  /** What the model is told instead of the schema's own JSON Schema; needed for libraries that do not write it. */
  readonly jsonSchema?: JsonObject;
}

/** The JSON Schema that a model is told of a schema. */
export function toldSchema(schema: JsonObject | StandardSchema, { jsonSchema }: SchemaOptions): JsonObject {
  return jsonSchema ?? jsonSchemaOf(schema);
}
