import { fault, rehearse, reply, simulate, toolCall } from '@steadfast/testkit';
import type { Simulation } from '@steadfast/testkit';
import { APICallError, generateText, isStepCount, jsonSchema, Output, streamText, tool } from 'ai';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { isModelError } from '../../model/error.ts';
import type { Model } from '../../model/model.ts';
import { createModels, model } from '../../providers/models.ts';
import type { VirtualClock } from '../../time/virtual-clock.ts';
import { safeReply } from '../../layers/safe-reply.ts';
import { toAiSdk } from './to-ai-sdk.ts';

globalThis.AI_SDK_LOG_WARNINGS = false;

/** A model of the simulation, which speaks the protocol of this provider. */
function simulated({ url }: Simulation, name: string, clock?: VirtualClock): Model {
  const [provider = '', ...rest] = name.split('/');
  const baseUrl = provider === 'openai' ? `${url}/v1` : url;
  return createModels({ environment: {}, clock }).model(`${provider}/${rest.join('/')}`, {
    apiKey: 'sk-test',
    baseUrl,
  });
}

const weather = tool({
  description: 'Tells the weather in a city',
  inputSchema: z.object({ city: z.string() }),
  execute: ({ city }) => `It snows in ${city}.`,
});

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

test('generateText has its text, its usage and its finish reason from a model of ours', async () => {
  const { text, usage, finishReason, warnings, response, providerMetadata } = await generateText({
    model: toAiSdk(model('sim/echo')),
    prompt: 'Will it hold?',
  });
  expect(text).toBe('Will it hold?');
  expect(usage).toMatchObject({ outputTokens: 4, outputTokenDetails: { textTokens: 4, reasoningTokens: 0 } });
  expect(finishReason).toBe('stop');
  expect(warnings).toEqual([]);
  expect(response).toMatchObject({ id: 'chatcmpl-simulated', modelId: 'echo' });
  expect(providerMetadata).toMatchObject({ steadfast: { model: 'sim/echo', attempts: [{ outcome: 'ok' }] } });
});

test('streamText has the text piece by piece, and says how it ended', async () => {
  const result = streamText({ model: toAiSdk(model('sim/echo')), prompt: 'Word by word it comes.' });
  const pieces = await all(result.textStream);
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.join('')).toBe('Word by word it comes.');
  expect(await result.finishReason).toBe('stop');
  expect((await result.usage).totalTokens).toBeGreaterThan(0);
  expect(await result.providerMetadata).toMatchObject({ steadfast: { model: 'sim/echo' } });
});

test.each([
  ['openai/echo', 'whole'],
  ['openai/echo', 'streamed'],
  ['anthropic/echo', 'whole'],
  ['anthropic/echo', 'streamed'],
])('a loop of tools with %s, %s, runs the tool and gets the last word', async (name, mode) => {
  await using simulation = await simulate({
    script: [toolCall('get_weather', { city: 'Oslo' }), reply('Take a coat.')],
  });
  const asked = {
    model: toAiSdk(simulated(simulation, name)),
    prompt: 'What is the weather in Oslo?',
    tools: { get_weather: weather },
    stopWhen: isStepCount(3),
    maxOutputTokens: 500,
  };
  const result = mode === 'whole' ? await generateText(asked) : streamText(asked);
  expect(await result.text).toBe('Take a coat.');
  const [first] = await result.steps;
  expect(first?.toolCalls).toMatchObject([{ toolName: 'get_weather', input: { city: 'Oslo' } }]);
  expect(JSON.stringify(simulation.requests[1]?.body)).toContain('It snows in Oslo.');
});

