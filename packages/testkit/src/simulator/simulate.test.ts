import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { asArray, asObject, parseJson } from '../ground/json.ts';
import { ManualClock } from '../ground/manual-clock.ts';
import { answer, fault, reply, toolCall } from './script.ts';
import { simulate, type Simulation } from './simulate.ts';

interface Ask {
  readonly model?: string;
  readonly stream?: boolean;
  readonly text?: string;
  readonly headers?: Record<string, string>;
  readonly [field: string]: unknown;
}

function ask(simulation: Simulation, { headers, text = 'Hello there', ...fields }: Ask = {}): Promise<Response> {
  return fetch(`${simulation.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'echo', messages: [{ role: 'user', content: text }], ...fields }),
  });
}

async function textOf(response: Response): Promise<unknown> {
  const body = asObject(parseJson(await response.text()));
  return asObject(asObject(asArray(body['choices'])[0])['message'])['content'];
}

test('each request takes the next step of the script, and the last step repeats', async () => {
  await using simulation = await simulate({
    script: [reply('one'), fault('500'), toolCall('add', { a: 1 }), reply('last')],
  });
  expect(await textOf(await ask(simulation))).toBe('one');
  expect((await ask(simulation)).status).toBe(500);
  expect(await (await ask(simulation)).text()).toContain(String.raw`"arguments":"{\"a\":1}"`);
  expect(await textOf(await ask(simulation))).toBe('last');
  expect(await textOf(await ask(simulation))).toBe('last');
});

test('a model with a script of its own leaves the other script alone', async () => {
  await using simulation = await simulate({
    script: [reply('one'), reply('two')],
    models: { flaky: [fault('503'), answer()] },
  });
  expect((await ask(simulation, { model: 'flaky' })).status).toBe(503);
  expect(await textOf(await ask(simulation, { model: 'flaky', text: 'again' }))).toBe('again');
  expect(await textOf(await ask(simulation))).toBe('one');
});

test('a reply may be made from the question', async () => {
  await using simulation = await simulate({ script: [reply(({ turns }) => `${turns.length} turns`)] });
  expect(await textOf(await ask(simulation))).toBe('1 turns');
});

test('the log tells of each request what was sent and how it ended', async () => {
  await using simulation = await simulate();
  await (await ask(simulation, { headers: { 'x-mark': 'a' } })).text();
  const record = await simulation.waitForRequest();
  expect(await record.ended).toBe('complete');
  expect(record).toMatchObject({
    number: 1,
    connection: 1,
    method: 'POST',
    path: '/v1/chat/completions',
    status: 200,
    end: 'complete',
  });
  expect(record.headers['x-mark']).toBe('a');
  expect(record.body).toMatchObject({ model: 'echo' });
  expect(parseJson(Buffer.from(record.bytes ?? []).toString())).toEqual(record.body);
  expect(simulation.requests).toEqual([record]);
  expect(simulation.requestCount).toBe(1);
});

test('the log tells that the client left', async () => {
  await using simulation = await simulate();
  const controller = new AbortController();
  const pending = fetch(`${simulation.url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'fault/hang', messages: [{ role: 'user', content: 'x' }] }),
    signal: controller.signal,
  });
  const record = await simulation.waitForRequest();
  expect(simulation.openRequests).toBe(1);
  controller.abort();
  await expect(pending).rejects.toThrow();
  expect(await record.ended).toBe('client-closed');
  await simulation.waitForIdle();
  await simulation.waitForConnections();
  expect(simulation.openConnections).toBe(0);
});

test('waiting ends with an error when the simulation is closed first', async () => {
  const simulation = await simulate();
  const waiting = expect(simulation.waitForRequest()).rejects.toThrow('closed before');
  await simulation.close();
  await waiting;
});

