import { rehearse } from '@steadfast/testkit';
import { expect, test } from 'vitest';
import { fallback } from '../choices/fallback.ts';
import { budget } from '../layers/budget.ts';
import { ModelError } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import { memoryLog } from '../store/memory-log.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { ApprovalRequest, UncertainCall } from './approval.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { runTools } from './run-tools.ts';
import { tool } from './tool.ts';
import { UncertainEffect } from './tool-context.ts';
import type { ToolsEvent } from './tools-event.ts';
import { toolWasCalled } from './tools-step.ts';

const numbers = {
  type: 'object',
  properties: { a: { type: 'number' }, b: { type: 'number' } },
  required: ['a', 'b'],
} as const;

const add = tool({ name: 'add', input: numbers, effects: 'none', run: ({ a, b }) => a + b });

/** A tool with an effect, and how often it took place. */
function payment(over: { readonly effects?: 'idempotent'; readonly fails?: () => Promise<unknown> } = {}) {
  const keys: string[] = [];
  const pay = tool({
    name: 'pay',
    input: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] } as const,
    effects: over.effects,
    run: async ({ amount }, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      await over.fails?.();
      return `paid ${amount}`;
    },
  });
  return { pay, keys };
}

test('a model calls tools until it answers, and the whole conversation is given back', async () => {
  const { model, next } = rehearse('sim/a');
  const running = runTools({ model, request: 'How much is 1+2, and 3+4?', tools: [add] }).result;
  const first = await next();
  expect(first.request.tools).toMatchObject([{ name: 'add', effects: 'none' }]);
  first.text('Let me see.');
  first.toolCall('add', { a: 1, b: 2 }, 'call_1');
  first.toolCall('add', { a: 3, b: 4 }, 'call_2');
  first.finish();
  const second = await next();
  expect(second.request.messages.slice(-2)).toMatchObject([
    { role: 'assistant', content: [{ type: 'text' }, { id: 'call_1' }, { id: 'call_2' }] },
    {
      role: 'tool',
      content: [
        { id: 'call_1', output: '3' },
        { id: 'call_2', output: '7' },
      ],
    },
  ]);
  second.reply('3 and 7.');
  const result = await running;
  expect(result).toMatchObject({ ended: 'answer', text: '3 and 7.', pending: [], uncertain: [] });
  expect(result.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant']);
  expect(result.steps.map(({ outcomes }) => outcomes.length)).toEqual([2, 0]);
  expect(result.usage.totalTokens).toBe(result.steps.reduce((sum, { reply }) => sum + reply.usage.totalTokens, 0));
});

test('a run is followed event by event, and its result is there at the end', async () => {
  const { model, next } = rehearse('sim/a');
  const look = tool({
    name: 'look',
    effects: 'none',
    run: (_input, { progress }) => {
      progress({ seen: 1 });
      return 'nothing';
    },
  });
  const run = runTools({ model, request: 'Look.', tools: [look], runId: 'r' });
  const events: ToolsEvent[] = [];
  const reading = (async () => {
    for await (const event of run) events.push(event);
  })();
  const first = await next();
  expect(first.streamed).toBe(true);
  first.toolCall('look', {}, 'call_1');
  first.finish();
  (await next()).reply('Nothing there.');
  await reading;
  const told = events.filter(({ type }) => type !== 'part').map(({ type }) => type);
  expect(told.join(' ')).toBe(
    'step-start reply call-start call-progress call-end step-end step-start reply step-end run-end',
  );
  const text = events.map((event) =>
    event.type === 'part' && event.part.type === 'text-delta' ? event.part.text : '',
  );
  expect(text.join('')).toBe('Nothing there.');
  expect(events.at(-1)).toEqual({ type: 'run-end', ended: 'answer' });
  expect(await run.result).toMatchObject({ ended: 'answer', runId: 'r', text: 'Nothing there.' });
});

test('a slow reader holds a streamed run up, and one who leaves ends it', async () => {
  const { model, next } = rehearse('sim/a');
  const run = runTools({ model, request: 'Count.', tools: [] });
  const iterator = run[Symbol.asyncIterator]();
  const first = iterator.next();
  const call = await next();
  for (let word = 0; word < 1_000; word += 1) call.text(`${word} `);
  expect(await first).toMatchObject({ value: { type: 'step-start' } });
  expect(await iterator.next()).toMatchObject({ value: { type: 'part' } });
  await iterator.return?.(undefined);
  await call.left;
  await expect(run.result).rejects.toMatchObject({ kind: 'aborted' });
});

test('a forced choice of tool holds for the first step alone', async () => {
  const { model, next } = rehearse('sim/a');
  const request = { messages: [{ role: 'user' as const, content: 'Add.' }], toolChoice: 'required' as const };
  const running = runTools({ model, request, tools: [add] }).result;
  const first = await next();
  expect(first.request.toolChoice).toBe('required');
  first.toolCall('add', { a: 1, b: 1 });
  first.finish();
  const second = await next();
  expect(second.request.toolChoice).toBeUndefined();
  second.reply('2');
  await running;
});

test('a run stops after so many steps, when a tool was called, and when a step is prepared so', async () => {
  const always = async (options: object, most: number): Promise<unknown> => {
    const { model, next } = rehearse('sim/a');
    const running = runTools({ model, request: 'Go on.', tools: [add], ...options }).result;
    for (let step = 1; step <= most; step += 1) {
      const call = await next();
      if (call.request.toolChoice === 'none') call.reply('enough');
      else {
        call.toolCall('add', { a: step, b: 0 });
        call.finish();
      }
    }
    const { ended, steps } = await running;
    return [ended, steps.length];
  };
  expect(await always({ maxSteps: 3 }, 3)).toEqual(['max-steps', 3]);
  expect(await always({ stopWhen: toolWasCalled('add') }, 1)).toEqual(['stopped', 1]);
  expect(
    await always({ stopWhen: [toolWasCalled('other'), (_: unknown, all: unknown[]) => all.length > 1] }, 2),
  ).toEqual(['stopped', 2]);
  const prepareStep = ({ number }: { number: number }): JsonObject => (number === 3 ? { toolChoice: 'none' } : {});
  expect(await always({ prepareStep }, 3)).toEqual(['answer', 3]);
});

test('a tool that is only offered is the caller’s to run, and a provider’s own call is passed over', async () => {
  const { model, next } = rehearse('sim/a');
  const ask = { name: 'ask_user', inputSchema: { type: 'object' } };
  const running = runTools({ model, request: 'Help.', tools: [add, ask] }).result;
  const call = await next();
  call.toolCall('add', { a: 1, b: 1 }, 'call_1');
  call.toolCall('ask_user', { question: 'Which?' }, 'call_2');
  call.finish();
  const { ended, pending, messages } = await running;
  expect([ended, pending.map(({ id }) => id)]).toEqual(['caller', ['call_2']]);
  expect(messages.at(-1)).toMatchObject({ role: 'tool', content: [{ id: 'call_1', output: '2' }] });
  const searched = {
    id: 'sim/b',
    stream: () => Promise.reject(new Error('Nobody streams here.')),
    complete: async () => {
      const [completion] = [await rehearsed()];
      return {
        ...completion,
        content: [{ type: 'tool-call' as const, id: 's', name: 'search', input: {}, providerExecuted: true as const }],
      };
    },
  };
  const rehearsed = async () => {
    const other = rehearse('sim/c');
    const reply = other.model.complete('x');
    (await other.next()).reply('found');
    return reply;
  };
  expect(await runTools({ model: searched, request: 'Search.', tools: [add] }).result).toMatchObject({
    ended: 'answer',
  });
});

test('so many tools run at once, and results keep the order of the calls', async () => {
  const { model, next } = rehearse('sim/a');
  let atOnce = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  const wait = tool({
    name: 'wait',
    effects: 'none',
    input: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } as const,
    run: async ({ n }) => {
      most = Math.max(most, (atOnce += 1));
      await new Promise<void>((resolve) => {
        gates.push(resolve);
      });
      atOnce -= 1;
      return n;
    },
  });
  const running = runTools({ model, request: 'Wait.', tools: [wait], concurrency: 2 }).result;
  const call = await next();
  for (let n = 0; n < 5; n += 1) call.toolCall('wait', { n });
  call.finish();
  const second = next();
  for (let turn = 0; turn < 20; turn += 1) {
    gates.pop()?.();
    await new Promise(setImmediate);
  }
  (await second).reply('ok');
  const { steps } = await running;
  expect(steps[0]?.outcomes.map(({ output }) => output)).toEqual(['0', '1', '2', '3', '4']);
  expect(most).toBe(2);
});