test.each(['whole', 'streamed'])(
  'a loop of tools, %s, returns signed thoughts to the model that signed them',
  async (mode) => {
    await using simulation = await simulate({
      script: [
        toolCall('get_weather', { city: 'Oslo' }, { reasoning: 'I should look it up.' }),
        reply('Take a coat.', { reasoning: 'Snow is cold.' }),
      ],
    });
    const asked = {
      model: toAiSdk(simulated(simulation, 'anthropic/echo')),
      prompt: 'What is the weather in Oslo?',
      tools: { get_weather: weather },
      stopWhen: isStepCount(3),
      maxOutputTokens: 5_000,
      providerOptions: { steadfast: { thinkingTokens: 2_000 } },
    };
    const result = mode === 'whole' ? await generateText(asked) : streamText(asked);
    // The simulation refuses thoughts whose signature is missing or not its own.
    expect(await result.text).toBe('Take a coat.');
    expect((await result.steps).map(({ reasoningText }) => reasoningText)).toEqual([
      'I should look it up.',
      'Snow is cold.',
    ]);
    const [, again] = simulation.requests;
    expect(again?.body).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 2_000 },
      messages: [{}, { content: [{ type: 'thinking', signature: expect.any(String) }, { type: 'tool_use' }] }, {}],
    });
  },
);

test.each(['openai/echo', 'anthropic/echo'])('Output.object with %s gives an object of the schema', async (name) => {
  await using simulation = await simulate();
  const { output } = await generateText({
    model: toAiSdk(simulated(simulation, name)),
    prompt: 'Anything',
    maxOutputTokens: 100,
    output: Output.object({ schema: z.object({ city: z.string(), degrees: z.number() }) }),
  });
  expect(output).toEqual({ city: expect.any(String), degrees: expect.any(Number) });
});

test('the tools, the choice among them and the settings of a call reach the provider', async () => {
  await using simulation = await simulate();
  await generateText({
    model: toAiSdk(simulated(simulation, 'openai/echo')),
    instructions: 'Be brief.',
    prompt: 'Go',
    tools: { look: tool({ inputSchema: jsonSchema({ type: 'object', properties: {} }), strict: true }) },
    toolChoice: 'required',
    temperature: 0.5,
    topP: 0.9,
    seed: 7,
    stopSequences: ['END'],
    reasoning: 'high',
    providerOptions: { openai: { service_tier: 'flex' }, steadfast: { parallelToolCalls: false, endUser: 'u-1' } },
  });
  expect(simulation.requests[0]?.body).toMatchObject({
    messages: [{ content: 'Be brief.' }, { role: 'user', content: 'Go' }],
    tools: [{ function: { name: 'look', strict: true } }],
    tool_choice: 'required',
    parallel_tool_calls: false,
    temperature: 0.5,
    top_p: 0.9,
    seed: 7,
    stop: ['END'],
    reasoning_effort: 'high',
    service_tier: 'flex',
  });
});

test('what cannot be said is a warning, and never an error', async () => {
  await using simulation = await simulate();
  const { warnings } = await generateText({
    model: toAiSdk(simulated(simulation, 'anthropic/echo')),
    prompt: 'Hello',
    seed: 7,
    maxOutputTokens: 50,
    headers: { 'x-team': 'blue' },
  });
  expect(warnings).toMatchObject([
    { type: 'unsupported', feature: 'headers', details: expect.stringContaining('x-team') },
    { type: 'unsupported', feature: 'seed', details: expect.stringContaining('anthropic/echo') },
  ]);
});

test('an image, a mark for the cache and the result of a tool stand where the provider wants them', async () => {
  await using simulation = await simulate();
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64');
  await generateText({
    model: toAiSdk(simulated(simulation, 'anthropic/echo')),
    maxOutputTokens: 50,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'file', data: png, mediaType: 'image' },
          { type: 'text', text: 'See?', providerOptions: { anthropic: { cache_control: { type: 'ephemeral' } } } },
        ],
      },
      { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'look', input: { at: 1 } }] },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'c1', toolName: 'look', output: { type: 'error-json', value: { no: 1 } } },
        ],
      },
    ],
  });
  expect(simulation.requests[0]?.body).toMatchObject({
    messages: [
      {
        content: [
          { type: 'image', source: { media_type: 'image/png' } },
          { type: 'text', cache_control: { type: 'ephemeral' } },
        ],
      },
      { content: [{ type: 'tool_use', id: 'c1', input: { at: 1 } }] },
      { content: [{ type: 'tool_result', content: '{"no":1}', is_error: true }] },
    ],
  });
});

