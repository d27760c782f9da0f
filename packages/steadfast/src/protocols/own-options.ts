import type { CompletionRequest } from '../model/completion-request.ts';
import { asObject, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { AdaptationList } from './adaptation-list.ts';

/** The options that are for this family; those for others are noted, field by field, as left out. */
export function ownOptions(
  request: Pick<CompletionRequest, 'providerOptions'>,
  family: string,
  notes: AdaptationList,
): JsonObject {
  const { providerOptions } = request;
  if (providerOptions === undefined) return asObject(undefined);
  for (const [other, fields] of Object.entries(providerOptions)) {
    if (other === family) continue;
    for (const field of Object.keys(fields)) {
      notes.drop(`providerOptions.${other}.${field}`, `Options of "${other}" are only for that family.`);
    }
  }
  return asObject(Object.hasOwn(providerOptions, family) ? providerOptions[family] : undefined);
}

/** The body with the family's own options merged in: an object of both is merged member by member. */
export function withOptions(body: JsonObject, own: JsonObject): JsonObject {
  if (Object.keys(own).length === 0) return body;
  // A map, because a caller's field may be called `__proto__`.
  const result = new Map<string, JsonValue>();
  for (const [name, value] of Object.entries(body)) if (value !== undefined) result.set(name, value);
  for (const [name, value] of Object.entries(own)) {
    const ours = result.get(name);
    if (value !== undefined) result.set(name, isObject(ours) && isObject(value) ? { ...ours, ...value } : value);
  }
  return Object.fromEntries(result);
}
