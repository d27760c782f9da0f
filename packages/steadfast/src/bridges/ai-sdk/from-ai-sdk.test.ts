import { setImmediate as turn } from 'node:timers/promises';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV3, LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { fault, reply, simulate, toolCall } from '@steadfast/testkit';
import type { Simulation } from '@steadfast/testkit';
import { convertArrayToReadableStream, MockLanguageModelV3, MockLanguageModelV4 } from 'ai/test';
import { expect, test } from 'vitest';
import { fallback } from '../../choices/fallback.ts';
import { deadline } from '../../layers/deadline.ts';
import { retry } from '../../layers/retry.ts';
import { stack } from '../../layers/stack.ts';
import { timeout } from '../../layers/timeout.ts';
import type { CompletionRequest } from '../../model/completion-request.ts';
import type { ModelError } from '../../model/error.ts';
import { isModelError } from '../../model/error.ts';
import type { Message } from '../../model/message.ts';
import type { Model } from '../../model/model.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { fromAiSdk } from './from-ai-sdk.ts';

function compatible({ url }: Simulation, name = 'echo'): LanguageModelV4 {
  const provider = createOpenAICompatible({
    name: 'acme',
    baseURL: `${url}/v1`,
    apiKey: 'sk-test',
    includeUsage: true,
  });
  return provider(name);
}