test('our layers wait for a rate limit, and the AI SDK sees none of it', async () => {
  await using simulation = await simulate({ script: [fault('429-ms', { ms: 5 }), reply('Now.')] });
  const { text, providerMetadata } = await generateText({
    model: toAiSdk(simulated(simulation, 'openai/echo')),
    prompt: 'Hello',
  });
  expect(text).toBe('Now.');
  expect(providerMetadata).toMatchObject({ steadfast: { attempts: [{ kind: 'rate-limit' }, { outcome: 'ok' }] } });
});

test('an error is ours, says what happened, and is not retried again', async () => {
  await using simulation = await simulate({ script: [fault('401')] });
  const asked = generateText({ model: toAiSdk(simulated(simulation, 'openai/echo')), prompt: 'Hello', maxRetries: 5 });
  const error: unknown = await asked.catch((thrown: unknown) => thrown);
  expect(isModelError(error) && error.kind).toBe('auth');
  expect(APICallError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ isRetryable: false, statusCode: 401, message: expect.stringContaining('openai/echo') });
  expect(JSON.stringify(error)).not.toContain('responseBody');
  expect(simulation.requestCount).toBe(1);
});

test('a stream that is cut ends with our error, after what had come', async () => {
  await using simulation = await simulate({ script: [fault('reset-mid', { after: 3 })] });
  const result = streamText({
    model: toAiSdk(simulated(simulation, 'openai/echo')),
    prompt: 'one two three four five six',
    onError: () => undefined,
  });
  const parts = await all(result.fullStream);
  const error = parts.find((part) => part.type === 'error')?.error;
  expect(error).toMatchObject({
    kind: 'interrupted',
    isRetryable: false,
    partial: { text: expect.stringMatching(/^one/) },
  });
  expect(parts.at(-1)).toMatchObject({ type: 'finish', finishReason: 'error' });
});

test('a caller who leaves ends the request to the provider', async () => {
  await using simulation = await simulate({ script: [fault('stall-mid')] });
  const caller = new AbortController();
  const onAbort = Promise.withResolvers<void>();
  const result = streamText({
    model: toAiSdk(simulated(simulation, 'openai/echo')),
    prompt: 'one two three four',
    abortSignal: caller.signal,
    onAbort: () => onAbort.resolve(),
  });
  for await (const part of result.fullStream) if (part.type === 'text-delta') caller.abort();
  await onAbort.promise;
  expect(await simulation.requests[0]?.ended).toBe('client-closed');
});

test('a caller who aborts while a whole reply is awaited gets an AbortError', async () => {
  const { model: rehearsed, next } = rehearse();
  const caller = new AbortController();
  const asked = generateText({ model: toAiSdk(rehearsed), prompt: 'Hello', abortSignal: caller.signal });
  const call = await next();
  caller.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  expect(call.aborted).toBe(true);
});

test('a call that was cut short is shown as invalid, and no tool runs on it', async () => {
  const { model: rehearsed, next } = rehearse();
  let ran = 0;
  const asked = generateText({
    model: toAiSdk(rehearsed),
    prompt: 'Hello',
    tools: { look: tool({ inputSchema: z.object({ city: z.string() }), execute: () => (ran += 1) }) },
  });
  const call = await next();
  call.toolCall('look', '{"city":"Os');
  call.finish({ reason: 'length' });
  const { toolCalls, finishReason } = await asked;
  expect(toolCalls).toMatchObject([{ toolName: 'look', invalid: true }]);
  expect(finishReason).toBe('length');
  expect(ran).toBe(0);
});

test('a safe reply says that it is one', async () => {
  const { model: rehearsed, next } = rehearse();
  const asked = generateText({ model: toAiSdk(safeReply('Call us.')(rehearsed)), prompt: 'Hello' });
  (await next()).fail({ kind: 'server', message: 'broken' });
  const { text, providerMetadata } = await asked;
  expect(text).toBe('Call us.');
  expect(providerMetadata).toMatchObject({ steadfast: { fallback: true, shouldEscalate: true } });
});
