import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { ManualClock } from '../ground/manual-clock.ts';
import { fault, reply } from '../simulator/script.ts';
import { simulate } from '../simulator/simulate.ts';
import { WireServer } from '../stage/wire-server.ts';
import { record } from './record.ts';
import { readRecordings } from './recording.ts';
import { replay } from './replay.ts';

/** A folder for one test. */
async function folder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'testkit-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

const key = 'secret-value-of-the-key-1234';
const client = (url: string): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const ask = (text: string): OpenAI.ChatCompletionCreateParamsNonStreaming => ({
  model: 'echo',
  messages: [{ role: 'user', content: text }],
});

test('what was recorded is replayed, whole and streamed, without the provider', async () => {
  await using directory = await folder();
  const { path } = directory;
  const talk = async (url: string): Promise<unknown[]> => {
    const whole = await client(url).chat.completions.create(ask('Hello'));
    const streamed = await client(url)
      .chat.completions.stream({ ...ask('Hello wörld 👋🏽'), stream: true })
      .finalChatCompletion();
    const error: unknown = await client(url)
      .chat.completions.create({ ...ask('x'), model: 'fault/429' })
      .catch((caught: unknown) => caught);
    return [whole, streamed.choices[0]?.message.content, String(error)];
  };
  const live = await (async () => {
    await using simulation = await simulate();
    await using proxy = await record({ upstream: simulation.url, directory: path });
    return await talk(proxy.url);
  })();
  expect(await readdir(path)).toEqual([1, 2, 3].map((number) => `000${number}-post-v1-chat-completions.json`));
  await using replayed = await replay({ directory: path });
  expect(await talk(replayed.url)).toEqual(live);
  expect(replayed.served.length).toBe(3);
});

test('no secret reaches the disk: not from headers, queries or bodies, nor where the provider repeats it', async () => {
  await using directory = await folder();
  const { path } = directory;
  await using simulation = await simulate({
    script: [reply(`Your key ${key} and sk-ant-api03-abcdefgh and Zebra-12345 are known.`)],
  });
  await using proxy = await record({
    upstream: simulation.url,
    directory: path,
    redact: { headers: ['X-Own'], patterns: [/Zebra-\d+/] },
  });
  const response = await fetch(`${proxy.url}/v1/chat/completions?key=AIzaSyExample&v=1`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'x-own': 'private',
      cookie: 'session=abc',
      'x-other': 'sk-proj-0123456789',
    },
    body: JSON.stringify({ ...ask(`I am ${key}, also sk-live-0123456789`), stream: true }),
  });
  expect(await response.text()).toContain('Your');
  await proxy.settle();
  const [file = ''] = await readdir(path);
  const written = await readFile(join(path, file), 'utf8');
  const [stored] = await readRecordings(path);
  const said = Buffer.concat(stored?.recording.reply.chunks.map(({ bytes }) => bytes) ?? []).toString();
  for (const secret of [key, 'AIzaSyExample', 'private', 'session=abc', '0123456789', 'abcdefgh', 'Zebra-12345']) {
    expect(written).not.toContain(secret);
    expect(said).not.toContain(secret);
  }
  expect(stored?.recording.request.path).toBe('/v1/chat/completions?key=REDACTED&v=1');
  expect(stored?.recording.request.headers).toMatchObject({
    authorization: 'REDACTED',
    'x-own': 'REDACTED',
    cookie: 'REDACTED',
    'x-other': 'sk-xxxxxxxxxxxxxxx',
  });
});

test('a request is matched whatever key it carries', async () => {
  await using directory = await folder();
  const { path } = directory;
  await using simulation = await simulate();
  await using proxy = await record({ upstream: simulation.url, directory: path });
  await client(proxy.url).chat.completions.create(ask('Hello'));
  await proxy.settle();
  await using replayed = await replay({ directory: path });
  const other = client(replayed.url).withOptions({ apiKey: 'another' });
  expect((await other.chat.completions.create(ask('Hello'))).choices[0]?.message.content).toBe('Hello');
});

test('recordings of the same request are served in order, and the last one repeats', async () => {
  await using directory = await folder();
  const { path } = directory;
  await using simulation = await simulate({ script: [fault('503'), reply('one'), reply('two')] });
  await using proxy = await record({ upstream: simulation.url, directory: path });
  const run = async (url: string): Promise<string> => {
    const answered = await client(url)
      .chat.completions.create(ask('Hello'))
      .catch((error: unknown) => String(error).replace('Error: ', ''));
    return typeof answered === 'string' ? answered.slice(0, 3) : (answered.choices[0]?.message.content ?? '');
  };
  for (let time = 0; time < 3; time += 1) await run(proxy.url);
  await proxy.settle();
  await using replayed = await replay({ directory: path });
  const said = [await run(replayed.url), await run(replayed.url), await run(replayed.url), await run(replayed.url)];
  expect(said).toEqual(['503', 'one', 'two', 'two']);
});

