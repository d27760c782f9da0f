import { isArray, isObject } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { asSchema, schemaError } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';

/**
 * The schema that a `$ref` leads to, within the same schema: `#`, a JSON Pointer (`#/$defs/name`, RFC 6901) or the name
 * of an `$anchor`.
 * @throws ModelError of kind `invalid-request` for one that leads nowhere, or out of the schema
 */
export function resolveReference(root: JsonSchema, reference: string): JsonSchema {
  const local = withoutOwnName(root, reference);
  if (local === '#' || local === '') return root;
  const found = local.startsWith('#/') ? atPointer(root, local.slice(2)) : anchored(root, local);
  if (isObject(found) || typeof found === 'boolean') return asSchema(found);
  throw schemaError(`"$ref": ${JSON.stringify(reference)} leads to no schema in it; define it under "$defs".`);
}

/** A schema may be called by its own `$id`. */
function withoutOwnName(root: JsonSchema, reference: string): string {
  const id = isObject(root) ? root.$id : undefined;
  return typeof id === 'string' && reference.split('#')[0] === id ? reference.slice(id.length) : reference;
}

function atPointer(root: JsonSchema, pointer: string): JsonValue | undefined {
  let at: JsonValue | undefined = root;
  for (const step of pointer.split('/')) {
    const name = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (isArray(at)) at = at[Number(name)];
    else if (isObject(at) && Object.hasOwn(at, name)) at = at[name];
    else return undefined;
  }
  return at;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function anchored(root: JsonSchema, reference: string): JsonValue | undefined {
  if (!reference.startsWith('#')) return undefined;
  const open: JsonValue[] = [root];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (isObject(at) && at.$anchor === reference.slice(1)) return at;
    for (const inner of isArray(at) || isObject(at) ? Object.values<JsonValue | undefined>(at) : []) {
      if (typeof inner === 'object' && inner !== null) open.push(inner);
    }
  }
  return undefined;
}
