import { isArray, isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import { asSchema, namesOf, schemasOf } from './json-schema.ts';
import { counted } from './keyword.ts';
import type { Checking, Keyword, Place } from './keyword.ts';

/** A keyword for objects alone. */
function ofObject(check: (checking: Checking, schema: JsonObject, value: JsonObject, place: Place) => void): Keyword {
  return (checking, _given, value, place, schema) => {
    if (isObject(value)) check(checking, schema, value, place);
  };
}

function has(value: JsonObject, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== undefined;
}

function membersOf(value: JsonObject): readonly string[] {
  return Object.keys(value).filter((name) => value[name] !== undefined);
}

const properties = ofObject((checking, schema, value, place) => {
  for (const [name, inner] of schemasOf(schema.properties)) {
    if (has(value, name)) checking.hold(inner, value[name], { outer: place, step: name });
  }
});

const required = ofObject((checking, schema, value, place) => {
  for (const name of namesOf(schema.required)) {
    if (!has(value, name)) checking.fail({ outer: place, step: name }, 'is missing, and is required');
  }
});

const patternProperties = ofObject((checking, schema, value, place) => {
  for (const [pattern, inner] of schemasOf(schema.patternProperties)) {
    for (const name of membersOf(value)) {
      if (checking.matches(pattern, name)) checking.hold(inner, value[name], { outer: place, step: name });
    }
  }
});

const additionalProperties = ofObject((checking, schema, value, place) => {
  const named = isObject(schema.properties) ? schema.properties : {};
  const patterns = Object.keys(isObject(schema.patternProperties) ? schema.patternProperties : {});
  const inner = asSchema(schema.additionalProperties);
  if (inner === true) return;
  for (const name of membersOf(value)) {
    if (Object.hasOwn(named, name) || patterns.some((pattern) => checking.matches(pattern, name))) continue;
    if (inner !== false) checking.hold(inner, value[name], { outer: place, step: name });
    else checking.fail({ outer: place, step: name }, `is not allowed${known(Object.keys(named))}`);
  }
});

function known(names: readonly string[]): string {
  return names.length === 0 ? '' : `; allowed are ${names.slice(0, 20).join(', ')}`;
}

const propertyNames = ofObject((checking, schema, value, place) => {
  const inner = asSchema(schema.propertyNames);
  for (const name of membersOf(value)) {
    if (!checking.fits(inner, name, place)) {
      checking.fail({ outer: place, step: name }, 'is not allowed: its name does not fit "propertyNames"');
    }
  }
});

const minProperties = ofObject((checking, { minProperties }, value, place) => {
  const count = membersOf(value).length;
  if (typeof minProperties !== 'number' || count >= minProperties) return;
  checking.fail(place, `must have at least ${counted(minProperties, 'property')}, but has ${count}`);
});

const maxProperties = ofObject((checking, { maxProperties }, value, place) => {
  const count = membersOf(value).length;
  if (typeof maxProperties !== 'number' || count <= maxProperties) return;
  checking.fail(place, `must have at most ${counted(maxProperties, 'property')}, but has ${count}`);
});

/** What must be there when another property is: names (`dependentRequired`), a schema (`dependentSchemas`), or, before 2019-09, either. */
const dependent: Keyword = (checking, given, value, place) => {
  if (!isObject(value) || !isObject(given)) return;
  for (const [name, needed] of Object.entries(given)) {
    if (has(value, name)) depend(checking, name, needed, value, place);
  }
};

function depend(
  checking: Checking,
  name: string,
  needed: JsonValue | undefined,
  value: JsonObject,
  place: Place,
): void {
  if (!isArray(needed)) checking.hold(asSchema(needed), value, place);
  for (const other of namesOf(needed)) {
    if (!has(value, other)) {
      checking.fail({ outer: place, step: other }, `is missing, and is required where "${name}" is given`);
    }
  }
}

/** The keywords that look at objects. A member that is `undefined` counts as missing. */
export const objectKeywords: readonly (readonly [string, Keyword])[] = [
  ['required', required],
  ['properties', properties],
  ['patternProperties', patternProperties],
  ['additionalProperties', additionalProperties],
  ['propertyNames', propertyNames],
  ['minProperties', minProperties],
  ['maxProperties', maxProperties],
  ['dependentRequired', dependent],
  ['dependentSchemas', dependent],
  ['dependencies', dependent],
];
