import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { CompletionRequest } from '../model/completion-request.ts';
import { asObject, parseJson } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import { createModels } from '../providers/models.ts';
import { cache } from './cache.ts';

type Answer = (body: JsonObject, response: ServerResponse) => void;

async function bodyOf(request: IncomingMessage): Promise<JsonObject> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return asObject(parseJson(text));
}

/** A provider that counts what it is asked, and a cached model that asks it. */
async function upstream(answer: Answer): Promise<AsyncDisposable & { model: Model; requests: JsonObject[] }> {
  const requests: JsonObject[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      requests.push(body);
      answer(body, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const models = createModels({ environment: {} });
  const inner = models.model('openai/gpt-6-luna', {
    baseUrl: `http://127.0.0.1:${port}`,
    apiKey: 'k',
    protocol: 'chat',
  });
  return {
    model: cache()(inner),
    requests,
    [Symbol.asyncDispose]: async () => {
      await models.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const usage = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };

function event(content: string, more: JsonObject = {}): string {
  const choice = { index: 0, delta: { role: 'assistant', content }, finish_reason: null, ...more };
  const chunk = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'gpt-6-luna', choices: [choice] };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

const last = `${event('', { finish_reason: 'stop' })}data: ${JSON.stringify({ id: 'c1', choices: [], usage })}\n\ndata: [DONE]\n\n`;

const answerInTime: Answer = (body, response) => {
  const words = Array.from({ length: 20 }, (_, index) => `word${index} `);
  if (body['stream'] !== true) {
    const choice = { index: 0, message: { role: 'assistant', content: words.join('') }, finish_reason: 'stop' };
    const reply = { id: 'c1', object: 'chat.completion', created: 1, model: 'gpt-6-luna', choices: [choice], usage };
    setImmediate(() => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(reply)));
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'x-ratelimit-remaining-requests': '3',
    'x-kept': 'yes',
  });
  const say = (index: number): void => {
    const word = words[index];
    if (word === undefined) response.end(last);
    else {
      response.write(event(word));
      setImmediate(say, index + 1);
    }
  };
  say(0);
};

async function textOf(stream: CompletionStream): Promise<string> {
  let text = '';
  for await (const words of stream.text) text += words;
  return text;
}

test('200 callers of one prompt are one request, whoever comes first, whole replies and streams mixed', async () => {
  for (const first of [0, 1]) {
    await using provider = await upstream(answerInTime);
    const { model, requests } = provider;
    const asked = Array.from({ length: 200 }, async (_, index) => {
      for (let turn = 0; turn < index % 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return index % 2 === first ? (await model.complete('Count.')).text : textOf(await model.stream('Count.'));
    });
    const texts = new Set(await Promise.all(asked));
    expect([...texts]).toEqual([Array.from({ length: 20 }, (_, index) => `word${index} `).join('')]);
    expect(requests).toHaveLength(1);
  }
});

test('a reader that never reads holds up none of the others, on the wire', async () => {
  await using provider = await upstream((_body, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let index = 0; index < 800; index += 1) response.write(event('x'.repeat(1_000)));
    response.end(last);
  });
  const { model, requests } = provider;
  const opening = model.stream('Count.');
  const others = Array.from({ length: 10 }, () => model.stream('Count.'));
  const slow = await opening;
  const iterator = slow[Symbol.asyncIterator]();
  await iterator.next();
  const texts = await Promise.all(others.map(async (stream) => textOf(await stream)));
  expect(new Set(texts.map(({ length }) => length))).toEqual(new Set([800_000]));
  let rest = 1;
  for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) rest += 1;
  expect(rest).toBeGreaterThan(800);
  expect(requests).toHaveLength(1);
});

test('the last reader who leaves closes the connection within 250 ms, and those before do not', async () => {
  const closed = Promise.withResolvers<number>();
  let isClosed = false;
  await using provider = await upstream((_body, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(event('Hi'));
    response.on('close', () => {
      isClosed = true;
      closed.resolve(performance.now());
    });
  });
  const { model } = provider;
  const leaver = new AbortController();
  const streams = await Promise.all([
    model.stream('Hi'),
    model.stream('Hi', { signal: leaver.signal }),
    model.stream('Hi'),
  ]);
  const whole = new AbortController();
  const waiting = model.complete('Hi', { signal: whole.signal }).catch((error: unknown) => error);
  await streams[0].close();
  leaver.abort();
  for await (const part of streams[2]) if (part.type === 'text-delta') break;
  // One is left, who waits for the whole reply.
  await model.complete('Other', { signal: AbortSignal.timeout(20) }).catch(() => undefined);
  expect(isClosed).toBe(false);
  const left = performance.now();
  whole.abort();
  expect(await waiting).toMatchObject({ kind: 'aborted' });
  expect((await closed.promise) - left).toBeLessThan(250);
});

test('a relayed stream is given again byte for byte, to those who share it and to those who come later', async () => {
  await using provider = await upstream(answerInTime);
  const { model, requests } = provider;
  const relay = (json: JsonObject): CompletionRequest => ({
    messages: [],
    raw: { protocol: 'chat', headers: {}, body: Buffer.from(JSON.stringify(json)), json, query: '' },
  });
  const messages = [{ role: 'user', content: 'Count.' }];
  const asked = relay({ model: 'gpt-6-luna', messages, stream: true, stream_options: { include_usage: true } });
  const bytesOf = async (stream: CompletionStream): Promise<string> => {
    let text = '';
    for await (const part of stream) if (part.type === 'bytes-delta') text += Buffer.from(part.bytes).toString();
    return text;
  };
  const opened = await Promise.all([model.stream(asked), model.stream(asked)]);
  const [one, other] = await Promise.all(opened.map(bytesOf));
  const later = await model.stream(asked);
  const again = await bytesOf(later);
  expect(one).toContain('word19 ');
  expect(one?.endsWith('data: [DONE]\n\n')).toBe(true);
  expect([other, again]).toEqual([one, one]);
  expect(later.head).toMatchObject({ status: 200, headers: { 'x-kept': 'yes' } });
  expect(later.head?.headers['x-ratelimit-remaining-requests']).toBeUndefined();
  expect(await later.result).toMatchObject({ cached: { from: 'store' }, usage: { totalTokens: 12 } });
  expect((await later.result).text).toContain('word19 ');
  expect(requests).toHaveLength(1);

  const plain = relay({ model: 'gpt-6-luna', messages });
  const replies = [await model.complete(plain), await model.complete(plain)];
  const bodies = replies.map(({ raw }) => Buffer.from(raw?.body ?? []).toString());
  expect(bodies[0]).toContain('"object":"chat.completion"');
  expect(bodies[1]).toBe(bodies[0]);
  expect(replies[1]?.cached).toBeDefined();
  expect(requests).toHaveLength(2);
});