async function failureOf(asked: Promise<unknown>): Promise<ModelError> {
  const thrown: unknown = await asked.catch((error: unknown) => error);
  if (isModelError(thrown)) return thrown;
  throw new Error('It did not fail with a ModelError.', { cause: thrown });
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const usage = {
  inputTokens: { total: 10, noCache: 6, cacheRead: 3, cacheWrite: 1 },
  outputTokens: { total: 9, text: 5, reasoning: 4 },
  raw: { prompt: 10 },
};
const stop = { unified: 'stop', raw: 'stop' } as const;

/** An AI SDK model that streams these parts. */
function streaming(...parts: LanguageModelV4StreamPart[]): Model {
  return fromAiSdk(
    new MockLanguageModelV4({
      provider: 'acme.chat',
      modelId: 'm',
      doStream: () => Promise.resolve({ stream: convertArrayToReadableStream(parts) }),
    }),
  );
}

test('a whole reply has its text, its usage, its ids and its request', async () => {
  await using simulation = await simulate();
  const completion = await fromAiSdk(compatible(simulation)).complete('Will it hold?');
  expect(completion).toMatchObject({
    text: 'Will it hold?',
    model: 'acme/echo',
    finishReason: 'stop',
    answeredBy: 'echo',
    requestId: expect.stringMatching(/^req_/),
    usage: { reported: true, outputTokens: 4, output: { text: 4, reasoning: 0 } },
    attempts: [{ target: 'acme/echo', outcome: 'ok' }],
  });
  expect(completion.request?.body).toMatchObject({ model: 'echo', messages: [{ content: 'Will it hold?' }] });
});

test('a streamed reply comes word by word, and its result says the same', async () => {
  await using simulation = await simulate();
  const stream = await fromAiSdk(compatible(simulation)).stream('Word by word it comes.');
  const words = await all(stream.text);
  expect(words.length).toBeGreaterThan(3);
  expect(words.join('')).toBe('Word by word it comes.');
  const result = await stream.result;
  expect(result).toMatchObject({ text: 'Word by word it comes.', finishReason: 'stop', usage: { reported: true } });
  expect(result.attempts).toMatchObject([{ outcome: 'ok' }]);
});

test.each(['whole', 'streamed'])('a tool is called and its result goes back, %s', async (mode) => {
  await using simulation = await simulate({ script: [toolCall('get_weather', { city: 'Oslo' }), reply('Snow.')] });
  const model = fromAiSdk(compatible(simulation));
  const question: Message = { role: 'user', content: 'What is the weather in Oslo?' };
  const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const request: CompletionRequest = {
    messages: [question],
    tools: [{ name: 'get_weather', description: 'Tells the weather', inputSchema: schema }],
    toolChoice: { tool: 'get_weather' },
  };
  const first = mode === 'whole' ? await model.complete(request) : await (await model.stream(request)).result;
  expect(first.finishReason).toBe('tool-calls');
  const [call] = first.toolCalls;
  expect(call).toMatchObject({ name: 'get_weather', input: { city: 'Oslo' } });
  const messages: Message[] = [
    question,
    { role: 'assistant', content: first.content },
    { role: 'tool', content: [{ type: 'tool-result', id: call?.id ?? '', output: 'It snows.' }] },
  ];
  expect((await model.complete({ ...request, messages, toolChoice: 'auto' })).text).toBe('Snow.');
  expect(simulation.requests.map(({ body }) => body)).toMatchObject([
    { tool_choice: { function: { name: 'get_weather' } } },
    { messages: [{}, { tool_calls: [{ id: call?.id }] }, { role: 'tool', content: 'It snows.' }] },
  ]);
});

test('a rate limit is waited for as long as the provider asks, and uses up no retry', async () => {
  await using simulation = await simulate({ script: [fault('429-seconds', { seconds: 7 }), reply('Now.')] });
  const clock = new VirtualClock();
  const model = stack(fromAiSdk(compatible(simulation), { clock }), retry({ retries: 0, clock, random: () => 0 }));
  const asked = model.complete('Hello');
  while (clock.pending === 0) await turn();
  clock.advance(7_000);
  const { text, attempts } = await asked;
  expect(text).toBe('Now.');
  expect(attempts).toMatchObject([
    { kind: 'rate-limit', status: 429, counted: false },
    { outcome: 'ok', waits: [{ reason: 'rate-limit', ms: 7_000 }] },
  ]);
});

test.each([
  ['400-context', 'context-length'],
  ['401', 'auth'],
  ['404', 'not-found'],
  ['429-quota', 'quota'],
  ['500', 'server'],
  ['502-html', 'server'],
  ['503', 'overloaded'],
  ['close-before', 'connection'],
  ['sse-error-first', 'overloaded'],
])('the fault %s is an error of kind %s, for a whole reply and a stream', async (name, kind) => {
  await using simulation = await simulate({ script: [fault(name)] });
  const model = fromAiSdk(compatible(simulation));
  const asked = name.startsWith('sse') ? [model.stream('Hello')] : [model.complete('Hello'), model.stream('Hello')];
  for (const error of await Promise.all(asked.map(failureOf))) {
    expect(error).toMatchObject({ kind, provider: 'acme', model: 'acme/echo' });
    expect(error.message).toContain('acme/echo');
    expect(error.attempts).toEqual([]);
  }
});

test('a provider that says not to try again is not tried again', async () => {
  await using simulation = await simulate({ script: [fault('500-no-retry')] });
  const error = await failureOf(retry()(fromAiSdk(compatible(simulation))).complete('Hello'));
  expect(error).toMatchObject({ kind: 'server', shouldRetry: false, attempts: [{ outcome: 'error' }] });
  expect(simulation.requestCount).toBe(1);
});

test.each(['sse-cut', 'reset-mid', 'close-mid'])(
  'a stream with the fault %s is interrupted, with what had come',
  async (name) => {
    await using simulation = await simulate({ script: [fault(name, { after: 4 })] });
    const stream = await fromAiSdk(compatible(simulation)).stream('one two three four five six seven');
    const parts: StreamPart[] = [];
    const reading = (async () => {
      for await (const part of stream) parts.push(part);
    })();
    const error = await failureOf(reading);
    expect(error).toMatchObject({ kind: 'interrupted', partial: { text: expect.stringMatching(/^one/) } });
    expect(error.attempts).toMatchObject([{ outcome: 'error', kind: 'interrupted' }]);
    expect(parts.some((part) => part.type === 'text-delta')).toBe(true);
  },
);

test('an error in the first event of a stream comes before the commit point, so that another model is asked', async () => {
  await using simulation = await simulate({ models: { bad: [fault('sse-error-first')], good: [reply('Here.')] } });
  const models = ['bad', 'good'].map((name) => fromAiSdk(compatible(simulation, name)));
  const stream = await fallback(models).stream('Hello');
  const { text, attempts } = await stream.result;
  expect(text).toBe('Here.');
  expect(attempts.map(({ target, kind }) => [target, kind])).toEqual([
    ['acme/bad', 'overloaded'],
    ['acme/good', undefined],
  ]);
});

test('an abort closes the request to the provider, before and after the first content', async () => {
  await using simulation = await simulate({ models: { hang: [fault('hang')], stall: [fault('stall-mid')] } });
  const first = new AbortController();
  const asked = fromAiSdk(compatible(simulation, 'hang')).complete('Hello', { signal: first.signal });
  const { ended } = await simulation.waitForRequest(1);
  first.abort();
  expect(await failureOf(asked)).toMatchObject({ kind: 'aborted' });
  expect(await ended).toBe('client-closed');
  const second = new AbortController();
  const stream = await fromAiSdk(compatible(simulation, 'stall')).stream('one two three', { signal: second.signal });
  second.abort();
  expect(await failureOf(all(stream))).toMatchObject({ kind: 'aborted' });
  expect(await simulation.requests[1]?.ended).toBe('client-closed');
});

test('a reader who leaves a stream ends the request to the provider', async () => {
  await using simulation = await simulate({ script: [fault('stall-mid')] });
  const stream = await fromAiSdk(compatible(simulation)).stream('one two three four');
  for await (const text of stream.text) if (text !== '') break;
  expect(await simulation.requests[0]?.ended).toBe('client-closed');
});

test('the deadline of a call ends a model that never answers and heeds no signal', async () => {
  const clock = new VirtualClock();
  const never = (): Promise<never> => Promise.withResolvers<never>().promise;
  const sdk = new MockLanguageModelV4({ provider: 'acme', modelId: 'm', doGenerate: never, doStream: never });
  const model = stack(fromAiSdk(sdk, { clock }), deadline(5_000, clock));
  const asked = Promise.all([failureOf(model.complete('Hello')), failureOf(model.stream('Hello'))]);
  await clock.run(5_000);
  for (const error of await asked) expect(error).toMatchObject({ kind: 'timeout', phase: 'deadline', model: 'acme/m' });
  expect(clock.pending).toBe(0);
});

test('the limits of an attempt are kept from outside: the first content, and the silence in a stream', async () => {
  await using simulation = await simulate({ models: { hang: [fault('stall-first')], stall: [fault('stall-mid')] } });
  const clock = new VirtualClock();
  const bounded = (name: string): Model =>
    timeout({ headersMs: 1_000, firstContentMs: 1_000, idleMs: 500, clock })(
      fromAiSdk(compatible(simulation, name), { clock }),
    );
  const first = failureOf(bounded('hang').stream('Hello'));
  await simulation.waitForRequest(1);
  clock.advance(2_000);
  expect(await first).toMatchObject({ kind: 'timeout', phase: 'first-content' });
  const stream = await bounded('stall').stream('one two three four');
  const silent = failureOf(all(stream));
  for (let count = 0; count < 50; count += 1) await turn();
  clock.advance(500);
  expect(await silent).toMatchObject({ kind: 'timeout', phase: 'idle' });
  expect(await simulation.requests[1]?.ended).toBe('client-closed');
});

test('a slow reader holds the source back, and reads all of it in the end', async () => {
  let pulled = 0;
  const delta = 'x'.repeat(100_000);
  const source = new ReadableStream<LanguageModelV4StreamPart>({
    pull: (controller) => {
      pulled += 1;
      if (pulled <= 30) controller.enqueue({ type: 'text-delta', id: '0', delta });
      else {
        controller.enqueue({ type: 'finish', finishReason: stop, usage });
        controller.close();
      }
    },
  });
  const sdk = new MockLanguageModelV4({ doStream: () => Promise.resolve({ stream: source }) });
  const stream = await fromAiSdk(sdk).stream('Hello');
  for (let count = 0; count < 100; count += 1) await turn();
  expect(pulled).toBeLessThan(10);
  let length = 0;
  for await (const text of stream.text) length += text.length;
  expect(length).toBe(3_000_000);
});

test('usage, reasons, blocks whose ids come again, and private data are read from a stream', async () => {
  const stream = await streaming(
    { type: 'stream-start', warnings: [{ type: 'unsupported', feature: 'topK' }] },
    { type: 'response-metadata', id: 'r1', modelId: 'm-2' },
    { type: 'reasoning-start', id: '0' },
    { type: 'reasoning-delta', id: '0', delta: 'Hm.' },
    { type: 'reasoning-end', id: '0', providerMetadata: { acme: { signature: 's1' } } },
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'One' },
    { type: 'text-end', id: '0' },
    { type: 'source', sourceType: 'url', id: 'a', url: 'https://example.com/' },
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'Two' },
    { type: 'text-end', id: '0' },
    { type: 'tool-input-start', id: 'c', toolName: 'look' },
    { type: 'tool-input-delta', id: 'c', delta: '{"a"' },
    { type: 'tool-input-end', id: 'c' },
    { type: 'tool-call', toolCallId: 'c', toolName: 'look', input: '{"a":1}' },
    { type: 'ping' },
    { type: 'finish', finishReason: { unified: 'tool-calls', raw: 'calls' }, usage },
  ).stream('Hello');
  const completion = await stream.result;
  expect(completion).toMatchObject({
    id: 'r1',
    answeredBy: 'm-2',
    text: 'OneTwo',
    reasoning: 'Hm.',
    finishReason: 'tool-calls',
    rawFinishReason: 'calls',
    adaptations: [{ field: 'topK', action: 'dropped', target: 'acme/m' }],
    usage: {
      input: { uncached: 6, cacheRead: 3, cacheWrite: 1 },
      output: { text: 5, reasoning: 4 },
      raw: { prompt: 10 },
    },
    content: [
      { type: 'reasoning', text: 'Hm.', state: { origin: 'ai-sdk', value: { acme: { signature: 's1' } } } },
      { type: 'text', text: 'One' },
      { type: 'reasoning', text: '', state: { origin: 'ai-sdk-part', value: { type: 'source', id: 'a' } } },
      { type: 'text', text: 'Two' },
      { type: 'tool-call', id: 'c', input: { a: 1 }, inputText: '{"a":1}' },
    ],
  });
});

