import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { model as modelOf } from 'steadfast';
import { experiment, measuresOf, template } from 'steadfast/prompts';
import { fileLog } from 'steadfast/store';
import { afterAll, expect, test, vi } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const unindented = (code: string): string => code.replaceAll(/\s+/g, '');

test('every piece of code in the guide stands in the file that runs', () => {
  const pieces = [...read('experiments.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(2);
  for (const piece of pieces) expect(unindented(read('experiments.test.ts'))).toContain(unindented(piece));
});

const folder = await mkdtemp(join(tmpdir(), 'steadfast-guide-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a variant is chosen, and what came of it is counted', async () => {
  const path = join(folder, 'solver.jsonl');
  const model = modelOf('sim/echo');
  const task = { id: 'one', problem: 'the first example' };
  const isRight = (text: string): boolean => text.length < 30;
  const console = { log: vi.fn() };

  const { choose, record, result } = await experiment({
    id: 'solver',
    variants: [
      { name: 'plain', template: template('Solve {{problem}}.') }, // the one that there was
      { name: 'steps', template: template('Solve {{problem}} step by step.') },
    ],
    effect: 0.1,
    guardrails: [{ metric: 'cost', worseBy: 0.2, most: 0.05 }],
    log: fileLog(path),
  });

  const choice = choose({ key: task.id });
  const { text, prompt } = choice.render({ problem: task.problem });
  const reply = await model.complete(text, { prompt });
  const verdict = await record(choice, { pass: isRight(reply.text), ...measuresOf(reply) });
  expect(verdict.type).toBe('not-enough-data');
  expect(prompt).toMatchObject({ experiment: 'solver', variant: choice.variant });

  const { verdict: now, variants, comparisons } = result();
  for (const { name, outcomes, mean, interval } of variants) console.log(name, outcomes, mean, interval);
  expect(now).toEqual(verdict);
  expect(comparisons).toHaveLength(1);
  expect(console.log).toHaveBeenCalledTimes(2);
  expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(2);
});

test('one that always passes beside one that never does wins after nine pairs', async () => {
  const variants = ['a', 'b'].map((name) => ({ name, template: template(name) }));
  const { record, result } = await experiment({ id: 'nine', variants, effect: 0.1 });
  for (let pair = 1; pair <= 9; pair += 1) {
    await record({ variant: 'a' }, { pass: false });
    expect(result().verdict.type).toBe('not-enough-data');
    await record({ variant: 'b' }, { pass: true });
  }
  expect(result().verdict).toEqual({ type: 'winner', variant: 'b' });
});