test('effects are approved one by one before they happen, and a refusal is told to the model', async () => {
  const { model, next } = rehearse('sim/a');
  const { pay, keys } = payment();
  const asked: ApprovalRequest[] = [];
  const approve = async (request: ApprovalRequest) => {
    asked.push(request);
    await Promise.resolve();
    return asked.length === 1 ? true : { approved: false, reason: 'once is enough' };
  };
  const running = runTools({ model, request: 'Pay.', tools: [pay, add], approve }).result;
  const call = await next();
  call.toolCall('pay', { amount: 1 });
  call.toolCall('pay', { amount: 2 });
  call.toolCall('add', { a: 1, b: 1 });
  call.finish();
  (await next()).reply('Paid once.');
  const { steps } = await running;
  expect(steps[0]?.outcomes.map(({ status }) => status)).toEqual(['done', 'denied', 'done']);
  expect(steps[0]?.outcomes[1]?.output).toMatch(/not approved.*once is enough/);
  expect([asked.map(({ input }) => input), keys.length]).toEqual([[{ amount: 1 }, { amount: 2 }], 1]);
  const careful = tool({ name: 'wipe', needsApproval: true, run: () => 1 });
  expect(() => runTools({ model, request: 'Wipe.', tools: [careful] })).toThrow(/"wipe" needs approval/);
});