test('a call whose input was written otherwise than it is given in the end is the one given in the end', async () => {
  const stream = await streaming(
    { type: 'tool-input-start', id: 'c', toolName: 'look' },
    { type: 'tool-input-delta', id: 'c', delta: '{"draft":1}' },
    { type: 'tool-call', toolCallId: 'c', toolName: 'look', input: '{"type":"look"}' },
    { type: 'finish', finishReason: stop, usage },
  ).stream('Hello');
  expect((await stream.result).toolCalls).toMatchObject([{ id: 'c', input: { type: 'look' } }]);
});

test.each([
  ['interrupted', 'interrupted'],
  ['error', 'invalid-reply'],
] as const)('a reply that ends as %s is an error of kind %s', async (unified, kind) => {
  const finishReason = { unified, raw: undefined };
  const text = { type: 'text' as const, text: 'half' };
  const sdk = new MockLanguageModelV4({ doGenerate: { content: [text], finishReason, usage, warnings: [] } });
  expect(await failureOf(fromAiSdk(sdk).complete('Hello'))).toMatchObject({ kind, partial: { text: 'half' } });
  const before = streaming({ type: 'finish', finishReason, usage });
  expect(await failureOf(before.stream('Hello'))).toMatchObject({ kind });
  const after = await streaming(
    { type: 'text-delta', id: '0', delta: 'half' },
    { type: 'finish', finishReason, usage },
  ).stream('Hello');
  expect(await failureOf(after.result)).toMatchObject({ kind, partial: { text: 'half' } });
});

