import { expect, test } from 'vitest';
import { rehearse } from './rehearse.ts';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test('a reply is a conversation between the test and the caller', async () => {
  const { model, next } = rehearse('sim/a');
  const answer = model.complete('Hello');
  const call = await next();
  expect(call.request.messages).toEqual([{ role: 'user', content: 'Hello' }]);
  expect(call.streamed).toBe(false);
  call.reply('Hi there');
  expect(await answer).toMatchObject({
    text: 'Hi there',
    content: [{ type: 'text', text: 'Hi there' }],
    finishReason: 'stop',
    model: 'sim/a',
    empty: false,
    usage: { inputTokens: 2, outputTokens: 2, totalTokens: 4 },
  });
});

test('the test may wait for a call before it is made, and calls come in their order', async () => {
  const { model, next, calls } = rehearse();
  const first = next();
  const second = next();
  void model.complete('a');
  void model.complete('b');
  expect((await first).request.messages[0]?.content).toBe('a');
  expect((await second).request.messages[0]?.content).toBe('b');
  expect(calls.length).toBe(2);
});

test('a call fails with the error of the test, or with one made of facts', async () => {
  const { model, next } = rehearse();
  const first = model.complete('a');
  const own = new TypeError('own');
  (await next()).fail(own);
  await expect(first).rejects.toBe(own);
  const second = model.stream('b');
  (await next()).fail({ kind: 'rate-limit', retryAfterMs: 100 });
  const error = await second.catch((caught: unknown) => caught);
  expect(error).toMatchObject({
    name: 'ModelError',
    isModelError: true,
    kind: 'rate-limit',
    retryAfterMs: 100,
    attempts: [],
  });
});

test('an error keeps its facts when some are replaced', async () => {
  const { model, next } = rehearse();
  const answer = model.complete('a');
  const call = await next();
  call.fail({ kind: 'overloaded', status: 529, message: 'busy' });
  const error: unknown = await answer.catch((caught: unknown) => caught);
  if (!(error instanceof Error && 'with' in error && typeof error.with === 'function')) throw new Error('no error');
  expect(error.with({ model: 'sim/b' })).toMatchObject({
    kind: 'overloaded',
    status: 529,
    message: 'busy',
    model: 'sim/b',
  });
});

test('a stream settles with its first content and gives the parts in order', async () => {
  const { model, next } = rehearse();
  const opening = model.stream('Hello');
  const call = await next();
  let settled = false;
  void opening.then(() => {
    settled = true;
  });
  await Promise.resolve();
  expect(settled).toBe(false);
  call.reasoning('Hm');
  const stream = await opening;
  call.text('He');
  call.text('llo');
  call.toolCall('get_weather', { city: 'Oslo' });
  call.finish();
  expect(await all(stream)).toEqual([
    { type: 'response-start', id: 'rehearsal-1' },
    { type: 'reasoning-delta', block: 0, text: 'Hm' },
    { type: 'part-end', block: 0 },
    { type: 'text-delta', block: 1, text: 'He' },
    { type: 'text-delta', block: 1, text: 'llo' },
    { type: 'part-end', block: 1 },
    { type: 'tool-call-start', block: 2, id: 'call_1_1', name: 'get_weather' },
    { type: 'tool-call-delta', block: 2, text: '{"city":"Oslo"}' },
    { type: 'part-end', block: 2 },
    { type: 'finish', reason: 'tool-calls', usage: expect.objectContaining({ totalTokens: 9 }) },
  ]);
  expect(await stream.result).toMatchObject({
    text: 'Hello',
    reasoning: 'Hm',
    toolCalls: [{ input: { city: 'Oslo' } }],
  });
});

test('the text of a stream can be read alone', async () => {
  const { model, next } = rehearse();
  const opening = model.stream('Hello');
  const call = await next();
  call.text('He');
  call.text('llo');
  call.finish();
  expect(await all((await opening).text)).toEqual(['He', 'llo']);
});

test('a stream that breaks gives what came, then the error, and its result rejects unheard', async () => {
  const { model, next } = rehearse();
  const opening = model.stream('Hello');
  const call = await next();
  call.text('He');
  call.fail({ kind: 'interrupted' });
  const seen: string[] = [];
  const reading = (async () => {
    for await (const part of await opening) seen.push(part.type);
  })();
  await expect(reading).rejects.toMatchObject({ kind: 'interrupted' });
  expect(seen).toEqual(['response-start', 'text-delta']);
});

test('the signal ends a call, and the test sees it', async () => {
  const { model, next } = rehearse();
  const controller = new AbortController();
  const answer = model.complete('Hello', { signal: controller.signal });
  const call = await next();
  expect(call.aborted).toBe(false);
  controller.abort('enough');
  await call.left;
  expect(call.aborted).toBe(true);
  await expect(answer).rejects.toMatchObject({ kind: 'aborted', cause: 'enough' });
  call.reply('too late');
  await expect(model.complete('again', { signal: controller.signal })).rejects.toMatchObject({ kind: 'aborted' });
});

test('the signal ends a stream that is being read', async () => {
  const { model, next } = rehearse();
  const controller = new AbortController();
  const opening = model.stream('Hello', { signal: controller.signal });
  (await next()).text('He');
  const stream = await opening;
  const reading = all(stream);
  controller.abort();
  await expect(reading).rejects.toMatchObject({ kind: 'aborted' });
});

test('leaving the loop and closing the stream end the call', async () => {
  const { model, next } = rehearse();
  const opening = model.stream('a');
  const first = await next();
  first.text('He');
  for await (const part of await opening) if (part.type === 'text-delta') break;
  expect(first.aborted).toBe(true);
  const other = model.stream('b');
  const second = await next();
  second.text('He');
  await (await other).close();
  expect(second.aborted).toBe(true);
});

test('a call that has ended says so when more is said', async () => {
  const { model, next } = rehearse('sim/a');
  const answer = model.complete('Hello');
  const call = await next();
  call.reply('Hi');
  await answer;
  expect(() => call.text('more')).toThrow('Call 1 of sim/a has ended already.');
});

test('a signal that lives on keeps no listeners of calls that ended', async () => {
  const { model, next } = rehearse();
  const { signal } = new AbortController();
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: EventListener) => {
    listeners.add(listener);
    add(type, listener);
  };
  signal.removeEventListener = (type: string, listener: EventListener) => {
    listeners.delete(listener);
    remove(type, listener);
  };
  const answer = model.complete('Hello', { signal });
  (await next()).reply('Hi');
  await answer;
  expect(listeners.size).toBe(0);
});
