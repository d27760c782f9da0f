import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { gemini } from '../../packages/steadfast/src/protocols/gemini/gemini.ts';
import { geminiCheck, readStreamed } from './gemini-check.ts';
import { recordingsOf, withoutCorpus } from './recordings.ts';
import { runCheck } from './report.ts';

const all = recordingsOf('gemini-generate', 'gemini-stream');
const streams = all.filter(({ streamed }) => streamed !== undefined);
const skipped = all.length === 0;

test.skipIf(!skipped)(withoutCorpus, () => {});

test.skipIf(skipped)(
  'all recorded generateContent exchanges are read without loss and written back as they came',
  () => {
    expect(runCheck(geminiCheck)).toEqual({ protocol: 'gemini', read: 189, differing: [] });
  },
);

test.skipIf(skipped)('a stream reads the same however its bytes are cut and its lines end', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.constantFrom(...streams), sizes, lineEnd, ({ streamed = '' }, cut, end) => {
      const bytes = Buffer.from(streamed.replaceAll(/\r?\n/g, end));
      expect(readStreamed(pieces(bytes, cut))).toEqual(readStreamed([Buffer.from(streamed)]));
    }),
    { numRuns: 100 },
  );
});

test.skipIf(skipped)('a stream without the event that says why it ended is an interruption', () => {
  for (const { streamed = '', file } of streams) {
    const reader = gemini.readStream('google');
    const events = streamed.split(/\r?\n/).filter((line) => line.startsWith('data: '));
    const endless = events.filter((line) => !line.includes('"finishReason"'));
    for (const line of endless) reader.read('', line.slice('data: '.length), () => {});
    expect(() => reader.end(() => {}), file).toThrow(expect.objectContaining({ kind: 'interrupted' }));
  }
});

function* pieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}
