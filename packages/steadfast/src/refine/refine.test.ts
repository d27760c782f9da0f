import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scripted } from '../../../../test/scripted-model.ts';
import { budget } from '../layers/budget.ts';
import { budgeted } from '../layers/budgeted.ts';
import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import { textOf } from '../model/message.ts';
import { toRequest } from '../model/completion-request.ts';
import { toCompletion } from '../model/to-completion.ts';
import { usageOf } from '../model/usage.ts';
import type { Log } from '../store/log.ts';
import { memoryLog } from '../store/memory-log.ts';
import { streamOf } from '../stream/stream-of.ts';
import { sleep } from '../time/sleep.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { refine } from './refine.ts';
import { refineAll } from './refine-all.ts';
import type { RefineTask } from './refine-all.ts';
import type { RefineEntry } from './refine-entry.ts';
import type { Expert, RefineOptions } from './refine-options.ts';
import type { RefineOutcome } from './refine-outcome.ts';

/** A model that answers each prompt with what `reply` makes of it; each call is one attempt, and is noted. */
function answering(
  reply: (prompt: string, call: Call | undefined) => string | Promise<string>,
): Model & { readonly prompts: string[] } {
  const prompts: string[] = [];
  const complete = async (input: Parameters<Model['complete']>[0], call?: Call): Promise<Completion> => {
    const prompt = toRequest(input)
      .messages.map(({ content }) => textOf(content))
      .join('\n');
    prompts.push(prompt);
    const text = await reply(prompt, call);
    const usage = usageOf({ uncached: 10, text: 5 });
    const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
    return toCompletion(
      { content: [{ type: 'text', text }], finishReason: 'stop', usage },
      { model: 'sim/answering', attempts: [], adaptations: [], timings },
    );
  };
  return {
    id: 'sim/answering',
    prompts,
    complete,
    stream: async (input, call) => streamOf(await complete(input, call)),
  };
}

/** The answer is a number, and the nearer it is to 10 the better. */
const numbers: Pick<RefineOptions<number>, 'extract' | 'check'> = {
  extract: ({ text }) => (/^\d+$/.test(text) ? { value: Number(text) } : { problem: `"${text}" is no number.` }),
  check: (answer) => ({ text: `${answer} is wrong`, score: Math.max(0, 1 - Math.abs(10 - answer) / 10) }),
};

const request: Expert['request'] = (attempts, { expert, number }) =>
  `${expert} attempt ${number}\n${attempts.map(({ text, feedback }) => `${text}: ${feedback}`).join('\n')}`;

/** Answers by the number of the attempt. */
const inTurn = (...answers: readonly string[]): ReturnType<typeof answering> =>
  answering((prompt) => answers[Number(/attempt (\d+)/.exec(prompt)?.[1]) - 1] ?? 'nothing');

test('an answer that is wrong is told why, until it is right', async () => {
  const model = inTurn('ten', '4', '8', '10');
  const outcome = await refine({ ...numbers, experts: [{ model, request }] });
  expect(outcome).toMatchObject({ ended: 'passed', passed: true, answer: 10, spent: { calls: 4, tokens: 60 } });
  expect(model.prompts.at(-1)).toBe(
    'expert 1 attempt 4\nten: The reply can\'t be used: "ten" is no number.\n4: 4 is wrong\n8: 8 is wrong',
  );
  expect(outcome.experts[0]?.attempts.map(({ score }) => score)).toEqual([0, 0.4, 0.8, 1]);
});

test('the best answer is handed back where none passes', async () => {
  const outcome = await refine({ ...numbers, attempts: 3, experts: [{ model: inTurn('4', '8', '7'), request }] });
  expect(outcome).toMatchObject({ ended: 'exhausted', passed: false, answer: 8, error: undefined });
});

