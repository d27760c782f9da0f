import type { JsonObject, JsonValue } from '../model/json.ts';
import { check } from '../schema/check.ts';
import type { Checked } from '../schema/check.ts';
import type { StandardSchema } from '../schema/standard-schema.ts';
import type { DeepPartial } from './deep-partial.ts';
import { isPartial } from './deep-partial.ts';
import { formSettings } from './form.ts';
import type { Form, FormOptions } from './form.ts';
import { withoutNulls } from './nulls.ts';
import { toldSchema } from './told-schema.ts';
import type { SchemaOptions, TypedSchema } from './told-schema.ts';
import { unwrapped, wrappedSchema } from './wrapped.ts';

/** Settings of `object`. */
export interface ObjectOptions extends FormOptions, SchemaOptions {}

const property = 'value';

/**
 * The form of a value that fits a schema: a Standard Schema (zod, Valibot, ArkType, …), which gives the answer its type, or
 * a JSON Schema. A schema of something else than an object is put into one for the model, and the value taken out again.
 * @throws ModelError of kind `invalid-request` for a Standard Schema that can't say its JSON Schema, with advice
 */
export function object<Value, Given>(
  schema: TypedSchema<Value, Given>,
  options?: ObjectOptions,
): Form<Value, DeepPartial<Given>>;
export function object(schema: JsonObject, options?: ObjectOptions): Form<JsonValue, JsonValue>;
export function object(schema: JsonObject | StandardSchema, options: ObjectOptions = {}): Form<unknown> {
  const told = toldSchema(schema, options);
  const isInside = told.type !== 'object';
  const inner = (value: JsonValue): JsonValue => (isInside ? unwrapped(property, value) : value);
  const asked = isInside ? wrappedSchema(property, told) : told;
  return {
    ...formSettings(options),
    schema: asked,
    withoutNulls: withoutNulls(asked),
    orText: false,
    check: (value): Promise<Checked<unknown>> => check(schema, inner(value)),
    partialOf: ({ json }) => {
      const partial = json === undefined || (isInside && json === inner(json)) ? undefined : inner(json);
      return isPartial<unknown>(partial) ? partial : undefined;
    },
  };
}
