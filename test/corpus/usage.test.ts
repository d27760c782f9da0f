import { beforeAll, describe, expect, test } from 'vitest';
import { corpusFolder, withoutCorpus } from './recordings.ts';
import { checkUsage } from './usage-check.ts';
import type { UsageResult } from './usage-check.ts';

/** How many recordings say how many tokens they took. */
const counted = { chat: 572, messages: 197, gemini: 180, ollama: 32, responses: 276 };

/** What is wrong with recordings whose own numbers do not agree: who wrote them, and how many there are. */
const contradictions = {
  'there are more cached tokens than tokens in the prompt': ['azure-openai', 7],
  'thoughts are in the total only': ['google', 2],
  'audio is in the total, but not in the prompt': ['mistral', 2],
  'reasoning is neither in the completion nor in the total': ['vercel-ai-gateway', 7],
  'reasoning is in the total, but not in the completion': ['xai', 18],
  'what a compaction took is paid for, but in the iterations only': ['anthropic', 2],
  'what an advisor took has the price of another model, and is left out': ['anthropic', 1],
  'the modalities of the prompt are fewer than the prompt': ['google', 4],
  'the last report of a stream leaves out the text that an earlier one counted': ['google', 1],
  'a prompt that came from the cache is not counted': ['ollama', 2],
};

const folder = corpusFolder();

describe.skipIf(folder === undefined)(folder === undefined ? withoutCorpus : 'recorded usage', () => {
  let results: readonly UsageResult[] = [];
  beforeAll(() => {
    results = checkUsage();
  });

  test('the buckets of every recording add up to what its provider counted', () => {
    expect(results.flatMap(({ differing }) => differing)).toEqual([]);
    expect(Object.fromEntries(results.map((result) => [result.protocol, result.counted]))).toEqual(counted);
  });

  test('the recordings whose own numbers contradict each other are known, with what is wrong with them', () => {
    const found = results
      .flatMap((result) => [...result.contradictions])
      .map(([reason, files]) => [reason, [files[0]?.split('--')[0], files.length]]);
    expect(Object.fromEntries(found)).toEqual(contradictions);
  });
});
