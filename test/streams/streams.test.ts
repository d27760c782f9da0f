import { describe, expect, test } from 'vitest';
import { corpusFolder, withoutCorpus } from '../corpus/recordings.ts';
import { plans, tryStreams } from './streams.ts';

const folder = corpusFolder();

describe.skipIf(folder === undefined)(folder === undefined ? withoutCorpus : 'recorded streams', () => {
  test('cut or stalled anywhere they show one reply or an error with it, whatever is done about it', async () => {
    const results = await tryStreams(1);
    expect(results.flatMap(({ violations }) => violations)).toEqual([]);
    expect(results.map(({ protocol }) => protocol).toSorted()).toEqual([
      'chat',
      'gemini',
      'messages',
      'ollama',
      'responses',
    ]);
    const trials = results.reduce((sum, result) => sum + result.trials, 0);
    expect(trials).toBeGreaterThan(400 * (plans.end.length + plans.stall.length + plans.reset.length));
  });
});
