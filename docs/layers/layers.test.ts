import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModels, restoreBudget } from 'steadfast';
import {
  balance,
  budget,
  budgeted,
  cache,
  fallback,
  hedge,
  isModelError,
  route,
  split,
  stack,
  survive,
} from 'steadfast';
import { withBudget } from 'steadfast';
import type { CacheStore, Model, ModelOptions } from 'steadfast';
import { limit, newGate } from 'steadfast/layers';
import { expect, test, vi } from 'vitest';

const here = import.meta.dirname;

/** The pieces of code of a page. */
function piecesOf(page: string): string[] {
  return [...readFileSync(join(here, page), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
}

const pages = readdirSync(here).filter((name) => name.endsWith('.md'));
const pieces = pages.flatMap(piecesOf);
const importLine = /^import \{ (.*) \} from '(.*)';\n/gm;
const closeTo = (code: string): string => code.replaceAll(/\s+/g, '');

const simulated = createModels({ prices: { 'sim/echo': { input: 1, output: 1, cacheRead: 1, source: 'this test' } } });

/** A simulated model by the name that the pages give it. */
const model = (id: string, options?: ModelOptions): Model => ({ ...simulated.model('sim/echo', options), id });

test('every piece of code on the pages of the layers stands in this file, which runs it', () => {
  const own = closeTo(readFileSync(import.meta.filename, 'utf8'));
  expect(pieces.length).toBeGreaterThan(15);
  for (const piece of pieces) expect(own).toContain(closeTo(piece.replaceAll(importLine, '')));
});

test('what the pages import is there', async () => {
  for (const [, names = '', door = ''] of pieces.flatMap((piece) => [...piece.matchAll(importLine)])) {
    expect(await import(door)).toMatchObject(
      Object.fromEntries(names.split(', ').map((name) => [name, expect.anything()])),
    );
  }
});

test('balance shares calls out, and sessions stay where they are', async () => {
  const shared = balance([model('azure/gpt-6-luna'), model('openai/gpt-6-luna')]);
  await shared.complete('Why is the sky blue?', { session: 'conversation 7' });
  const again = await shared.complete('And at dusk?', { session: 'conversation 7' });
  expect(again.text).toBe('And at dusk?');
});

test('a breaker has rules of its own, or is left out', async () => {
  model('openai/gpt-6-luna', { breaker: { failureRate: 0.3 } });
  model('ollama/qwen3', { breaker: false });
  expect((await model('ollama/qwen3', { breaker: false }).complete('Is it open?')).attempts).toHaveLength(1);
});

test('budgets are nested, saved and restored', async () => {
  const console = { log: vi.fn() };
  const files = new Map<string, string>();
  const writeFile = async (name: string, text: string): Promise<void> => void files.set(name, text);
  const readFile = async (name: string, _encoding: string): Promise<string> => files.get(name) ?? '';

  const run = budget({ name: 'run', money: 5, tokens: 2_000_000, calls: 500, timeouts: 10, timeMs: 3_600_000 });
  const task = run.child({ name: 'task', calls: 20 });

  await model('openai/gpt-6-luna').complete('Is it done?', { budget: task });
  console.log(task.left, run.spent);
  expect(console.log).toHaveBeenCalledWith(
    expect.objectContaining({ calls: 19 }),
    expect.objectContaining({ calls: 1, tokens: expect.any(Number) }),
  );

  await writeFile('run.json', JSON.stringify(run.save()));
  const again = restoreBudget(JSON.parse(await readFile('run.json', 'utf8')));
  expect(again.left.calls).toBe(499);
});

test('a loop ends with its budget and gives its best', async () => {
  const console = { log: vi.fn() };
  const problem = 'Which number is it?';
  let asked = 0;
  const isSolution = (text: string): boolean => text !== '' && (asked += 1) === 3;
  const scoreOf = (text: string): number => text.length;

  const solver = model('openai/gpt-6-luna', { limits: { bodyMs: 60_000 } });

  const outcome = await withBudget({ timeMs: 600_000, timeouts: 15 }, async ({ budget, keep }) => {
    for (;;) {
      try {
        const { text } = await solver.complete(problem, { budget });
        if (isSolution(text)) return text;
        keep(text, scoreOf(text));
      } catch (error) {
        if (!isModelError(error) || error.kind !== 'timeout') throw error;
      }
    }
  });

  if (outcome.ended === 'done') console.log(outcome.result);
  else console.log(outcome.ended, outcome.level, outcome.best, outcome.spent);
  expect(console.log).toHaveBeenCalledExactlyOnceWith(problem);
});

test('an assistant has a budget of its own', async () => {
  const [first, second] = [model('openai/gpt-6-luna'), model('anthropic/claude-haiku-5-5')];
  const assistant = stack(fallback([first, second]), budgeted(budget({ money: 5 })));
  expect((await assistant.complete('What do you cost?')).cost).toMatchObject({ known: true });
});

test('a reply is given again, also out of a store of one’s own', async () => {
  const cached = stack(model('openai/gpt-6-luna'), cache({ ttlMs: 600_000 }));

  await cached.complete('What is a monad?');
  const { text, cached: from } = await cached.complete('What is a monad?'); // { from: 'store', ageMs: 12 }
  expect([text, from?.from]).toEqual(['What is a monad?', 'store']);

  const kept = new Map<string, string>();
  const redis = {
    get: async (key: string): Promise<string | null> => kept.get(key) ?? null,
    set: async (key: string, entry: string, _options: { PX: number }): Promise<unknown> => kept.set(key, entry),
    del: async (key: string): Promise<unknown> => kept.delete(key),
  };
  const store: CacheStore = {
    get: async (key) => JSON.parse((await redis.get(key)) ?? 'null') ?? undefined,
    set: async (key, entry, { ttlMs }) => void (await redis.set(key, JSON.stringify(entry), { PX: ttlMs })),
    delete: async (key) => void (await redis.del(key)),
  };
  for (const expected of [undefined, 'store']) {
    const shared = stack(model('openai/gpt-6-luna'), cache({ store }));
    expect((await shared.complete('What is a functor?')).cached?.from).toBe(expected);
  }
});

test('choices are made of models', async () => {
  const safe = fallback([model('openai/gpt-6-luna'), model('anthropic/claude-haiku-5-5')]);
  const prompt = hedge([model('openai/gpt-6-luna')]);
  const prompter = hedge([model('openai/gpt-6-luna'), model('azure/gpt-6-luna')]);
  const fitting = route({ small: model('openai/gpt-6-luna'), large: model('anthropic/claude-sonnet-5-5') }, [
    { to: 'large', when: { modality: 'image' } },
    { to: 'large', when: { leastTokens: 20_000 } },
    { to: 'small' },
  ]);
  const byHand = route(
    { small: model('openai/gpt-6-luna'), large: model('anthropic/claude-sonnet-5-5') },
    (request, call) =>
      request.tools === undefined && call.session === undefined
        ? { to: 'small', reason: 'it is cheap' }
        : { to: 'large', reason: 'it keeps up a conversation' },
  );
  const rollOut = split([
    { model: model('openai/gpt-5'), weight: 95 },
    { model: model('openai/gpt-6-luna'), weight: 5 },
  ]);
  await rollOut.complete('Why is the sky blue?', { session: 'conversation 7' });
  for (const choice of [safe, prompt, prompter, fitting, byHand]) {
    expect((await choice.complete('Who answers?')).text).toBe('Who answers?');
  }
});

test('limits are given by globs and for one model, and a gate is gone on with', async () => {
  const models = createModels({ rateLimits: { 'gemini*': { requestsPerSecond: 2 }, '*': { requestsPerSecond: 1 } } });
  models.model('google/gemini-4-flash', { rateLimits: { concurrency: 4 } });

  const gate = newGate({ rules: { requestsPerMinute: 60 } });
  const layer = limit({ gate });
  const later = newGate({ rules: { requestsPerMinute: 60 }, state: gate.state });
  expect((await stack(model('openai/gpt-6-luna'), layer).complete('Now?')).text).toBe('Now?');
  expect(later.waiting).toBe(0);
});

test('a stream goes on with another model, or begins again', async () => {
  const question = 'What holds?';
  const primary = model('anthropic/claude-sonnet-5-5');
  const other = model('openai/gpt-6-luna');
  const survivor = stack(primary, survive({ policy: 'continue', targets: [primary, other] }));

  let shown = '';
  for await (const part of await survivor.stream(question)) {
    if (part.type === 'reply-restart') shown = '';
    if (part.type === 'text-delta') shown += part.text;
  }
  expect(shown).toBe(question);
});

test('bounds are learned, given or both', async () => {
  const patient = model('openai/gpt-6-luna', { learnLimits: false });
  const strict = model('openai/gpt-6-luna', { limits: { firstContentMs: 10_000, idleMs: 10_000 } });
  for (const each of [patient, strict]) expect((await each.complete('In time?')).text).toBe('In time?');
});
