import Anthropic, { BadRequestError } from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { fault, simulate } from '@steadfast/testkit';
import type { SimulateOptions, Simulation } from '@steadfast/testkit';
import OpenAI, { AuthenticationError, NotFoundError } from 'openai';
import { asArray, asObject } from 'steadfast/model';
import { providers } from 'steadfast/providers';
import type { Provider } from 'steadfast/providers';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startGateway } from './index.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A provider that is asked in its one protocol alone. */
function row(like: string, id: string, baseUrl: string): Provider {
  const known = providers[like];
  if (known === undefined) throw new Error(like);
  const alone = { ...known, otherProtocols: undefined };
  return { ...alone, id, name: id, baseUrl, keyOptional: true, environment: { keys: [] } };
}

async function clients(
  simulated: SimulateOptions = {},
): Promise<{ openai: OpenAI; anthropic: Anthropic; upstream: Simulation }> {
  const upstream = await simulate(simulated);
  cleanups.push(() => upstream.close());
  const gateway = await startGateway({
    port: 0,
    token: 'right',
    environment: {},
    shown: ['north/echo'],
    providers: {
      north: row('openai', 'north', `${upstream.url}/v1`),
      south: row('anthropic', 'south', upstream.url),
      west: row('ollama', 'west', upstream.url),
    },
    drainMs: 50,
  });
  cleanups.push(() => gateway.close());
  const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: 'right' });
  return { upstream, openai, anthropic: new Anthropic({ baseURL: gateway.url, apiKey: 'right' }) };
}

const targets = ['north/echo', 'south/echo', 'west/echo'];
const said = [{ role: 'user' as const, content: 'It holds.' }];
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

test('the OpenAI client gets answers, whole and streamed, from every protocol', async () => {
  const { openai } = await clients();
  for (const model of targets) {
    const whole = await openai.chat.completions.create({ model, messages: said });
    expect(whole.choices[0]?.message.content).toBe('It holds.');
    expect(whole.usage?.total_tokens).toBeGreaterThan(0);
    const stream = openai.chat.completions.stream({ model, messages: said, stream_options: { include_usage: true } });
    expect(await stream.finalContent()).toBe('It holds.');
    expect((await stream.totalUsage()).total_tokens).toBeGreaterThan(0);
  }
});

test('the Anthropic client gets answers, whole and streamed, from every protocol', async () => {
  const { anthropic } = await clients();
  for (const model of targets) {
    const whole = await anthropic.messages.create({ model, max_tokens: 50, messages: said });
    expect(whole.content).toMatchObject([{ type: 'text', text: 'It holds.' }]);
    expect(whole.stop_reason).toBe('end_turn');
    expect(whole.usage.output_tokens).toBeGreaterThan(0);
    const stream = anthropic.messages.stream({ model, max_tokens: 50, messages: said });
    expect(await stream.finalText()).toBe('It holds.');
  }
});

test('the OpenAI client calls a tool and sends its result, whichever protocol answers', async () => {
  const { openai } = await clients();
  for (const model of targets) {
    const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters } }];
    const ask = { role: 'user' as const, content: 'What does get_weather say?' };
    for (const stream of [false, true]) {
      const first = stream
        ? await openai.chat.completions.stream({ model, messages: [ask], tools }).finalChatCompletion()
        : await openai.chat.completions.create({ model, messages: [ask], tools });
      const message = first.choices[0]?.message;
      const call = message?.tool_calls?.[0];
      if (message === undefined || call?.type !== 'function') throw new Error('no call');
      expect(call.function.name).toBe('get_weather');
      expect(JSON.parse(call.function.arguments)).toHaveProperty('city');
      expect(first.choices[0]?.finish_reason).toBe('tool_calls');
      const result = { role: 'tool' as const, tool_call_id: call.id, content: 'sunny, 21 degrees' };
      const second = await openai.chat.completions.create({ model, messages: [ask, message, result], tools });
      expect(second.choices[0]?.message.content).toContain('sunny');
    }
  }
});

test('the Anthropic client calls a tool and sends its result, whichever protocol answers', async () => {
  const { anthropic } = await clients();
  for (const model of targets) {
    const tools = [{ name: 'get_weather', input_schema: { ...parameters, type: 'object' as const } }];
    const ask = { role: 'user' as const, content: 'What does get_weather say?' };
    for (const stream of [false, true]) {
      const request = { model, max_tokens: 100, messages: [ask], tools };
      const first = stream
        ? await anthropic.messages.stream(request).finalMessage()
        : await anthropic.messages.create(request);
      const call = first.content.find((block) => block.type === 'tool_use');
      if (call === undefined) throw new Error('no call');
      expect(call).toMatchObject({ name: 'get_weather', input: { city: expect.any(String) } });
      expect(first.stop_reason).toBe('tool_use');
      const result = { type: 'tool_result' as const, tool_use_id: call.id, content: 'sunny, 21 degrees' };
      const messages = [
        ask,
        { role: 'assistant' as const, content: first.content },
        { role: 'user' as const, content: [result] },
      ];
      const second = await anthropic.messages.create({ ...request, messages });
      expect(second.content).toMatchObject([{ type: 'text', text: expect.stringContaining('sunny') }]);
    }
  }
});