test('three experts of which two fail alike: the failure does not win', async () => {
  const experts = ['9', '9', '10'].map((answer) => ({ model: inTurn(answer), request }));
  const outcome = await refine({ ...numbers, attempts: 1, experts });
  expect(outcome).toMatchObject({ ended: 'passed', answer: 10 });
  expect(outcome.ranking).toEqual([
    { answer: 10, passed: true, votes: 1, score: 1, experts: ['expert 3'] },
    { answer: 9, passed: false, votes: 0, score: 0.9, experts: ['expert 1', 'expert 2'] },
  ]);
});

test('two experts that agree end the run, and with it the call of the third', async () => {
  let isEnded = false;
  const slow = answering(
    (_prompt, call) =>
      new Promise((_, reject) => {
        call?.signal?.addEventListener('abort', () => {
          isEnded = true;
          reject(new ModelError({ kind: 'aborted', message: 'ended' }));
        });
      }),
  );
  const experts = [inTurn('3', '10'), slow, inTurn('10')].map((model) => ({ model, request }));
  const outcome = await refine({ ...numbers, experts });
  expect(outcome).toMatchObject({ ended: 'agreed', answer: 10, ranking: [{ votes: 2 }, { votes: 0 }] });
  expect(outcome.experts.map(({ ended }) => ended)).toEqual(['passed', 'over', 'passed']);
  expect(isEnded).toBe(true);
});

test('what an expert is told has the numbers of the prompt that it saw', async () => {
  const examples = ['a', 'b', 'c', 'd'];
  const seen: Record<string, string> = {};
  const told: Record<string, string> = {};
  const model = answering((prompt) => (prompt.includes('told') ? 'done' : 'first'));
  const expert: Expert = {
    model,
    request: ([last], { expert, order }) => {
      seen[expert] = order(examples)
        .map((example, index) => `Example ${index + 1}: ${example}`)
        .join(' ');
      if (last !== undefined) told[expert] = last.feedback;
      return last === undefined ? seen[expert] : `told ${seen[expert]}`;
    },
  };
  await refine({
    experts: [expert, expert, expert],
    attempts: 2,
    extract: ({ text }) => ({ value: text }),
    check: (_answer, { order }) => {
      const text = order(examples)
        .map((example, index) => `Example ${index + 1}: ${example}`)
        .join(' ');
      return { text, score: 0 };
    },
  });
  expect(told).toEqual(seen);
  expect(seen['expert 1']).toBe('Example 1: a Example 2: b Example 3: c Example 4: d');
  expect(new Set(Object.values(seen)).size).toBe(3);
});

test('a fatal error ends the run once, with its reason and the best so far', async () => {
  const clock = new VirtualClock();
  const dead = scripted('sim/dead', clock, { kind: 'quota', message: 'No credit is left at sim.' });
  const busy = answering(async (prompt) => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    return prompt.includes('attempt 1') ? '8' : '9';
  });
  const later: Expert = { model: answering(async () => '7'), request };
  const log = memoryLog<RefineEntry>();
  const options = { ...numbers, clock, log, experts: [later, { model: busy, request }, { model: dead, request }] };
  const outcome = await refine({ ...options, attempts: 1 });
  expect(outcome).toMatchObject({
    ended: 'failed',
    error: { kind: 'quota', expert: 'expert 3', message: 'No credit is left at sim.' },
  });
  expect(dead.calls).toHaveLength(1);
  expect(busy.prompts.length).toBeLessThanOrEqual(1);
});

test('a rate limit is waited for and counts neither as an attempt nor as a failure', async () => {
  const clock = new VirtualClock();
  const limited = { kind: 'rate-limit', retryAfterMs: 2_000 } as const;
  const model = scripted('sim/a', clock, limited, limited, limited, limited, '10');
  const running = refine({ ...numbers, clock, attempts: 1, experts: [{ model, request }] });
  await clock.run();
  expect(await running).toMatchObject({ ended: 'passed', answer: 10 });
  expect(model.calls.map(({ at }) => at - (model.calls[0]?.at ?? 0))).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
});

