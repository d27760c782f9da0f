import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rehearse } from '@steadfast/testkit';
import type { Model } from 'steadfast';
import { numberFeedback } from 'steadfast/feedback';
import { template } from 'steadfast/prompts';
import { isRefineEntry, ranked, refine, refineAll, runOf, toldAttempts } from 'steadfast/refine';
import type { RefineOptions } from 'steadfast/refine';
import { fileLog } from 'steadfast/store';
import { afterAll, expect, test } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const unindented = (code: string): string => code.replaceAll(/\s+/g, '');
const folder = mkdtempSync(join(tmpdir(), 'steadfast-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every piece of code in the guide stands in this file', () => {
  const pieces = [...read('refinement.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(3);
  for (const piece of pieces) expect(unindented(read('refinement.test.ts'))).toContain(unindented(piece));
});

const prompt = template(`Which number is it?
{{examples}}
{{#attempts}}{{attempts}}{{/attempts}}`);
const examples = ['It is even.', 'It is more than 40.', 'It is less than 44.'];
const written = (clues: readonly string[]): string =>
  clues.map((clue, index) => `Clue ${index + 1}: ${clue}`).join('\n');

/** A model that is asked three times until it knows. */
function rehearsed(): { readonly solver: Model; readonly asked: () => number } {
  const { model: solver, next, calls } = rehearse();
  void (async () => {
    for (;;) {
      const call = await next();
      const earlier = call.said.split('<attempt ').length - 1;
      call.reply(['forty-two', '41', '42'][earlier] ?? '42');
    }
  })();
  return { solver, asked: () => calls.length };
}

test('a run is refined, and taken up without a call', async () => {
  const { solver, asked } = rehearsed();
  const path = join(folder, 'run.jsonl');
  const outcome = await refine({
    experts: [solver, solver, solver].map((model) => ({
      model,
      request: (attempts, { order }) =>
        prompt.render({ examples: written(order(examples)), attempts: toldAttempts(attempts) }),
    })),
    extract: ({ text }) =>
      /^-?\d+$/.test(text) ? { value: Number(text) } : { problem: `"${text}" is no whole number.` },
    check: (answer) => numberFeedback(answer, 42),
    attempts: 5,
    limits: { calls: 20, timeMs: 600_000, timeouts: 5, tokens: 200_000 },
    log: fileLog(path, { accepts: isRefineEntry }),
  });
  expect(outcome).toMatchObject({ ended: 'agreed', answer: 42 });
  const calls = asked();
  const options = optionsFor(solver);
  const again = await refine({ ...options, log: fileLog(path, { accepts: isRefineEntry }) });
  expect(again).toMatchObject({ ended: 'agreed', answer: 42, spent: { calls: outcome.spent.calls } });
  expect(asked()).toBe(calls);
});

function optionsFor(model: Model): RefineOptions<number> {
  return {
    experts: [1, 2, 3].map(() => ({
      model,
      request: (attempts) => prompt.render({ examples: written(examples), attempts: toldAttempts(attempts) }),
    })),
    extract: ({ text }) => (/^-?\d+$/.test(text) ? { value: Number(text) } : { problem: 'it is no whole number.' }),
    check: (answer) => numberFeedback(answer, 42),
  };
}

test('many tasks share a log and a budget', async () => {
  const options = optionsFor(rehearsed().solver);
  const path = join(folder, 'many.jsonl');
  const many = await refineAll(
    [1, 2, 3].map((number) => ({ ...options, task: `task ${number}` })),
    { concurrency: 2, limits: { calls: 100 }, log: fileLog(path, { accepts: isRefineEntry }) },
  );
  expect(many.tasks.map(({ outcome }) => outcome?.answer)).toEqual([42, 42, 42]);
  const entries = await fileLog(path, { accepts: isRefineEntry }).read();
  const first = runOf(entries.filter(({ task }) => task === 'task 1'));
  expect(ranked(first.attempts)[0]).toMatchObject({ answer: 42, passed: true });
});