test('a tool that takes too long is ended: what looks only has a timeout, what has effects is uncertain', async () => {
  const clock = new VirtualClock();
  const { model, next } = rehearse('sim/a');
  const signals: AbortSignal[] = [];
  const hang = (_input: object, { signal }: { signal: AbortSignal }): Promise<never> => {
    signals.push(signal);
    return new Promise(() => undefined);
  };
  const look = tool({ name: 'look', effects: 'none', timeoutMs: 50, run: hang });
  const send = tool({ name: 'send', run: hang });
  const running = runTools({ model, request: 'Do.', tools: [look, send], timeoutMs: 100, clock }).result;
  const call = await next();
  call.toolCall('look', {});
  call.toolCall('send', {});
  call.finish();
  await clock.run(99);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  await clock.run(1);
  const second = await next();
  second.reply('I do not know.');
  const { steps, uncertain } = await running;
  expect(steps[0]?.outcomes.map(({ status, durationMs }) => [status, durationMs])).toEqual([
    ['timeout', 50],
    ['uncertain', 100],
  ]);
  expect(uncertain.map(({ name, output }) => [name, output])).toEqual([
    ['send', expect.stringMatching(/not known whether.*100 ms/)],
  ]);
});

test('the caller ends a run wherever it stands, and so does its deadline', async () => {
  const clock = new VirtualClock();
  const hang = tool({ name: 'hang', effects: 'none', run: () => new Promise(() => undefined) });
  for (const where of ['model', 'tool', 'approval'] as const) {
    const { model, next } = rehearse('sim/a');
    const caller = new AbortController();
    const { pay } = payment();
    const approve = (): Promise<boolean> => new Promise(() => undefined);
    const call = { signal: caller.signal, deadline: clock.now() + 1_000 };
    const run = runTools({ model, request: 'Go.', tools: [hang, pay], approve, call, clock });
    const ended = expect(run.result).rejects.toMatchObject(
      where === 'tool' ? { kind: 'timeout', phase: 'deadline' } : { kind: 'aborted' },
    );
    const first = await next();
    if (where !== 'model') {
      first.toolCall(where === 'tool' ? 'hang' : 'pay', { amount: 1 });
      first.finish();
      await new Promise(setImmediate);
    }
    if (where === 'tool') await clock.run(1_000);
    else caller.abort();
    await ended;
    expect(clock.pending).toBe(0);
    expect(run.messages).toHaveLength(where === 'model' ? 1 : 2);
  }
});

test('a budget that is used up ends the run with what there is', async () => {
  const { model, next } = rehearse('sim/a');
  const own = budget({ name: 'run', calls: 1 });
  const running = runTools({ model, request: 'Add.', tools: [add], call: { budget: own } }).result;
  const call = await next();
  call.toolCall('add', { a: 1, b: 1 });
  call.finish();
  const { ended, error, steps, messages } = await running;
  expect([ended, error?.kind, steps.length, messages.length]).toEqual(['budget', 'budget', 1, 3]);
  expect(own.spent.calls).toBe(1);
});

test('the time of a budget ends a tool, too', async () => {
  const clock = new VirtualClock();
  const { model, next } = rehearse('sim/a');
  const hang = tool({ name: 'hang', effects: 'none', run: () => new Promise(() => undefined) });
  const call = { budget: budget({ name: 'run', timeMs: 500, clock }) };
  const running = runTools({ model, request: 'Go.', tools: [hang], call, clock }).result;
  const first = await next();
  first.toolCall('hang', {});
  first.finish();
  await clock.run(500);
  expect(await running).toMatchObject({ ended: 'budget', error: { kind: 'budget', code: 'time' } });
});

