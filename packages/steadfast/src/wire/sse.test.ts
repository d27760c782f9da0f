import { array, assert, constantFrom, nat, property, record, string, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { isModelError } from '../model/error.ts';
import { SseReader } from './sse.ts';

type Event = [event: string, data: string];

function readChunks(chunks: readonly (string | Uint8Array)[], maxLineBytes?: number): Event[] {
  const events: Event[] = [];
  const reader = new SseReader((event, data) => events.push([event, data]), { maxLineBytes });
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  reader.end();
  return events;
}

function readBytewise(text: string): Event[] {
  return readChunks(Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte)));
}

function kindThrown(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return isModelError(error) ? error.kind : String(error);
  }
}

test('an event is its name and its data', () => {
  expect(readChunks(['event: ping\ndata: {"a":1}\n\ndata: two\n\n'])).toEqual([
    ['ping', '{"a":1}'],
    ['', 'two'],
  ]);
});

test('lines may end in LF, CR LF or CR, in one stream', () => {
  const text = 'event: a\r\ndata: 1\r\n\r\nevent: b\rdata: 2\r\revent: c\ndata: 3\n\n';
  const events = [
    ['a', '1'],
    ['b', '2'],
    ['c', '3'],
  ];
  expect(readChunks([text])).toEqual(events);
  expect(readBytewise(text)).toEqual(events);
});

test('a chunk cut between CR and LF does not end an event early', () => {
  expect(readChunks(['event: a\r', '\ndata: 1\r', '\ndata: 2\r', '', '\n\r', '\n'])).toEqual([['a', '1\n2']]);
});

test('a byte order mark at the beginning is dropped, wherever it is cut, and kept elsewhere', () => {
  const text = '\u{FEFF}data: a\u{FEFF}b\n\n';
  expect(readChunks([text])).toEqual([['', 'a\u{FEFF}b']]);
  expect(readBytewise(text)).toEqual([['', 'a\u{FEFF}b']]);
  expect(readChunks(['data: 1\n\n', '\u{FEFF}data: 2\n\n'])).toEqual([['', '1']]);
});

test('comments, ids, retry times and unknown fields are passed over', () => {
  const text = ': OPENROUTER PROCESSING\n\nid: 7\nretry: 10\nfoo: bar\nDATA: no\ndatax: no\ndata: yes\n\n:\n\n';
  expect(readChunks([text])).toEqual([['', 'yes']]);
});

test('one space after the colon is dropped, and it may be missing', () => {
  expect(readChunks(['data:a\n\ndata: b\n\ndata:  c\n\nevent:e\ndata:\n\n'])).toEqual([
    ['', 'a'],
    ['', 'b'],
    ['', ' c'],
    ['e', ''],
  ]);
});

test('several data lines are one event, joined by line feeds', () => {
  expect(readChunks(['data: {"a":\ndata: 1}\n\n', 'data\ndata\n\n'])).toEqual([
    ['', '{"a":\n1}'],
    ['', '\n'],
  ]);
});

test('an event without data is none, and its name does not stick', () => {
  expect(readChunks(['event: lost\n\ndata: 1\n\nevent: lost\nevent\ndata: 2\n\n'])).toEqual([
    ['', '1'],
    ['', '2'],
  ]);
});

test('the last event counts also without its blank line or its line ending', () => {
  expect(readChunks(['data: 1\n\ndata: 2\n'])).toEqual([
    ['', '1'],
    ['', '2'],
  ]);
  expect(readChunks(['event: e\ndata: 2'])).toEqual([['e', '2']]);
  expect(readChunks(['data: 1\r\n\r'])).toEqual([['', '1']]);
  expect(readChunks([])).toEqual([]);
});

test('invalid UTF-8 becomes U+FFFD and the rest stays whole', () => {
  const chunks = [Buffer.from('data: a'), Uint8Array.of(0xff), Buffer.from('b\n\ndata: c'), Uint8Array.of(0xe2, 0x82)];
  expect(readChunks(chunks)).toEqual([
    ['', 'a\u{FFFD}b'],
    ['', 'c\u{FFFD}'],
  ]);
});

test('however the bytes are split, the same events come out', () => {
  const line = tuple(
    constantFrom('data: ', 'data:', 'data', 'event: ', 'event', 'event:', ': ', 'id: ', '', '\u{FEFF}'),
    string({ unit: 'binary', maxLength: 8 }),
    constantFrom('\n', '\r\n', '\r', '\n\n', '\r\n\r\n', '\r\r'),
  );
  const stream = record({ lines: array(line, { maxLength: 12 }), cuts: array(nat(200), { maxLength: 12 }) });
  assert(
    property(stream, ({ lines, cuts }) => {
      const text = lines.flat().join('');
      const bytes = Buffer.from(text);
      const places = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
      const plain = text.replaceAll(/\r\n?/g, '\n');
      expect(readChunks(chunks)).toEqual(readChunks([plain]));
      expect(readBytewise(text)).toEqual(readChunks([plain]));
    }),
  );
});

test('a line above the limit is refused as too large', () => {
  expect(kindThrown(() => readChunks(['data: 12345678901234567890\n\n'], 16))).toBe('too-large');
  expect(kindThrown(() => readChunks(['data: 1234567', '8901234567890'], 16))).toBe('too-large');
  expect(kindThrown(() => readChunks(['data: 12345\ndata: 12345\ndata: 12345\ndata: 12345\n\n'], 16))).toBe(
    'too-large',
  );
  expect(readChunks(['data: 1234567890\n\n', 'data: 1234567890\n\n'], 16)).toHaveLength(2);
});

test('a line of 64 MB in small chunks is given up at 4 MiB, having cost linear time', () => {
  const chunk = Buffer.alloc(64 * 1024, 'a');
  const reader = new SseReader(() => undefined);
  let pushed = 0;
  const started = performance.now();
  const kind = kindThrown(() => {
    reader.push(Buffer.from('data: '));
    for (; pushed < 1024; pushed += 1) reader.push(chunk);
  });
  expect(kind).toBe('too-large');
  expect(pushed).toBe(63);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('a line of 16 MB that dribbles in 64 bytes at a time is read in linear time', () => {
  const chunk = Buffer.alloc(64, 'a');
  const sizes: number[] = [];
  const reader = new SseReader((_, data) => sizes.push(data.length), { maxLineBytes: 64 * 1024 * 1024 });
  const started = performance.now();
  reader.push(Buffer.from('data: '));
  for (let count = 0; count < 256 * 1024; count += 1) reader.push(chunk);
  reader.push(Buffer.from('\n\n'));
  expect(sizes).toEqual([16 * 1024 * 1024]);
  // Searching the whole line again for each chunk would take minutes.
  expect(performance.now() - started).toBeLessThan(5000);
});