test('calls that fail are asked again, and end their expert alone', async () => {
  const clock = new VirtualClock();
  const down = scripted('sim/down', clock, { kind: 'overloaded' });
  const shaky = scripted('sim/shaky', clock, { kind: 'server' }, { kind: 'timeout' }, '10');
  const outcome = await refine({ ...numbers, clock, experts: [down, shaky].map((model) => ({ model, request })) });
  expect(outcome).toMatchObject({ ended: 'passed', answer: 10, experts: [{ ended: 'failed' }, { ended: 'passed' }] });
  expect(down.calls).toHaveLength(3);
  const alone = await refine({ ...numbers, clock, experts: [{ model: down, request }] });
  expect(alone).toMatchObject({ ended: 'failed', error: { kind: 'overloaded' }, answer: undefined });
});

test('budgets hold per expert, per task and for the run that they are part of', async () => {
  const wrong = (): Expert => ({ model: inTurn(...Array.from({ length: 9 }, () => '8')), request });
  const run = budget({ name: 'run', calls: 7 });
  const first = await refine({
    ...numbers,
    within: run,
    limits: { calls: 5 },
    experts: [{ ...wrong(), limits: { calls: 2 } }, wrong()],
  });
  expect(first).toMatchObject({
    ended: 'budget',
    answer: 8,
    spent: { calls: 5 },
    experts: [{ ended: 'budget' }, { ended: 'budget' }],
  });
  expect(first.experts.map(({ attempts }) => attempts.length)).toEqual([2, 3]);
  const second = await refine({ ...numbers, within: run, experts: [wrong()] });
  expect(second).toMatchObject({
    ended: 'budget',
    spent: { calls: 2 },
    error: { kind: 'budget', message: expect.stringContaining('"run"') },
  });
});

test('so many timeouts, tokens or dollars end an expert, and so does the time', async () => {
  const clock = new VirtualClock();
  const slow = scripted('sim/slow', clock, { kind: 'timeout' });
  const byTimeouts = await refine({
    ...numbers,
    clock,
    failures: 99,
    limits: { timeouts: 4 },
    experts: [{ model: slow, request }],
  });
  expect(byTimeouts).toMatchObject({ ended: 'budget', spent: { timeouts: 4 } });
  const wrong = inTurn(...Array.from({ length: 99 }, () => '8'));
  const byTokens = await refine({
    ...numbers,
    clock,
    limits: { tokens: 100 },
    attempts: 99,
    experts: [{ model: wrong, request }],
  });
  expect(byTokens.ended).toBe('budget');
  expect(byTokens.spent.tokens).toBeLessThanOrEqual(100);
  const priced = budgeted(undefined, {
    clock,
    costOf: ({ totalTokens }) => ({
      known: true,
      amount: totalTokens / 1e3,
      currency: 'USD',
      buckets: { uncached: 0, cacheRead: 0, cacheWrite: 0, text: 0, reasoning: 0, fees: 0 },
      source: 'test',
    }),
  })(wrong);
  const byMoney = await refine({
    ...numbers,
    clock,
    limits: { money: 0.1 },
    attempts: 99,
    experts: [{ model: priced, request }],
  });
  expect(byMoney.ended).toBe('budget');
  expect(byMoney.spent.money).toBeGreaterThan(0);
  expect(byMoney.spent.money).toBeLessThanOrEqual(0.1);
  const timed = answering(async (_prompt, call) => {
    await sleep(clock, 400, call?.signal);
    return '8';
  });
  const running = refine({
    ...numbers,
    clock,
    limits: { timeMs: 1_000 },
    attempts: 99,
    experts: [{ model: timed, request }],
  });
  await clock.run();
  expect(await running).toMatchObject({ ended: 'budget', answer: 8, spent: { calls: 3 } });
});

