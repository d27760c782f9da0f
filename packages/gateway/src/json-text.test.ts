import { assert, constantFrom, jsonValue, nat, property } from 'fast-check';
import { isModelError } from 'steadfast/model';
import { expect, test } from 'vitest';
import { jsonErrorAt } from './json-error-at.ts';
import { nestsDeeper, readJsonBody } from './json-text.ts';

function messageOf(body: string): string {
  try {
    readJsonBody(Buffer.from(body));
  } catch (error) {
    if (isModelError(error)) return `${error.status} ${error.code}: ${error.message}`;
  }
  return 'read';
}

test('bad JSON is refused with its position', () => {
  expect(messageOf('hello')).toBe(
    '400 invalid_json: The body is not JSON: unexpected "h" at line 1, column 1 (position 0).',
  );
  expect(messageOf('{\n "a": tru }')).toContain('unexpected " " at line 2, column 10 (position 11)');
  expect(messageOf('{"a":[1,2')).toContain('it ends too early, at line 1, column 10 (position 9)');
  expect(messageOf('{"a":1,}')).toContain('unexpected "}" at line 1, column 8');
  expect(messageOf('{"a":01}')).toContain('unexpected "1"');
  expect(messageOf('{"a":"\\x"}')).toContain('position 6');
  expect(messageOf('{} x')).toContain('unexpected "x"');
});

test('a body that is no object is refused by its name', () => {
  expect(messageOf('[]')).toContain('but is an array');
  expect(messageOf('null')).toContain('but is null');
  expect(messageOf('4')).toContain('but is a number');
  expect(messageOf('"x"')).toContain('but is a string');
  expect(messageOf(' ')).toContain('empty_body');
});

test('nesting of 128 levels is read, 129 are refused', () => {
  const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  expect(messageOf(nested(128))).toBe('read');
  expect(messageOf(nested(129))).toContain('nested_too_deep');
});

test('a million levels are refused in a moment', () => {
  const body = Buffer.from('['.repeat(1_000_000));
  const before = performance.now();
  expect(() => readJsonBody(body)).toThrow('nested deeper');
  expect(performance.now() - before).toBeLessThan(50);
});

test('brackets within strings do not count', () => {
  expect(nestsDeeper(JSON.stringify({ a: '[{"\\"[[[\\\\', b: ['"'] }), 2)).toBe(false);
  expect(nestsDeeper('["\\\\",[', 1)).toBe(true);
  expect(nestsDeeper('["\\"",[', 1)).toBe(true);
  expect(nestsDeeper('["\\",[[[[', 1)).toBe(false);
});

test('the depth found is the depth there is, whatever the value', () => {
  const depthOf = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
  assert(
    property(jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value);
      const depth = depthOf(JSON.parse(text));
      expect(nestsDeeper(text, depth)).toBe(false);
      if (depth > 0) expect(nestsDeeper(text, depth - 1)).toBe(true);
    }),
  );
});

test('an error is found where it was made and where the engine finds it', () => {
  assert(
    property(jsonValue(), nat(), constantFrom('x', '}', ']', ',', ':', '"', '\\', '\n', '0'), (value, at, mark) => {
      const text = JSON.stringify(value, null, 1);
      const place = at % (text.length + 1);
      const broken = text.slice(0, place) + mark + text.slice(place);
      let valid = true;
      let position: number | undefined;
      try {
        JSON.parse(broken);
      } catch (error) {
        valid = false;
        const [, digits] = /position (\d+)/.exec(String(error)) ?? [];
        position = digits === undefined ? undefined : Number(digits);
      }
      const found = jsonErrorAt(broken);
      if (valid) expect(found).toBe(broken.length);
      // A broken number or escape is found where it begins.
      else expect(found).toBeGreaterThanOrEqual(place - 6);
      if (!valid && position !== undefined) expect(Math.abs(found - position)).toBeLessThanOrEqual(6);
    }),
  );
});

test('keys that name parts of an object are plain data', () => {
  const json = readJsonBody(Buffer.from('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'));
  expect(Object.hasOwn(json, '__proto__')).toBe(true);
  expect('polluted' in {}).toBe(false);
});
