import { array, assert, nat, property, tuple, json } from 'fast-check';
import { expect, test } from 'vitest';
import { isModelError } from '../model/error.ts';
import { NdjsonReader } from './ndjson.ts';

function readChunks(chunks: readonly (string | Uint8Array)[], maxLineBytes?: number): string[] {
  const lines: string[] = [];
  const reader = new NdjsonReader((_, data) => lines.push(data), { maxLineBytes });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  reader.end();
  return lines;
}

test('each line is an event without a name', () => {
  const events: [string, string][] = [];
  const reader = new NdjsonReader((event, data) => events.push([event, data]));
  reader.push(Buffer.from('{"a":1}\n{"b":2}\n'));
  expect(events).toEqual([
    ['', '{"a":1}'],
    ['', '{"b":2}'],
  ]);
});

test('blank lines are passed over, CR LF ends a line, and the last line needs no ending', () => {
  expect(readChunks(['\n{"a":1}\r\n\r\n', '  \n{"b":', '2}'])).toEqual(['{"a":1}', '{"b":2}']);
  expect(readChunks([])).toEqual([]);
});

test('however the bytes are split, the same lines come out', () => {
  assert(
    property(tuple(array(json(), { maxLength: 8 }), array(nat(200), { maxLength: 12 })), ([values, cuts]) => {
      const bytes = Buffer.from(values.join('\n'));
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
      expect(readChunks(chunks)).toEqual(values);
    }),
  );
});

test('a line above the limit is refused as too large, whole or in pieces', () => {
  const tooLarge = (chunks: string[]): unknown => {
    try {
      return readChunks(chunks, 16);
    } catch (error) {
      return isModelError(error) ? error.kind : error;
    }
  };
  expect(tooLarge(['{"a":"1234567890"}\n'])).toBe('too-large');
  expect(tooLarge(['{"a":"12345', '67890"}\n'])).toBe('too-large');
  expect(tooLarge(['{"a":"1234567"}\n', '{"a":"1234567"}\n'])).toHaveLength(2);
});

test('a long line that dribbles in is read in linear time', () => {
  const chunk = Buffer.alloc(64, '1');
  const sizes: number[] = [];
  const reader = new NdjsonReader((_, data) => sizes.push(data.length), { maxLineBytes: 64 * 1024 * 1024 });
  const started = performance.now();
  for (let count = 0; count < 256 * 1024; count += 1) reader.push(chunk);
  reader.end();
  expect(sizes).toEqual([16 * 1024 * 1024]);
  expect(performance.now() - started).toBeLessThan(5000);
});