test('a stream keeps to its pace by the clock', async () => {
  const clock = new ManualClock();
  await using simulation = await simulate({ clock, pace: { firstTokenMs: 500, tokensPerSecond: 10 } });
  const response = await ask(simulation, { stream: true, text: 'four char' });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const next = async (): Promise<string> => decoder.decode((await reader?.read())?.value);
  expect(await next()).toContain('"role":"assistant"');
  expect(clock.pending).toBe(1);
  clock.pass(499);
  expect(clock.pending).toBe(1);
  clock.pass(1);
  expect(await next()).toContain('"content":"four"');
  clock.pass(99);
  expect(clock.pending).toBe(1);
  clock.pass(1);
  expect(await next()).toContain('"content":" cha"');
  clock.pass(100);
  expect(await next()).toContain('"content":"r"');
});

test('a whole reply takes as long as its tokens', async () => {
  const clock = new ManualClock();
  await using simulation = await simulate({
    clock,
    pace: { firstTokenMs: 500, tokensPerSecond: 10, jitter: 0.5, seed: 4 },
  });
  const pending = ask(simulation, { text: 'four char' });
  const record = await simulation.waitForRequest();
  clock.pass(1100);
  expect(await textOf(await pending)).toBe('four char');
  expect(await record.ended).toBe('complete');
});

test('the rate limit of requests refuses with the wait, and lets the next one pass after it', async () => {
  const clock = new ManualClock();
  await using simulation = await simulate({ clock, limits: { requestsPerMinute: 60, burstSeconds: 2 } });
  const first = await ask(simulation);
  expect(Object.fromEntries(first.headers)).toMatchObject({
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '1',
    'x-ratelimit-reset-requests': '1s',
  });
  await ask(simulation);
  const refused = await ask(simulation);
  expect(refused.status).toBe(429);
  expect(Object.fromEntries(refused.headers)).toMatchObject({ 'retry-after': '1', 'retry-after-ms': '1000' });
  expect(await refused.text()).toContain('Please try again in 1s.');
  clock.pass(999);
  expect((await ask(simulation)).status).toBe(429);
  clock.pass(1);
  expect((await ask(simulation)).status).toBe(200);
});

test('the rate limit of tokens counts per key and model, and tells what can never pass', async () => {
  const clock = new ManualClock();
  await using simulation = await simulate({ clock, limits: { tokensPerMinute: 100 } });
  const text = 'a'.repeat(160);
  expect((await ask(simulation, { text })).status).toBe(200);
  const refused = await ask(simulation, { text });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after-ms')).toBe('36000');
  expect(refused.headers.get('x-ratelimit-reset-tokens')).toBe('48s');
  expect((await ask(simulation, { text, headers: { authorization: 'Bearer other' } })).status).toBe(200);
  expect((await ask(simulation, { text, model: 'other' })).status).toBe(200);
  const huge = await ask(simulation, { text: 'a'.repeat(4000) });
  expect(huge.headers.get('retry-after')).toBeNull();
  expect(await huge.text()).toContain('Limit 100, Requested 2000');
});

test("Anthropic's rate limit speaks Anthropic's headers", async () => {
  const clock = new ManualClock();
  await using simulation = await simulate({ clock, limits: { requestsPerMinute: 1 } });
  const send = (): Promise<Response> =>
    fetch(`${simulation.url}/v1/messages`, {
      method: 'POST',
      headers: { 'anthropic-version': '2026-10-21', 'x-api-key': 'k' },
      body: JSON.stringify({ model: 'echo', max_tokens: 10, messages: [{ role: 'user', content: 'Hi' }] }),
    });
  expect(Object.fromEntries((await send()).headers)).toMatchObject({
    'anthropic-ratelimit-requests-limit': '1',
    'anthropic-ratelimit-requests-remaining': '0',
    'anthropic-ratelimit-requests-reset': '2026-01-01T00:01:00Z',
  });
  const refused = await send();
  expect(refused.headers.get('retry-after')).toBe('60');
  expect(parseJson(await refused.text())).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
});