test('another model goes on where the first one failed, and no effect is repeated', async () => {
  const first = rehearse('sim/a');
  const second = rehearse('sim/b');
  const { pay, keys } = payment();
  const model = fallback([first.model, second.model]);
  const running = runTools({ model, request: 'Pay 5.', tools: [pay] }).result;
  const call = await first.next();
  call.toolCall('pay', { amount: 5 });
  call.finish();
  (await first.next()).fail(new ModelError({ kind: 'auth', message: 'The key is refused.' }));
  const other = await second.next();
  expect(other.request.messages.at(-1)).toMatchObject({ role: 'tool', content: [{ output: 'paid 5' }] });
  other.reply('It is paid.');
  const { steps } = await running;
  expect(steps.map((step) => step.model)).toEqual(['sim/a', 'sim/b']);
  expect(keys).toHaveLength(1);
});

test('a run that failed is begun again with its ledger: nothing is asked or done twice', async () => {
  const { pay, keys } = payment();
  const ledger = memoryLog<LedgerEntry>();
  const failing = rehearse('sim/a');
  const options = { request: 'Pay 5, then 6.', tools: [pay], runId: 'order-17', ledger };
  const failed = runTools({ model: failing.model, ...options }).result;
  const call = await failing.next();
  call.toolCall('pay', { amount: 5 });
  call.finish();
  (await failing.next()).fail(new ModelError({ kind: 'server', message: 'Down.' }));
  await expect(failed).rejects.toMatchObject({ kind: 'server' });

  const other = rehearse('sim/b');
  const resumed = runTools({ model: other.model, ...options }).result;
  const next = await other.next();
  expect(next.request.messages.at(-1)).toMatchObject({ content: [{ output: 'paid 5' }] });
  next.toolCall('pay', { amount: 6 });
  next.finish();
  (await other.next()).reply('Both are paid.');
  const result = await resumed;
  expect(result.steps.map(({ outcomes }) => outcomes[0]?.fromLedger)).toEqual([true, undefined, undefined]);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(2);

  const done = await runTools({ model: rehearse('sim/c').model, ...options }).result;
  expect([done.text, done.messages]).toEqual([result.text, result.messages]);
  const strange = runTools({ model: other.model, ...options, request: 'Another.' }).result;
  await expect(strange).rejects.toThrow(/"order-17" was begun with other messages/);
});

/** A ledger of a run that was ended while it paid 5. */
async function interrupted(): Promise<readonly LedgerEntry[]> {
  const { model, next } = rehearse('sim/a');
  const log = memoryLog<LedgerEntry>();
  const caller = new AbortController();
  const { pay } = payment({ fails: () => new Promise(() => undefined) });
  const call = { signal: caller.signal };
  const running = runTools({ model, request: 'Pay 5.', tools: [pay], runId: 'r', ledger: log, call }).result;
  const first = await next();
  first.toolCall('pay', { amount: 5 });
  first.finish();
  for (let entries = 0; entries < 3;) entries = (await log.read()).length;
  await new Promise(setImmediate);
  caller.abort();
  await expect(running).rejects.toMatchObject({ kind: 'aborted' });
  return log.read();
}

test('an effect whose end is not known is shown as uncertain, and calling it again changes nothing', async () => {
  const { pay, keys } = payment();
  const { model, next } = rehearse('sim/b');
  const ledger = memoryLog(await interrupted());
  const running = runTools({ model, request: 'Pay 5.', tools: [pay], runId: 'r', ledger }).result;
  const call = await next();
  expect(call.request.messages.at(-1)).toMatchObject({
    content: [{ isError: true, output: expect.stringMatching(/not known whether this call of pay took place/) }],
  });
  call.toolCall('pay', { amount: 5 });
  call.toolCall('pay', { amount: 6 });
  call.finish();
  (await next()).reply('I have to ask.');
  const { uncertain, steps } = await running;
  expect(steps[1]?.outcomes.map(({ status }) => status)).toEqual(['uncertain', 'done']);
  expect(uncertain.map(({ input }) => input)).toEqual([{ amount: 5 }, { amount: 5 }]);
  expect(keys).toHaveLength(1);
});

test('the caller decides about what is uncertain, and an idempotent tool is called again with the same key', async () => {
  const before = await interrupted();
  const started = before.find((entry) => entry.type === 'start');
  const resume = async (effects: 'idempotent' | undefined, whenUncertain: 'done' | (() => 'again') | undefined) => {
    const { pay, keys } = payment({ effects });
    const { model, next } = rehearse('sim/b');
    const running = runTools({
      model,
      request: 'Pay 5.',
      tools: [pay],
      runId: 'r',
      ledger: memoryLog(before),
      whenUncertain,
    }).result;
    (await next()).reply('ok');
    const { steps } = await running;
    return [steps[0]?.outcomes[0]?.status, keys];
  };
  const again = ['done', [started?.key]];
  expect(await resume('idempotent', undefined)).toEqual(again);
  const asked: UncertainCall[] = [];
  const ask = (call?: UncertainCall): 'again' => {
    if (call !== undefined) asked.push(call);
    return 'again';
  };
  expect(await resume(undefined, ask)).toEqual(again);
  expect(asked).toMatchObject([{ name: 'pay', input: { amount: 5 }, idempotencyKey: started?.key, step: 1 }]);
  expect(await resume(undefined, 'done')).toEqual(['uncertain', []]);
});

