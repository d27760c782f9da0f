import { expect, test } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import { compile } from './compile.ts';
import { compiledOnce } from './compiled-once.ts';
import { schemaDialects } from './dialects.ts';

const dialect = schemaDialects['openai-strict'];
const schemaOf = (name: string): { type: string; properties: Record<string, JsonObject> } => ({
  type: 'object',
  properties: { [name]: { type: 'string', minLength: 1 } },
});

test('equal schemas are compiled once, and as they would be each time', () => {
  const once = compiledOnce(schemaOf('a'), dialect);
  expect(compiledOnce(schemaOf('a'), dialect)).toBe(once);
  expect(once).toEqual(compile(schemaOf('a'), dialect));
  expect(compiledOnce(schemaOf('b'), dialect)).not.toEqual(once);
  expect(compiledOnce(schemaOf('a'), schemaDialects['json-schema']).schema).toEqual(schemaOf('a'));
});

test('who changes a schema afterwards changes it for nobody else', () => {
  const given = schemaOf('c');
  const before = structuredClone(compiledOnce(given, dialect));
  given.properties['d'] = { type: 'number' };
  expect(compiledOnce(schemaOf('c'), dialect)).toEqual(before);
  expect(compiledOnce(given, dialect)).toEqual(compile(given, dialect));
});

test('only so many schemas are kept, and no long ones', () => {
  const first = compiledOnce(schemaOf('first'), dialect);
  for (let index = 0; index < 256; index += 1) compiledOnce(schemaOf(`p${index}`), dialect);
  expect(compiledOnce(schemaOf('first'), dialect)).not.toBe(first);
  const long = schemaOf('long'.repeat(5_000));
  expect(compiledOnce(long, dialect)).not.toBe(compiledOnce(long, dialect));
});
