import { expect, test } from 'vitest';
import { repeat } from './repeat.ts';

test('every seed is run once, one after another', async () => {
  const seeds: number[] = [];
  await repeat((seed) => void seeds.push(seed), { seed: 7, runs: 3 });
  expect(seeds).toEqual([7, 8, 9]);
});

test('the seed that failed is named, and the failure is kept', async () => {
  const failure = new Error('The bound was missed.');
  const run = async (seed: number): Promise<void> => {
    await Promise.resolve();
    if (seed === 41) throw failure;
  };
  const failing = repeat(run, { seed: 40, runs: 5 });
  await expect(failing).rejects.toThrow(
    /seed 41, run 2 of 5; \{ seed: 41, runs: 1 \} repeats it. The bound was missed/,
  );
  await expect(repeat(run, { seed: 41, runs: 1 })).rejects.toMatchObject({ cause: failure });
});
