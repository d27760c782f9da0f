import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../simulation/seeded-random.ts';
import { fileLog } from '../store/file-log.ts';
import { memoryLog } from '../store/memory-log.ts';
import { experiment } from './experiment.ts';
import type { ExperimentOptions } from './experiment.ts';
import type { ExperimentEntry } from './experiment-entry.ts';
import { tellResult } from './tell-result.ts';
import { template } from './template.ts';

const [plain, steps] = [template('Solve {{it}}.', { id: 'plain' }), template('Solve {{it}} slowly.', { id: 'steps' })];
const both = [
  { name: 'plain', template: plain },
  { name: 'steps', template: steps },
];
const options = (more: Partial<ExperimentOptions> = {}): ExperimentOptions => ({
  id: 'solver',
  variants: both,
  random: seededRandom(1),
  ...more,
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steadfast-experiment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('it says how many more outcomes are needed, until there is a winner, who is chosen from then on', async () => {
  const { choose, record, result } = await experiment(options({ effect: 0.2 }));
  const random = seededRandom(7);
  expect(result().verdict).toEqual({ type: 'not-enough-data', moreOutcomes: expect.any(Number) });
  let verdict = result().verdict;
  let count = 0;
  while (verdict.type === 'not-enough-data') {
    const choice = choose();
    const pass = random() < (choice.variant === 'steps' ? 0.9 : 0.4);
    verdict = await record(choice, { pass });
    count += 1;
    if (count === 5) expect(verdict.type).toBe('not-enough-data');
  }
  expect(verdict).toEqual({ type: 'winner', variant: 'steps' });
  expect(count).toBeGreaterThan(15);
  expect(count).toBeLessThan(200);
  expect(choose().variant).toBe('steps');
  expect(choose({ key: 'anyone' }).variant).toBe('steps');
  await record({ variant: 'plain' }, { pass: true });
  const { outcomes, comparisons } = result();
  expect(outcomes).toBe(count);
  expect(comparisons[0]?.difference[1]).toBeLessThan(0);
  expect(tellResult(result())).toMatch(
    /^solver, \d+ outcomes: "steps" is better than all others\.\n {2}plain: mean 0\.\d+/,
  );
});

test('a winner is never named after five outcomes', async () => {
  const { record, result } = await experiment(options({ effect: 0.4 }));
  for (let index = 0; index < 5; index += 1) {
    await record({ variant: 'steps' }, { score: 1 });
    await record({ variant: 'plain' }, { score: 0 });
  }
  const { verdict, variants } = result();
  expect(verdict.type).toBe('not-enough-data');
  expect(variants[1]).toMatchObject({ name: 'steps', outcomes: 5, mean: 1 });
});

test('of one key the first outcome counts, and its variant stays, adaptively too', async () => {
  for (const allocation of ['weights', 'adaptive'] as const) {
    const log = memoryLog<ExperimentEntry>();
    const { choose, record, result } = await experiment(options({ allocation, log }));
    const chosen = choose({ key: 'ada@example.com' });
    for (let index = 0; index < 20; index += 1) {
      expect(choose({ key: 'ada@example.com' }).variant).toBe(chosen.variant);
      await record(chosen, { score: 0.5 });
    }
    expect(result().outcomes).toBe(1);
    expect(JSON.stringify(await log.read())).not.toContain('ada');
    const again = await experiment(options({ allocation, log, random: seededRandom(99) }));
    expect(again.choose({ key: 'ada@example.com' }).variant).toBe(chosen.variant);
    await again.record(chosen, { score: 0.5 });
    expect(again.result().outcomes).toBe(1);
  }
});

test('a variant that is slower than is put up with is not chosen any more, and does not win', async () => {
  const { choose, record, result } = await experiment(
    options({ guardrails: [{ metric: 'latencyMs', worseBy: 0.2, most: 5_000 }], effect: 0.1 }),
  );
  while (result().verdict.type === 'not-enough-data') {
    const choice = choose();
    await record(choice, { score: 0.5, latencyMs: choice.variant === 'steps' ? 4_000 : 1_000, cost: 0.01 });
  }
  expect(result().verdict).toEqual({ type: 'guardrail' });
  expect(result().variants[1]).toMatchObject({ breaks: ['latencyMs'], meanLatencyMs: 4_000 });
  expect(result().variants[1]?.meanCost).toBeCloseTo(0.01);
  expect(choose({ key: 'anyone' }).variant).toBe('plain');
  expect(tellResult(result())).toContain('makes latencyMs worse than is put up with');
});

test('it ends with as many outcomes as are allowed, and the first variant stays', async () => {
  const { choose, record, result } = await experiment(options({ max: 10 }));
  for (let index = 0; index < 12; index += 1) await record(choose(), { score: index % 2 });
  expect(result()).toMatchObject({ verdict: { type: 'max' }, outcomes: 10 });
  expect(choose().variant).toBe('plain');
});

test('it goes on where its log ends, beside others in the same log', async () => {
  const log = memoryLog<ExperimentEntry>();
  const first = await experiment(options({ log }));
  const other = await experiment(options({ log, id: 'other' }));
  const random = seededRandom(3);
  for (let index = 0; index < 60; index += 1) {
    const outcome = { score: random(), pass: random() < 0.5, cost: random(), latencyMs: 1_000 * random() };
    await first.record(first.choose({ key: `${index}` }), outcome);
    await other.record(other.choose(), { score: 1 });
  }
  expect((await experiment(options({ log }))).result()).toEqual(first.result());
});

test('other settings and other prompts are another experiment', async () => {
  const log = memoryLog<ExperimentEntry>();
  await experiment(options({ log }));
  await expect(experiment(options({ log, alpha: 0.01, effect: 0.2 }))).rejects.toThrow(
    'The experiment "solver" began with other settings (alpha, effect)',
  );
  const changed = [
    both[0] ?? { name: '', template: plain },
    { name: 'steps', template: template('Solve {{it}} fast.') },
  ];
  await expect(experiment(options({ log, variants: changed }))).rejects.toThrow('the text of its prompts');
  await experiment(options({ log, allocation: 'adaptive' }));
});

test.each([
  [{ score: 2 }, 'its score is 2'],
  [{}, 'neither a score nor a pass'],
  [{ score: 1, cost: -1 }, 'its cost is -1'],
  [{ score: Number.NaN }, 'its score is NaN'],
])('the outcome %j is refused', async (outcome, what) => {
  const { record } = await experiment(options());
  await expect(record({ variant: 'plain' }, outcome)).rejects.toThrow(what);
});

test('settings that nothing can be decided by are refused', async () => {
  await expect(experiment(options({ variants: both.slice(1) }))).rejects.toThrow('two variants at least');
  await expect(experiment(options({ alpha: 1 }))).rejects.toThrow('alpha between 0 and 1');
  await expect(experiment(options({ effect: 0 }))).rejects.toThrow('effect from 0.001');
  await expect(experiment(options({ max: 0 }))).rejects.toThrow('max of 1');
  const guardrails = [{ metric: 'cost', worseBy: 0.1, most: 0 }] as const;
  await expect(experiment(options({ guardrails }))).rejects.toThrow('guardrail on cost');
  const forOne = [...both, { name: 'x', template: plain, models: ['a/*'] }];
  await expect(experiment(options({ variants: forOne }))).rejects.toThrow('are for different models');
  const { record } = await experiment(options());
  await expect(record({ variant: 'stepz' }, { score: 1 })).rejects.toThrow('no variant "stepz"');
});

test('an outcome that could not be kept is not counted, and may be told again', async () => {
  const inner = memoryLog<ExperimentEntry>();
  let full = false;
  const log = {
    ...inner,
    append: (entry: ExperimentEntry) => (full ? Promise.reject(new Error('disk full')) : inner.append(entry)),
  };
  const { record, result } = await experiment(options({ log }));
  full = true;
  await expect(record({ variant: 'plain', key: 'k' }, { score: 1 })).rejects.toThrow('disk full');
  expect(result().outcomes).toBe(0);
  full = false;
  await record({ variant: 'plain', key: 'k' }, { score: 1 });
  expect(result().outcomes).toBe(1);
});

test('outcomes that were counted are still there when the process is killed', async () => {
  const path = join(folder, 'killed.jsonl');
  const here = import.meta.dirname;
  const program = `
    import { experiment } from ${JSON.stringify(join(here, 'experiment.ts'))};
    import { template } from ${JSON.stringify(join(here, 'template.ts'))};
    import { fileLog } from ${JSON.stringify(join(here, '../store/file-log.ts'))};
    const variants = ['plain', 'steps'].map((name) => ({ name, template: template(name) }));
    const { choose, record } = await experiment({ id: 'killed', variants, log: fileLog(${JSON.stringify(path)}) });
    for (let count = 1; ; count += 1) {
      await record(choose(), { score: (count % 10) / 10 });
      process.stdout.write(count + '\\n');
    }`;
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  for await (const chunk of child.stdout) {
    told += String(chunk);
    if (told.split('\n').length > 50) child.kill('SIGKILL');
  }
  const counted = Number(told.trim().split('\n').at(-1));
  const variants = ['plain', 'steps'].map((name) => ({ name, template: template(name) }));
  const { result } = await experiment({ id: 'killed', variants, log: fileLog(path) });
  expect(counted).toBeGreaterThan(40);
  expect([counted, counted + 1]).toContain(result().outcomes);
});
