import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
// Loaded before the virtual clock runs: its time does not wait for the disk.
import '../protocols/chat/chat.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createModels } from './models.ts';

const half = (): number => 0.5;

interface Seen {
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  readonly body: string;
}

/** A server that answers every request alike and keeps what it was sent. */
async function answering(
  body: unknown,
  headers: Record<string, string> = {},
): Promise<AsyncDisposable & { url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ headers: request.headers, path: request.url ?? '', body: Buffer.concat(chunks).toString() });
      response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const reply = {
  id: 'chatcmpl-1',
  model: 'gpt-6-luna-2026',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
};

test('a call shows what was sent, with the key blotted out, and who answered', async () => {
  await using server = await answering(reply, { 'x-request-id': 'req_7' });
  const models = createModels({
    environment: { OPENAI_API_KEY: 'sk-very-secret', OPENAI_BASE_URL: `${server.url}/v1/` },
  });
  const completion = await models.model('openai/gpt-6-luna').complete('Say hello.');
  expect(completion).toMatchObject({
    text: 'Hello.',
    model: 'openai/gpt-6-luna',
    requestId: 'req_7',
    finishReason: 'stop',
  });
  expect(completion.usage).toMatchObject({ inputTokens: 3, outputTokens: 2, totalTokens: 5 });
  expect(server.seen[0]).toMatchObject({
    path: '/v1/chat/completions',
    headers: { authorization: 'Bearer sk-very-secret' },
  });
  expect(completion.request).toMatchObject({ method: 'POST', url: `${server.url}/v1/chat/completions` });
  expect(JSON.stringify(completion)).not.toContain('very-secret');
  await models.close();
});

test('a request that came in the same protocol goes on byte for byte, but for the model and the key', async () => {
  await using server = await answering(reply);
  const models = createModels({ environment: {} });
  const model = models.model('openai/gpt-6-luna', { apiKey: 'sk-ours', baseUrl: `${server.url}/v1` });
  const body = '{ "model":"fast" ,"messages":[{"role":"user","content":"hi"}], "new_field": {"x": 1.0}}';
  const completion = await model.complete({
    messages: [],
    raw: {
      protocol: 'chat',
      headers: { 'x-session-id': 's1', authorization: 'Bearer theirs' },
      body: Buffer.from(body),
      json: JSON.parse(body),
      query: '?beta=true',
    },
  });
  const [seen] = server.seen;
  expect(seen?.body).toBe(body.replace('"fast"', '"gpt-6-luna"'));
  expect(seen?.path).toBe('/v1/chat/completions?beta=true');
  expect(seen?.headers).toMatchObject({ 'x-session-id': 's1', authorization: 'Bearer sk-ours' });
  expect(JSON.parse(Buffer.from(completion.raw?.body ?? []).toString())).toEqual(reply);
  await models.close();
});

test('a missing key names the provider, every variable and the line to type, and sends nothing', async () => {
  const model = createModels({ environment: {} }).model('anthropic/claude-haiku-5-5');
  await expect(model.complete('hi')).rejects.toThrow(
    'No API key for Anthropic: none of ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN is set. ' +
      'Set it with `export ANTHROPIC_API_KEY=<your key>`, or give `apiKey`.',
  );
  await expect(model.stream('hi')).rejects.toMatchObject({
    kind: 'auth',
    provider: 'anthropic',
    attempts: { length: 1 },
  });
});

test('a local server that is not there is named with the command that starts it', async () => {
  const models = createModels({ environment: { OLLAMA_HOST: '127.0.0.1:9' } });
  const model = models.model('ollama/qwen3', { retry: false });
  await expect(model.complete('hi')).rejects.toMatchObject({ kind: 'connection', code: 'ECONNREFUSED' });
  await expect(model.complete('hi')).rejects.toThrow('Is Ollama running? Start it with `ollama serve`.');
});

test('an address that is needed and missing is asked for by its variable', async () => {
  const model = createModels({ environment: {} }).model('compatible/qwen3');
  await expect(model.complete('hi')).rejects.toThrow('COMPATIBLE_BASE_URL');
});

test('the simulated models run through the whole engine, in virtual time and without a network', async () => {
  const clock = new VirtualClock();
  const models = createModels({ environment: {}, clock, random: half });
  const said = models.model('sim/flaky').complete('Hello there.');
  await clock.run(5_000);
  const completion = await said;
  expect(completion.text).toBe('Hello there.');
  expect(completion.attempts.map(({ kind, outcome }) => kind ?? outcome)).toEqual(['overloaded', 'ok']);

  const limited = models.model('sim/limited').complete('Hello there.');
  await clock.run(5_000);
  expect((await limited).attempts[1]?.waits[0]).toMatchObject({ reason: 'rate-limit', ms: 525 });
});

test('a failure that is answered where a stream was asked for is one all the same', async () => {
  const clock = new VirtualClock();
  const models = createModels({ environment: {}, clock });
  const opening = models.model('sim/down', { fallback: ['sim/flaky'] }).stream('Hello there.');
  await clock.run(20_000);
  const { text, attempts } = await (await opening).result;
  expect(text).toBe('Hello there.');
  expect(attempts.map(({ target }) => target)).toEqual(['sim/down', 'sim/down', 'sim/down', 'sim/flaky', 'sim/flaky']);
});

test('a stream that stalls and one that is cut are errors with what was said', async () => {
  const clock = new VirtualClock();
  const models = createModels({ environment: {}, clock });
  for (const [name, kind] of [
    ['sim/stall', 'timeout'],
    ['sim/cut', 'interrupted'],
  ] as const) {
    const opening = models.model(name).stream('Hello there.');
    await clock.run(100);
    const stream = await opening;
    const { result } = stream;
    const seen = expect(result).rejects.toMatchObject({ kind, partial: { text: 'Well, I' }, model: name });
    await clock.run(600_000);
    await seen;
  }
});

test('two models of the same name share what one of them is told of a rate limit', async () => {
  const clock = new VirtualClock();
  const models = createModels({ environment: {}, clock, random: () => 0 });
  const first = models.model('sim/limited').complete('one');
  await clock.run(10);
  const second = models.model('sim/limited').complete('two');
  await clock.run(5_000);
  expect((await first).attempts[0]?.kind).toBe('rate-limit');
  expect((await second).attempts[0]?.waits[0]?.reason).toBe('gate');
});
