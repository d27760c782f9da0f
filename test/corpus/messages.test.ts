import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import { messages } from '../../packages/steadfast/src/protocols/messages/messages.ts';
import { messagesCheck, readStreamed, spliced } from './messages-check.ts';
import { recordingsOf, withoutCorpus } from './recordings.ts';
import { runCheck } from './report.ts';

const all = recordingsOf('anthropic-messages');
const streams = all.filter(({ streamed, file }) => streamed !== undefined && file !== spliced);
const skipped = all.length === 0;

test.skipIf(!skipped)(withoutCorpus, () => {});

test.skipIf(skipped)('all recorded Messages exchanges are read without loss and written back as they came', () => {
  expect(runCheck(messagesCheck)).toEqual({ protocol: 'messages', read: 208, differing: [] });
});

test.skipIf(skipped)('a stream reads the same however its bytes are cut and its lines end', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 });
  const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.constantFrom(...streams), sizes, lineEnd, ({ streamed = '' }, cut, end) => {
      const bytes = Buffer.from(streamed.replaceAll('\n', end));
      expect(readStreamed(pieces(bytes, cut))).toEqual(readStreamed([Buffer.from(streamed)]));
    }),
    { numRuns: 150 },
  );
});

test.skipIf(skipped)('two replies spliced into one stream are an interruption, never one reply', () => {
  const recording = all.find(({ file }) => file === spliced);
  const read = (): unknown => readStreamed([Buffer.from(recording?.streamed ?? '')]);
  expect(read).toThrow(ModelError);
  expect(read).toThrow(expect.objectContaining({ kind: 'interrupted' }));
});

test.skipIf(skipped)('a recorded message that is no object is refused by its place', () => {
  const recording = all.find(({ request }) => JSON.stringify(request?.messages) === '["Invalid content"]');
  expect(() => messages.readRequest(recording?.request ?? {})).toThrow('messages[0]');
});

function* pieces(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}
