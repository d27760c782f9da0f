import { isArray, isObject } from '../model/json.ts';
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

/** Says whether a schema of the few keywords that dialects take allows `null`; `resolve` gives what it refers to. */
export function allowsNull(schema: JsonObject, resolve: (reference: string) => JsonObject | undefined): boolean {
  const { $ref, anyOf, const: constant, enum: values, type } = schema;
  if (typeof $ref === 'string') {
    const target = resolve($ref);
    return target !== undefined && target.$ref === undefined && allowsNull(target, resolve);
  }
  if (isArray(anyOf)) return anyOf.some((option) => isObject(option) && allowsNull(option, resolve));
  if (constant !== undefined) return constant === null;
  const isListed = !isArray(values) || values.includes(null);
  return isListed && (type === undefined || typeNames(type).includes('null'));
}
