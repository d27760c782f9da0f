import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corpusFolder, recordingsOf, withoutCorpus } from './recordings.ts';
import { runCheck } from './report.ts';
import { readStreamed, responsesCheck } from './responses-check.ts';

const folder = corpusFolder();

describe.skipIf(folder === undefined)(folder === undefined ? withoutCorpus : 'recorded Responses exchanges', () => {
  test('every reply, stream, error and request is read without loss, and written back as it came', () => {
    const { read, differing } = runCheck(responsesCheck);
    expect(differing).toEqual([]);
    expect(read).toBeGreaterThan(280);
  });

  test('a stream says the same wherever its bytes are cut and however its lines end', () => {
    const streams = recordingsOf('openai-responses').flatMap(({ streamed }) => streamed ?? []);
    const sizes = fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 40 });
    const endings = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.constantFrom(...streams), sizes, endings, (streamed, cuts, ending) => {
        const bytes = Buffer.from(streamed.replaceAll(/\r?\n/g, ending));
        expect(readStreamed(cutUp(bytes, cuts))).toEqual(readStreamed([Buffer.from(streamed)]));
      }),
      { numRuns: 200 },
    );
  });
});

/** Cuts bytes into chunks of these sizes, again and again from the first. */
function* cutUp(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let start = 0;
  for (let turn = 0; start < bytes.length; turn += 1) {
    const end = start + 1 + (sizes[turn % sizes.length] ?? 0);
    yield bytes.subarray(start, end);
    start = end;
  }
}
