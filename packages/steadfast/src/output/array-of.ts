import { asArray } from '../model/json.ts';
import type { JsonArray, JsonObject, JsonValue } from '../model/json.ts';
import { check } from '../schema/check.ts';
import type { Checked } from '../schema/check.ts';
import type { Issue } from '../schema/issue.ts';
import type { StandardSchema } from '../schema/standard-schema.ts';
import type { DeepPartial } from './deep-partial.ts';
import { isPartial } from './deep-partial.ts';
import { formSettings } from './form.ts';
import type { ListForm } from './form.ts';
import { withoutNulls } from './nulls.ts';
import type { ObjectOptions } from './object.ts';
import { toldSchema } from './told-schema.ts';
import type { TypedSchema } from './told-schema.ts';
import { listSchema, unwrapped, wrappedSchema } from './wrapped.ts';

const property = 'elements';

/** The most issues that the model is told of: it mends a few at a time. */
const mostIssues = 20;

/** The form of a list whose elements fit a schema. A stream gives each element when it is whole and has been checked. */
export function arrayOf<Value, Given>(
  element: TypedSchema<Value, Given>,
  options?: ObjectOptions,
): ListForm<Value, DeepPartial<Given[]>>;
export function arrayOf(element: JsonObject, options?: ObjectOptions): ListForm<JsonValue, JsonArray>;
export function arrayOf(
  element: JsonObject | StandardSchema,
  options: ObjectOptions = {},
): ListForm<unknown, DeepPartial<unknown[]>> {
  const told = toldSchema(element, options);
  const checkElement = (value: JsonValue): Promise<Checked<unknown>> => check(element, value);
  const schema = wrappedSchema(property, listSchema(told));
  return {
    ...formSettings(options),
    schema,
    withoutNulls: withoutNulls(schema),
    orText: false,
    elementOf: withoutNulls(told),
    checkElement,
    check: (value) => checkAll(unwrapped(property, value), checkElement),
    elementsOf: (value) => asArray(value === undefined ? undefined : unwrapped(property, value)),
    partialOf: ({ json }) => {
      const partial = json === undefined ? undefined : unwrapped(property, json);
      return Array.isArray(partial) && isPartial<unknown[]>(partial) ? partial : undefined;
    },
  };
}

async function checkAll(
  list: JsonValue,
  checkElement: (value: JsonValue) => Promise<Checked<unknown>>,
): Promise<Checked<unknown[]>> {
  if (!Array.isArray(list)) {
    return { issues: [{ path: [property], message: `must be a list, but is ${JSON.stringify(list).slice(0, 60)}` }] };
  }
  const value: unknown[] = [];
  const issues: Issue[] = [];
  for (const [index, item] of list.entries()) {
    const checked = await checkElement(item);
    if (checked.issues === undefined) value.push(checked.value);
    else issues.push(...checked.issues.map(({ path, message }) => ({ path: [property, index, ...path], message })));
    if (issues.length >= mostIssues) break;
  }
  return issues.length === 0 ? { value } : { issues: issues.slice(0, mostIssues) };
}
