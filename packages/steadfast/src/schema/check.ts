import type { JsonObject } from '../model/json.ts';
import type { Issue, ValuePath } from './issue.ts';
import { isStandardSchema } from './standard-schema.ts';
import type { StandardResult, StandardSchema } from './standard-schema.ts';
import { validate } from './validate.ts';

/** A value that is valid, as its schema gives it, or what is wrong with it. */
export type Checked<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

/**
 * Checks a value against a schema: a Standard Schema with its own validation, which may also turn the value into another
 * (defaults, dates); a JSON Schema with `validate`.
 */
export async function check<Output>(schema: StandardSchema<Output>, value: unknown): Promise<Checked<Output>>;
export async function check(schema: JsonObject | StandardSchema, value: unknown): Promise<Checked<unknown>>;
export async function check(schema: JsonObject | StandardSchema, value: unknown): Promise<Checked<unknown>> {
  if (isStandardSchema(schema)) return checkedOf(await schema['~standard'].validate(value));
  const issues = validate(schema, value);
  return issues.length === 0 ? { value } : { issues };
}

function checkedOf<Output>(result: StandardResult<Output>): Checked<Output> {
  if (result.issues === undefined) return { value: result.value };
  return {
    issues: result.issues.map(({ message, path = [] }) => ({ message, path: pathOf(path) })),
  };
}

/** Some libraries give keys, others objects that hold them; symbols are no keys of JSON. */
function pathOf(steps: readonly (PropertyKey | { readonly key: PropertyKey })[]): ValuePath {
  return steps.map((step) => {
    const key = typeof step === 'object' ? step.key : step;
    return typeof key === 'symbol' ? key.toString() : key;
  });
}