test('a caller who leaves is given the best so far, and the run can be taken up', async () => {
  const log = memoryLog<RefineEntry>();
  const caller = new AbortController();
  const model = answering((prompt) => {
    if (prompt.includes('attempt 2') && !caller.signal.aborted) {
      caller.abort();
      throw new ModelError({ kind: 'aborted', message: 'ended' });
    }
    return prompt.includes('attempt 1') ? '8' : '10';
  });
  const options = { ...numbers, log, experts: [{ model, request }] };
  expect(await refine({ ...options, signal: caller.signal })).toMatchObject({ ended: 'aborted', answer: 8 });
  expect(await refine(options)).toMatchObject({ ended: 'passed', answer: 10 });
  expect(model.prompts).toHaveLength(3);
  expect(await refine(options)).toMatchObject({ ended: 'passed', answer: 10 });
  expect(model.prompts).toHaveLength(3);
});

test('what a check throws ends the run, and is thrown when all have ended', async () => {
  const check = (): never => {
    throw new TypeError('a fault in the check');
  };
  const experts = [inTurn('1'), inTurn('2')].map((model) => ({ model, request }));
  await expect(refine({ ...numbers, check, experts })).rejects.toThrow('a fault in the check');
});

test('experts have to be there, and be told apart', async () => {
  await expect(refine({ ...numbers, experts: [] })).rejects.toThrow('at least one expert');
  const experts = [
    { name: 'expert 2', model: inTurn('1'), request },
    { model: inTurn('1'), request },
  ];
  await expect(refine({ ...numbers, experts })).rejects.toThrow('Two experts have the name "expert 2"');
});

class Killed extends Error {}

/** A log whose process ends at its so-manieth entry: before it is written, or behind it. */
function killedAt(log: Log<RefineEntry>, entry: number, isWritten: boolean): Log<RefineEntry> {
  let left = entry;
  return {
    read: () => log.read(),
    append: async (entry) => {
      left -= 1;
      if (left > 0) return log.append(entry);
      if (left === 0 && isWritten) await log.append(entry);
      throw new Killed();
    },
  };
}

/** Attempts by expert, without what may differ. */
const attemptsOf = ({ experts }: RefineOutcome<number>): unknown =>
  experts.map(({ name, ended, attempts }) => [name, ended, attempts]);

test('wherever a run is killed and taken up, it comes to the same result, and no call is repeated', async () => {
  const plans = fc.array(fc.array(fc.constantFrom('8', '9', '10', '12', 'x', 'overloaded'), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 3,
  });
  const kills = fc.array(fc.record({ after: fc.integer({ min: 2, max: 12 }), isWritten: fc.boolean() }), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(plans, kills, fc.constantFrom(2, Infinity), async (plans, kills, agree) => {
      const asked: string[] = [];
      const experts = plans.map((plan): Expert => {
        const model = answering((prompt) => {
          const [key = ''] = prompt.split('\n');
          asked.push(key);
          const said = plan[Number(/attempt (\d+)/.exec(key)?.[1]) - 1] ?? '10';
          if (said === 'overloaded') throw new ModelError({ kind: 'context-length', message: said });
          return said;
        });
        return { model, request };
      });
      const options = { ...numbers, experts, agree, attempts: 5, limits: { tokens: 1e6 } };
      const whole = await refine(options);
      const once = asked.splice(0);
      const log = memoryLog<RefineEntry>();
      let inFlight = 0;
      for (const { after, isWritten } of kills) {
        try {
          await refine({ ...options, log: killedAt(log, after, isWritten) });
          break;
        } catch (error) {
          expect(error).toBeInstanceOf(Killed);
        }
        const entries = await log.read();
        inFlight += experts.filter((_, index) => {
          const last = entries.findLast((entry) => entry.type !== 'begun' && entry.expert === `expert ${index + 1}`);
          return last?.type === 'asked' || last?.type === 'reserved';
        }).length;
      }
      const outcome = await refine({ ...options, log });
      expect(outcome).toMatchObject({ passed: whole.passed, answer: whole.answer, ended: whole.ended });
      if (agree === Infinity) expect(attemptsOf(outcome)).toEqual(attemptsOf(whole));
      const entries = await log.read();
      const replies = entries.flatMap((entry) => (entry.type === 'replied' ? [`${entry.expert} ${entry.number}`] : []));
      expect(new Set(replies).size).toBe(replies.length);
      // A failure that ended its expert is asked for again in each process, as it may have passed.
      const isLasting = plans.every((plan) => !plan.includes('overloaded'));
      if (isLasting && agree === Infinity) expect(asked.length).toBeLessThanOrEqual(once.length + inFlight);
      // The reservation of what nobody saw the end of counts, so nothing that was spent is forgotten.
      expect(outcome.spent.calls).toBeGreaterThanOrEqual(asked.length);
      expect(outcome.spent.tokens).toBeGreaterThanOrEqual(15 * new Set(replies).size);
    }),
    { numRuns: 150 },
  );
});