test('max_tokens cuts the reply, and a stop sequence ends it', async () => {
  await using simulation = await simulate();
  const cut = await (await ask(simulation, { max_tokens: 2, text: 'one two three' })).text();
  expect(parseJson(cut)).toMatchObject({
    choices: [{ message: { content: 'one two ' }, finish_reason: 'length' }],
    usage: { completion_tokens: 2 },
  });
  const stopped = await (await ask(simulation, { stop: ['three', ' two'], text: 'one two three' })).text();
  expect(parseJson(stopped)).toMatchObject({ choices: [{ message: { content: 'one' }, finish_reason: 'stop' }] });
});

test('reasoning is given when effort is asked for, images are acknowledged, lorem has a length', async () => {
  await using simulation = await simulate();
  const thought = parseJson(await (await ask(simulation, { reasoning_effort: 'low' })).text());
  expect(thought).toMatchObject({
    choices: [{ message: { content: 'Hello there', reasoning_content: expect.stringContaining('The user said') } }],
    usage: { completion_tokens_details: { reasoning_tokens: 13 } },
  });
  const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } };
  const messages = [{ role: 'user', content: [{ type: 'text', text: 'See' }, image] }];
  expect(await textOf(await ask(simulation, { messages }))).toBe('See (1 attachment seen)');
  expect(parseJson(await (await ask(simulation, { model: 'lorem-20' })).text())).toMatchObject({
    usage: { completion_tokens: 20 },
  });
});

test('a tool is called when demanded, and not when forbidden', async () => {
  await using simulation = await simulate();
  const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }];
  const forced = await (await ask(simulation, { tools, tool_choice: 'required' })).text();
  expect(forced).toContain('"name":"get_weather","arguments":"{}"');
  expect(await textOf(await ask(simulation, { tools }))).toBe('Hello there');
  expect(await textOf(await ask(simulation, { tools, tool_choice: 'none', text: 'weather' }))).toBe('weather');
});

test.each([
  [{ messages: undefined }, "Missing required parameter: 'messages'."],
  [{ model: undefined }, 'you must provide a model parameter'],
  [
    { messages: [{ role: 'tool', tool_call_id: 'x', content: '' }] },
    "must be a response to a preceeding message with 'tool_calls'",
  ],
  [
    { messages: [{ role: 'assistant', tool_calls: [{ id: 'call_1', function: { name: 'f' } }] }] },
    'did not have response messages: call_1',
  ],
  [{ model: 'fault/nothing' }, 'There is no fault \\"nothing\\"'],
])('a request that a provider would refuse is refused: %j', async (fields, message) => {
  await using simulation = await simulate();
  const response = await ask(simulation, fields);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(message);
});

test('what is not JSON, and a path that is unknown, are answered with errors in JSON', async () => {
  await using simulation = await simulate();
  const bad = await fetch(`${simulation.url}/v1/chat/completions`, { method: 'POST', body: '{"model":' });
  expect(bad.status).toBe(400);
  const lost = await fetch(`${simulation.url}/v1/nothing`, { method: 'POST' });
  expect(lost.status).toBe(404);
  expect(parseJson(await lost.text())).toMatchObject({ error: { code: 'unknown_url' } });
});

test('bytes that are not HTTP are answered with 400', async () => {
  await using simulation = await simulate();
  const socket = connect({ port: simulation.port, host: '127.0.0.1' });
  socket.end('not HTTP at all\r\n\r\n');
  let said = '';
  for await (const chunk of socket) said += String(chunk);
  expect(said).toMatch(/^HTTP\/1.1 400 Bad Request/);
});

test('the same requests get the same bytes in each simulation', async () => {
  const run = async (): Promise<string> => {
    await using simulation = await simulate({ clock: new ManualClock() });
    return `${await (await ask(simulation)).text()}${await (await ask(simulation, { stream: true })).text()}`;
  };
  expect(await run()).toBe(await run());
});
