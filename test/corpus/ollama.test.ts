import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ollamaCheck, readLines } from './ollama-check.ts';
import { recordingsOf, withoutCorpus } from './recordings.ts';
import { runCheck } from './report.ts';

const all = recordingsOf('ollama-chat', 'ollama-generate');
const streams = all.filter(({ streamed }) => streamed !== undefined);
const skipped = all.length === 0;

test.skipIf(!skipped)(withoutCorpus, () => {});

test.skipIf(skipped)('all recorded Ollama exchanges are read without loss and written back as they came', () => {
  expect(runCheck(ollamaCheck)).toEqual({ protocol: 'ollama', read: 33, differing: [] });
});

test.skipIf(skipped)('a stream reads the same however its bytes are cut and its lines end', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom(...streams), sizes, fc.constantFrom('\n', '\r\n'), ({ streamed = '' }, cut, end) => {
      const bytes = Buffer.from(streamed.replaceAll('\n', end));
      expect(readLines(pieces(bytes, cut))).toEqual(readLines([Buffer.from(streamed)]));
    }),
    { numRuns: 60 },
  );
});

function* pieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}