test('Anthropic’s tool runner keeps its thread where one is held, and sends the whole conversation elsewhere', async () => {
  const { anthropic, upstream } = await clients();
  const run = (): string => 'sunny, 21 degrees';
  const weather = {
    name: 'get_weather',
    description: 'Tells the weather.',
    inputSchema: z.object({ city: z.string() }),
  };
  const messages = [{ role: 'user' as const, content: 'What does get_weather say?' }];
  for (const model of targets) {
    for (const stream of [false, true]) {
      const before = upstream.requestCount;
      const tools = [betaZodTool({ ...weather, run })];
      const runner = anthropic.beta.messages.toolRunner({ model, max_tokens: 100, messages, tools, stream });
      const { content } = await runner.runUntilDone();
      expect(content).toMatchObject([{ type: 'text', text: expect.stringContaining('sunny') }]);
      expect(upstream.requestCount - before).toBe(2);
      const [created, continued] = upstream.requests.slice(before).map(({ body }) => asObject(body));
      const held = model === 'south/echo';
      expect(created?.['thread']).toEqual(held ? { type: 'create' } : undefined);
      expect(asObject(continued?.['thread'])['type']).toBe(held ? 'continue' : undefined);
      expect(asArray(continued?.['messages'])).toHaveLength(held ? 1 : 3);
    }
  }
});

test('the official clients see errors as those of their provider', async () => {
  const { openai, anthropic } = await clients();
  for (const target of ['north', 'south']) {
    const chat = openai.chat.completions.create({ model: `${target}/fault/404`, messages: said });
    await expect(chat).rejects.toBeInstanceOf(NotFoundError);
    const messages = anthropic.messages.create({ model: `${target}/fault/400`, max_tokens: 5, messages: said });
    await expect(messages).rejects.toBeInstanceOf(BadRequestError);
  }
  const wrong = openai.withOptions({ apiKey: 'wrong' });
  await expect(wrong.chat.completions.create({ model: 'north/echo', messages: said })).rejects.toBeInstanceOf(
    AuthenticationError,
  );
});

test('the official clients ask once where the gateway has tried enough', async () => {
  const { openai, upstream } = await clients({ script: [fault('redirect-302')] });
  await expect(openai.chat.completions.create({ model: 'north/echo', messages: said })).rejects.toMatchObject({
    status: 502,
  });
  expect(upstream.requestCount).toBe(1);
});

test('the official clients notice a stream that breaks, and never take it for whole', async () => {
  const { openai, anthropic } = await clients({ script: [fault('close-mid')] });
  const words = [{ role: 'user' as const, content: 'one two three four five six' }];
  for (const model of targets) {
    const chat = await openai.chat.completions.create({ model, messages: words, stream: true });
    let text = '';
    const read = async (): Promise<void> => {
      for await (const chunk of chat) text += chunk.choices[0]?.delta.content ?? '';
    };
    await expect(read()).rejects.toThrow();
    expect('one two three four five six'.startsWith(text)).toBe(true);
    expect(text).not.toBe('');
    const stream = anthropic.messages.stream({ model, max_tokens: 50, messages: words });
    await expect(stream.finalText()).rejects.toThrow();
  }
});

test('a client that aborts ends the request to the provider', async () => {
  const { openai, anthropic, upstream } = await clients({ script: [fault('stall-mid')] });
  const words = [{ role: 'user' as const, content: 'one two three four five six' }];
  for (const model of targets) {
    const chat = await openai.chat.completions.create({ model, messages: words, stream: true });
    chat.controller.abort();
    await upstream.waitForConnections(0);
    const stream = anthropic.messages.stream({ model, max_tokens: 50, messages: words });
    const ended = stream.done().catch(() => undefined);
    await new Promise<void>((resolve) => void stream.once('text', () => resolve()));
    stream.abort();
    await upstream.waitForConnections(0);
    await ended;
  }
});

test('the official clients list the models', async () => {
  const { openai, anthropic } = await clients();
  expect((await openai.models.list()).data.map(({ id }) => id)).toEqual(['north/echo']);
  expect((await anthropic.models.list()).data.map(({ id }) => id)).toEqual(['north/echo']);
  expect((await openai.models.retrieve('north/echo')).id).toBe('north/echo');
});