test('a run that is taken up has spent what it had, and ends by the same budget', async () => {
  const wrong = inTurn(...Array.from({ length: 99 }, () => '8'));
  const options = {
    ...numbers,
    attempts: 99,
    limits: { calls: 6 },
    experts: [{ model: wrong, request, limits: { calls: 5 } }],
  };
  for (let entry = 1; entry < 16; entry += 1) {
    wrong.prompts.splice(0);
    const log = memoryLog<RefineEntry>();
    await expect(refine({ ...options, log: killedAt(log, entry, true) })).rejects.toThrow(Killed);
    const run = budget();
    const outcome = await refine({ ...options, log, within: run });
    expect(outcome).toMatchObject({ ended: 'budget', spent: { calls: 5 } });
    expect(run.spent.calls).toBe(5);
    expect(wrong.prompts.length).toBeLessThanOrEqual(5);
  }
});

const task = (name: string, model: Model): RefineTask<number> => ({
  ...numbers,
  task: name,
  attempts: 3,
  experts: [{ model, request }],
});

test('many tasks are worked on a few at a time, by one budget and in one log', async () => {
  const clock = new VirtualClock();
  let now = 0;
  let most = 0;
  const model = answering(async (prompt, call) => {
    now += 1;
    most = Math.max(most, now);
    await sleep(clock, 100, call?.signal);
    now -= 1;
    return prompt.includes('attempt 2') ? '10' : '8';
  });
  const log = memoryLog<RefineEntry>();
  const tasks = Array.from({ length: 7 }, (_, index) => task(`task ${index}`, model));
  const options = { clock, log, concurrency: 3, limits: { calls: 9 } };
  const running = refineAll(tasks, options);
  await clock.run();
  const first = await running;
  expect(most).toBe(3);
  expect(first).toMatchObject({ ended: 'done', spent: { calls: 9 } });
  expect(first.tasks.filter(({ outcome }) => outcome?.passed === true)).toHaveLength(3);
  const again = refineAll(tasks, { ...options, limits: { calls: 14 } });
  await clock.run();
  const second = await again;
  expect(second.tasks.every(({ outcome }) => outcome?.passed === true)).toBe(true);
  expect(second.spent).toMatchObject({ calls: 14 });
  expect(model.prompts).toHaveLength(14);
});

test('a fatal error ends all tasks once', async () => {
  const clock = new VirtualClock();
  const dead = scripted('sim/dead', clock, { kind: 'auth', message: 'The key is refused.' });
  const tasks = Array.from({ length: 5 }, (_, index) => task(`task ${index}`, dead));
  const outcome = await refineAll(tasks, { clock, concurrency: 1 });
  expect(outcome).toMatchObject({ ended: 'failed', error: { kind: 'auth', message: 'The key is refused.' } });
  expect(dead.calls).toHaveLength(1);
  expect(outcome.tasks.map(({ outcome }) => outcome?.ended)).toEqual([
    'failed',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  await expect(refineAll([task('a', dead), task('a', dead)])).rejects.toThrow('Two tasks have the name "a"');
});