test('a fault of the program is not tried again', async () => {
  const sdk = new MockLanguageModelV4({ doGenerate: () => Promise.reject(new RangeError('off by one')) });
  const error = await failureOf(retry()(fromAiSdk(sdk)).complete('Hello'));
  expect(error).toMatchObject({ kind: 'server', shouldRetry: false, attempts: [{ outcome: 'error' }] });
  expect(sdk.doGenerateCalls).toHaveLength(1);
});

/** A request that says all that requests can say. */
const rich: CompletionRequest = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      name: 'Ada',
      content: [
        { type: 'text', text: 'Look', state: { origin: 'acme', value: { cache: true } } },
        { type: 'image', source: { kind: 'base64', data: 'aW1n', mediaType: 'image/png' }, detail: 'low' },
        { type: 'image', source: { kind: 'url', url: 'https://example.com/a.png' } },
        { type: 'file', source: { kind: 'text', text: 'note', mediaType: 'text/plain' }, filename: 'a.txt' },
        { type: 'file', source: { kind: 'reference', id: 'file-1' } },
      ],
    },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Hm.', state: { origin: 'ai-sdk', value: { acme: { signature: 's1' } } } },
        { type: 'reasoning', text: '', state: { origin: 'anthropic', value: { signature: 's2' } } },
        { type: 'tool-call', id: 'c1', name: 'look', input: { at: 1 } },
        { type: 'tool-call', id: 'c2', name: 'look', inputText: '{"at', invalid: true },
      ],
    },
    {
      role: 'tool',
      content: [
        { type: 'tool-result', id: 'c1', output: 'failed', isError: true },
        { type: 'tool-result', id: 'c2', output: [{ type: 'text', text: 'seen' }] },
      ],
    },
  ],
  tools: [
    { name: 'look', inputSchema: { type: 'object' }, strict: true },
    { name: 'say', form: 'text' },
    {
      name: 'web_search',
      provided: { origin: 'ai-sdk', value: { type: 'provider', id: 'acme.search', args: { max: 2 } } },
    },
    { name: 'code', provided: { origin: 'anthropic', value: { type: 'code' } } },
  ],
  toolChoice: 'required',
  parallelToolCalls: false,
  outputFormat: { type: 'json', schema: { type: 'object' }, name: 'answer', strict: true },
  maxOutputTokens: 100,
  temperature: 0.5,
  topK: 3,
  stopSequences: ['END'],
  effort: 'low',
  providerOptions: { acme: { tier: 'flex' } },
};