test('a request without a recording is told the nearest one and the first difference', async () => {
  await using directory = await folder();
  const { path } = directory;
  await using simulation = await simulate();
  await using proxy = await record({ upstream: simulation.url, directory: path });
  await client(proxy.url).chat.completions.create(ask('Hello'));
  await client(proxy.url).chat.completions.create({ ...ask('Other'), temperature: 1, seed: 4 });
  await proxy.settle();
  await using replayed = await replay({ directory: path });
  await expect(client(replayed.url).chat.completions.create(ask('Hallo'))).rejects.toThrow(
    '501 No recording answers POST /v1/chat/completions. The nearest is 0001-post-v1-chat-completions.json; ' +
      'it differs at body.messages[0].content: recorded "Hello", got "Hallo".',
  );
  expect(replayed.unmatched.length).toBe(1);
});

test('pieces come at their recorded times when asked for', async () => {
  await using directory = await folder();
  const { path } = directory;
  const chunks = [
    { atMs: 100, text: 'a' },
    { atMs: 250, text: 'b' },
  ];
  const request = { method: 'GET', path: '/x', headers: {}, body: '' };
  const recording = { format: 1, recordedAt: '', request, reply: { status: 200, headers: {}, chunks, cut: false } };
  await writeFile(join(path, '0001.json'), JSON.stringify(recording));
  const clock = new ManualClock();
  await using replayed = await replay({ directory: path, timing: true, clock });
  const response = await fetch(`${replayed.url}/x`);
  const reader = response.body?.getReader();
  const next = async (): Promise<string> => Buffer.from((await reader?.read())?.value ?? []).toString();
  clock.pass(99);
  expect(clock.pending).toBe(1);
  clock.pass(1);
  expect(await next()).toBe('a');
  clock.pass(150);
  expect(await next()).toBe('b');
});

test('a reply that the provider cut is recorded and replayed as cut', async () => {
  await using directory = await folder();
  const { path } = directory;
  await using simulation = await simulate();
  await using proxy = await record({ upstream: simulation.url, directory: path });
  const cut = (url: string): Promise<string> =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ ...ask('Hello there, you'), model: 'fault/close-mid', stream: true }),
    }).then((response) => response.text());
  await expect(cut(proxy.url)).rejects.toThrow('terminated');
  await proxy.settle();
  await using replayed = await replay({ directory: path });
  await expect(cut(replayed.url)).rejects.toThrow('terminated');
});

test('a compressed reply is recorded as text', async () => {
  await using directory = await folder();
  const { path } = directory;
  await using simulation = await simulate();
  await using proxy = await record({ upstream: simulation.url, directory: path });
  for (const coding of ['gzip', 'br', 'deflate', 'zstd']) {
    const answered = await client(proxy.url).chat.completions.create({ ...ask('Hello'), model: `fault/${coding}` });
    expect(answered.choices[0]?.message.content).toBe('Hello');
  }
  await proxy.settle();
  for (const { recording } of await readRecordings(path)) {
    expect(recording.reply.headers['content-encoding']).toBeUndefined();
    expect(Buffer.concat(recording.reply.chunks.map(({ bytes }) => bytes)).toString()).toContain('"content":"Hello"');
  }
});

test('a provider that cannot be reached is told as such, and nothing is recorded', async () => {
  await using directory = await folder();
  const { path } = directory;
  const gone = new WireServer({ onRequest: () => undefined });
  await gone.listen();
  await gone.close();
  await using proxy = await record({ upstream: gone.url, directory: path });
  await expect(client(proxy.url).chat.completions.create(ask('Hello'))).rejects.toThrow(
    /502 The recording proxy could not reach .*ECONNREFUSED/,
  );
  expect(await readdir(path)).toEqual([]);
});

test('an exchange that the client breaks off reaches the provider as such, and is not recorded', async () => {
  await using directory = await folder();
  const { path } = directory;
  await using simulation = await simulate();
  await using proxy = await record({ upstream: simulation.url, directory: path });
  const controller = new AbortController();
  const body = JSON.stringify({ ...ask('Hello there, you'), model: 'fault/stall-mid', stream: true });
  const response = await fetch(`${proxy.url}/v1/chat/completions`, { method: 'POST', body, signal: controller.signal });
  expect(response.status).toBe(200);
  const sent = await simulation.waitForRequest();
  controller.abort();
  expect(await sent.ended).toBe('client-closed');
  await proxy.settle();
  expect(await readdir(path)).toEqual([]);
});

test('a folder without recordings, and a file that is none, are refused with what to do', async () => {
  await using directory = await folder();
  const { path } = directory;
  await expect(replay({ directory: join(path, 'none') })).rejects.toThrow('There are no recordings in');
  await writeFile(join(path, 'other.json'), '{}');
  await expect(replay({ directory: path })).rejects.toThrow('other.json is not a recording of format 1');
});
