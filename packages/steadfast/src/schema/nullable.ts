import { isArray } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import { typeNames } from './json-schema.ts';
import type { SchemaDialect } from './dialect.ts';

/** The schema of a value that a schema allows, or `null`. */
export function withNull(schema: JsonObject, dialect: SchemaDialect): JsonObject {
  if (isArray(schema.anyOf)) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] };
  const canList = dialect.oneType !== true && schema.type !== undefined && schema.const === undefined;
  if (!canList) {
    const { title, description, ...rest } = schema;
    return { title, description, anyOf: [rest, { type: 'null' }] };
  }
  const type = [...typeNames(schema.type), 'null'];
  return isArray(schema.enum) ? { ...schema, type, enum: [...schema.enum, null] } : { ...schema, type };
}