test('all of a request reaches an AI SDK model, and what it has no place for is noted', async () => {
  const result = { content: [], finishReason: stop, usage, warnings: [] };
  const sdk = new MockLanguageModelV4({ provider: 'acme.chat', modelId: 'm', doGenerate: result });
  const completion = await fromAiSdk(sdk, { headers: { 'x-team': 'blue' } }).complete(rich);
  expect(sdk.doGenerateCalls[0]).toMatchObject({
    prompt: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look', providerOptions: { acme: { cache: true } } },
          { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'aW1n' } },
          { type: 'file', mediaType: 'image/*', data: { type: 'url', url: new URL('https://example.com/a.png') } },
          { type: 'file', mediaType: 'text/plain', data: { type: 'text', text: 'note' }, filename: 'a.txt' },
          { type: 'file', data: { type: 'reference', reference: { acme: 'file-1' } } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm.', providerOptions: { acme: { signature: 's1' } } },
          { type: 'tool-call', toolCallId: 'c1', toolName: 'look', input: { at: 1 } },
          { type: 'tool-call', toolCallId: 'c2', toolName: 'look', input: { INVALID_JSON: '{"at' } },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'c1', toolName: 'look', output: { type: 'error-text', value: 'failed' } },
          {
            type: 'tool-result',
            toolCallId: 'c2',
            output: { type: 'content', value: [{ type: 'text', text: 'seen' }] },
          },
        ],
      },
    ],
    tools: [
      { type: 'function', name: 'look', inputSchema: { type: 'object' }, strict: true },
      { type: 'function', name: 'say', inputSchema: { required: ['input'] } },
      { type: 'provider', id: 'acme.search', name: 'web_search', args: { max: 2 } },
    ],
    toolChoice: { type: 'required' },
    responseFormat: { type: 'json', schema: { type: 'object' }, name: 'answer' },
    maxOutputTokens: 100,
    temperature: 0.5,
    topK: 3,
    stopSequences: ['END'],
    reasoning: 'low',
    headers: { 'x-team': 'blue' },
    providerOptions: { acme: { tier: 'flex' } },
  });
  expect(completion.adaptations.map(({ field, action }) => `${action} ${field}`)).toEqual([
    'dropped messages[1].name',
    'dropped messages[1].content[1].detail',
    'dropped messages[2].content[1].state',
    'changed messages[2].content[3].input',
    'dropped outputFormat.strict',
    'changed tools[1].form',
    'dropped tools[3]',
    'dropped parallelToolCalls',
  ]);
});