test('a tool says itself that it does not know, and the late end of one is known to who resumes', async () => {
  const clock = new VirtualClock();
  const unsure = payment({ fails: () => Promise.reject(new UncertainEffect('the reply was lost')) });
  const one = rehearse('sim/a');
  const running = runTools({ model: one.model, request: 'Pay.', tools: [unsure.pay] }).result;
  const call = await one.next();
  call.toolCall('pay', { amount: 1 });
  call.finish();
  (await one.next()).reply('Unsure.');
  expect((await running).uncertain).toMatchObject([{ output: expect.stringContaining('the reply was lost') }]);

  const gate = Promise.withResolvers<void>();
  const slow = payment({ fails: () => gate.promise });
  const two = rehearse('sim/a');
  const ledger = memoryLog<LedgerEntry>();
  const waiting = runTools({
    model: two.model,
    request: 'Pay.',
    tools: [slow.pay],
    timeoutMs: 10,
    clock,
    ledger,
  }).result;
  const first = await two.next();
  first.toolCall('pay', { amount: 1 });
  first.finish();
  await clock.run(10);
  const second = await two.next();
  gate.resolve();
  await new Promise(setImmediate);
  second.toolCall('pay', { amount: 1 });
  second.finish();
  (await two.next()).reply('Paid.');
  const { steps } = await waiting;
  expect(steps.map(({ outcomes }) => outcomes[0]?.status)).toEqual(['uncertain', 'done', undefined]);
  expect(slow.keys).toHaveLength(1);
});

test('a connection that was lost leaves an effect uncertain, one that was never made does not', async () => {
  const lost = (code: string): Error =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
  for (const [code, status] of [
    ['ECONNRESET', 'uncertain'],
    ['UND_ERR_SOCKET', 'uncertain'],
    ['ECONNREFUSED', 'failed'],
  ] as const) {
    const { pay } = payment({ fails: () => Promise.reject(lost(code)) });
    const { model, next } = rehearse('sim/a');
    const running = runTools({ model, request: 'Pay.', tools: [pay] }).result;
    const call = await next();
    call.toolCall('pay', { amount: 1 });
    call.finish();
    (await next()).reply('Let us see.');
    expect((await running).steps[0]?.outcomes[0]?.status).toBe(status);
  }
});

test('calls that are the same by their tool’s word happen once, also side by side', async () => {
  const { model, next } = rehearse('sim/a');
  let refunds = 0;
  const refund = tool({
    name: 'refund',
    input: { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] } as const,
    sameAs: ({ order }) => order,
    run: async ({ order }) => {
      await Promise.resolve();
      return `refund ${(refunds += 1)} of ${order}`;
    },
  });
  const running = runTools({ model, request: 'Refund.', tools: [refund] }).result;
  const call = await next();
  call.toolCall('refund', { order: 'a' });
  call.toolCall('refund', { order: 'a' });
  call.finish();
  const second = await next();
  second.toolCall('refund', { order: 'a' });
  second.toolCall('refund', { order: 'b' });
  second.finish();
  (await next()).reply('Done.');
  const { steps } = await running;
  const outputs = steps.flatMap(({ outcomes }) => outcomes.map(({ output }) => output));
  expect(outputs).toEqual(['refund 1 of a', 'refund 1 of a', 'refund 1 of a', 'refund 2 of b']);
});

test('a tool is not begun when its beginning cannot be written down', async () => {
  const { model, next } = rehearse('sim/a');
  const { pay, keys } = payment();
  const log = memoryLog<LedgerEntry>();
  const full = {
    read: () => log.read(),
    append: (entry: LedgerEntry) =>
      entry.type === 'start' ? Promise.reject(new Error('The disk is full.')) : log.append(entry),
  };
  const running = runTools({ model, request: 'Pay.', tools: [pay], ledger: full }).result;
  const failed = expect(running).rejects.toThrow('The disk is full.');
  const call = await next();
  call.toolCall('pay', { amount: 1 });
  call.finish();
  await failed;
  expect(keys).toEqual([]);
});