test('a model of the specification before is asked in its own form', async () => {
  const sdk = new MockLanguageModelV3({
    provider: 'old.chat',
    modelId: 'm',
    doGenerate: {
      content: [{ type: 'file', mediaType: 'image/png', data: 'aW1n' }],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage,
      warnings: [{ type: 'other', message: 'Old.' }],
    },
  });
  const old: LanguageModelV3 = sdk;
  const { content, adaptations } = await fromAiSdk(old).complete(rich);
  expect(content).toMatchObject([{ type: 'image', source: { kind: 'base64', data: 'aW1n', mediaType: 'image/png' } }]);
  expect(sdk.doGenerateCalls[0]).toMatchObject({
    prompt: [
      {},
      {
        content: [
          { type: 'text' },
          { type: 'file', data: 'aW1n' },
          { type: 'file', data: new URL('https://example.com/a.png') },
          { type: 'file', data: Buffer.from('note').toString('base64') },
        ],
      },
      {},
      {},
    ],
  });
  const notes = adaptations.map(({ field }) => field);
  expect(notes).toContain('effort');
  expect(notes).toContain('file by reference');
  expect(adaptations.at(-1)).toMatchObject({ field: 'request', detail: 'Old.' });
});

test('a stream of the specification before is read like one of the current', async () => {
  const sdk = new MockLanguageModelV3({
    doStream: () =>
      Promise.resolve({
        stream: convertArrayToReadableStream([
          { type: 'stream-start' as const, warnings: [] },
          { type: 'text-start' as const, id: '1' },
          { type: 'text-delta' as const, id: '1', delta: 'Old but good.' },
          { type: 'text-end' as const, id: '1' },
          { type: 'file' as const, mediaType: 'image/png', data: 'aW1n' },
          { type: 'finish' as const, finishReason: stop, usage },
        ]),
      }),
  });
  const { text, content } = await (await fromAiSdk(sdk).stream('Hello')).result;
  expect(text).toBe('Old but good.');
  expect(content[1]).toMatchObject({ type: 'image', source: { data: 'aW1n' } });
});

test('what has no neutral form goes back to an AI SDK model as it came, sources excepted', async () => {
  const content = [
    { type: 'custom' as const, kind: 'acme.memory' as const, providerMetadata: { acme: { id: 'm1' } } },
    { type: 'source' as const, sourceType: 'url' as const, id: 's', url: 'https://example.com/' },
    {
      type: 'reasoning-file' as const,
      mediaType: 'image/png',
      data: { type: 'data' as const, data: Buffer.from('img') },
    },
    { type: 'text' as const, text: 'Done.' },
  ];
  const sdk = new MockLanguageModelV4({ doGenerate: { content, finishReason: stop, usage, warnings: [] } });
  const model = fromAiSdk(sdk);
  const said = await model.complete('Hello');
  expect(said.empty).toBe(false);
  await model.complete({ messages: [{ role: 'assistant', content: said.content }] });
  expect(sdk.doGenerateCalls[1]?.prompt).toEqual([
    {
      role: 'assistant',
      content: [
        { type: 'custom', kind: 'acme.memory', providerOptions: { acme: { id: 'm1' } } },
        { type: 'reasoning-file', mediaType: 'image/png', data: { type: 'data', data: 'aW1n' } },
        { type: 'text', text: 'Done.' },
      ],
    },
  ]);
});

test('a stream that comes after its call was ended is cancelled', async () => {
  const opened = Promise.withResolvers<{ stream: ReadableStream<LanguageModelV4StreamPart> }>();
  const cancelled = Promise.withResolvers<void>();
  const sdk = new MockLanguageModelV4({ doStream: () => opened.promise });
  const caller = new AbortController();
  const asked = failureOf(fromAiSdk(sdk).stream('Hello', { signal: caller.signal }));
  caller.abort();
  expect(await asked).toMatchObject({ kind: 'aborted' });
  opened.resolve({ stream: new ReadableStream({ cancel: () => cancelled.resolve() }) });
  await cancelled.promise;
});
