import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { Ollama } from 'ollama';
import OpenAI, { AuthenticationError, BadRequestError } from 'openai';
import { expect, test } from 'vitest';
import { fault } from './script.ts';
import { simulate, type Simulation } from './simulate.ts';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const openai = (simulation: Simulation): OpenAI =>
  new OpenAI({ baseURL: `${simulation.url}/v1`, apiKey: 'sk-test', maxRetries: 0 });
const anthropic = (simulation: Simulation): Anthropic =>
  new Anthropic({ baseURL: simulation.url, apiKey: 'sk-ant-test', maxRetries: 0 });

const weather = {
  type: 'object' as const,
  properties: { city: { type: 'string' }, unit: { enum: ['celsius', 'fahrenheit'] } },
  required: ['city', 'unit'],
  additionalProperties: false,
};
const question = 'What is the weather in Oslo?';

test('openai: a plain reply has text, ids, usage and a request id', async () => {
  await using simulation = await simulate();
  const reply = await openai(simulation).chat.completions.create({
    model: 'echo',
    messages: [{ role: 'user', content: 'Hello, wörld 👋🏽!' }],
  });
  expect(reply.choices[0]?.message.content).toBe('Hello, wörld 👋🏽!');
  expect(reply.choices[0]?.finish_reason).toBe('stop');
  expect(reply.id).toMatch(/^chatcmpl-/);
  expect(reply._request_id).toMatch(/^req_/);
  expect(reply.usage).toMatchObject({ prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 });
});

test('openai: a stream gives the same text and, when asked, usage at the end', async () => {
  await using simulation = await simulate();
  const stream = openai(simulation).chat.completions.stream({
    model: 'echo',
    messages: [{ role: 'user', content: 'Hello, wörld 👋🏽!' }],
    stream_options: { include_usage: true },
  });
  const reply = await stream.finalChatCompletion();
  expect(reply.choices[0]?.message.content).toBe('Hello, wörld 👋🏽!');
  expect(reply.usage?.total_tokens).toBe(8);
});

test.each([false, true])('openai: a tool round trip (stream: %s)', async (streamed) => {
  await using simulation = await simulate();
  const client = openai(simulation);
  const body = {
    model: 'echo',
    messages: [{ role: 'user' as const, content: question }],
    tools: [{ type: 'function' as const, function: { name: 'get_weather', parameters: weather } }],
  };
  const reply = streamed
    ? await client.chat.completions.stream(body).finalChatCompletion()
    : await client.chat.completions.create(body);
  const [choice] = reply.choices;
  const call = choice?.message.tool_calls?.[0];
  expect(choice?.finish_reason).toBe('tool_calls');
  if (choice === undefined || call?.type !== 'function') throw new Error('no call');
  expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Oslo', unit: 'celsius' });
  const next = await client.chat.completions.create({
    ...body,
    messages: [...body.messages, choice.message, { role: 'tool', tool_call_id: call.id, content: '-3 °C' }],
  });
  expect(next.choices[0]?.message.content).toBe('get_weather says: -3 °C');
});

test('openai: a reply to a JSON schema is an instance of it', async () => {
  await using simulation = await simulate();
  const reply = await openai(simulation).chat.completions.parse({
    model: 'echo',
    messages: [{ role: 'user', content: 'any' }],
    response_format: { type: 'json_schema', json_schema: { name: 'weather', strict: true, schema: weather } },
  });
  expect(JSON.parse(reply.choices[0]?.message.content ?? '')).toEqual({ city: 'text', unit: 'celsius' });
});

test('openai: errors are of the right class, and models are listed', async () => {
  await using simulation = await simulate({ keys: ['sk-right'] });
  const wrong = openai(simulation);
  await expect(wrong.chat.completions.create({ model: 'echo', messages: [] })).rejects.toBeInstanceOf(
    AuthenticationError,
  );
  const right = wrong.withOptions({ apiKey: 'sk-right' });
  await expect(right.chat.completions.create({ model: 'echo', messages: [] })).rejects.toBeInstanceOf(BadRequestError);
  await expect(
    right.chat.completions.create({ model: 'fault/429-seconds', messages: [{ role: 'user', content: 'x' }] }),
  ).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  const ids: string[] = [];
  for await (const model of right.models.list()) ids.push(model.id);
  expect(ids).toEqual(['echo', 'lorem']);
  expect((await right.models.retrieve('openai/echo')).id).toBe('openai/echo');
});

test('anthropic: a plain reply has text, ids, usage and a request id', async () => {
  await using simulation = await simulate();
  const reply = await anthropic(simulation).messages.create({
    model: 'echo',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'Hello there' }],
  });
  expect(reply.content).toEqual([{ type: 'text', text: 'Hello there' }]);
  expect(reply).toMatchObject({ stop_reason: 'end_turn', usage: { input_tokens: 3, output_tokens: 3 } });
  expect(reply.id).toMatch(/^msg_/);
  expect(reply._request_id).toMatch(/^req_/);
});

test('anthropic: a stream with thinking adds up to the whole message, and its signature is taken back', async () => {
  await using simulation = await simulate();
  const client = anthropic(simulation);
  const body = {
    model: 'echo',
    max_tokens: 5000,
    thinking: { type: 'adaptive' as const },
    messages: [{ role: 'user' as const, content: 'Hello there' }],
  };
  const reply = await client.messages.stream(body).finalMessage();
  expect(reply.content.map((block) => block.type)).toEqual(['thinking', 'text']);
  const again = { role: 'user' as const, content: 'And again' };
  const next = await client.messages.create({
    ...body,
    messages: [...body.messages, { role: 'assistant', content: reply.content }, again],
  });
  expect(next.content.at(-1)).toMatchObject({ text: 'And again' });
  const spoilt = reply.content.map((block) => (block.type === 'thinking' ? { ...block, thinking: 'other' } : block));
  await expect(
    client.messages.create({ ...body, messages: [...body.messages, { role: 'assistant', content: spoilt }, again] }),
  ).rejects.toThrow('messages.1.content.0: Invalid `signature` in `thinking` block');
});

test.each([false, true])('anthropic: a tool round trip (stream: %s)', async (streamed) => {
  await using simulation = await simulate();
  const client = anthropic(simulation);
  const body = {
    model: 'echo',
    max_tokens: 500,
    messages: [{ role: 'user' as const, content: question }],
    tools: [{ name: 'get_weather', input_schema: weather }],
  };
  const reply = streamed ? await client.messages.stream(body).finalMessage() : await client.messages.create(body);
  const [call] = reply.content;
  expect(reply.stop_reason).toBe('tool_use');
  if (call?.type !== 'tool_use') throw new Error('no call');
  expect(call.input).toEqual({ city: 'Oslo', unit: 'celsius' });
  const next = await client.messages.create({
    ...body,
    messages: [
      ...body.messages,
      { role: 'assistant', content: reply.content },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: '-3 °C' }] },
    ],
  });
  expect(next.content).toEqual([{ type: 'text', text: 'get_weather says: -3 °C' }]);
});

test('anthropic: a reply to a JSON schema is an instance of it, and tokens are counted', async () => {
  await using simulation = await simulate();
  const client = anthropic(simulation);
  const messages = [{ role: 'user' as const, content: 'any' }];
  const reply = await client.messages.create({
    model: 'echo',
    max_tokens: 500,
    messages,
    output_config: { format: { type: 'json_schema', schema: weather } },
  });
  expect(reply.content[0]).toMatchObject({ text: '{"city":"text","unit":"celsius"}' });
  expect(await client.messages.countTokens({ model: 'echo', messages })).toEqual({ input_tokens: 1 });
});

test('anthropic: a thread is held, so that a tool runner sends only what is new', async () => {
  await using simulation = await simulate();
  const client = anthropic(simulation);
  const body = { model: 'echo', max_tokens: 500, messages: [{ role: 'user' as const, content: question }] };
  const run = (): string => '-3 °C';
  const tool = {
    type: 'custom' as const,
    name: 'get_weather',
    input_schema: weather,
    run,
    parse: (input: unknown) => input,
  };
  for (const stream of [false, true]) {
    const reply = await client.beta.messages.toolRunner({ ...body, tools: [tool], stream }).runUntilDone();
    expect(reply.content).toEqual([{ type: 'text', text: 'get_weather says: -3 °C' }]);
  }
  const [created, continued] = simulation.requests.map((request) => request.body);
  expect(created).toMatchObject({ thread: { type: 'create' }, tools: [{ name: 'get_weather' }] });
  expect(continued).toMatchObject({
    thread: { type: 'continue' },
    messages: [{ role: 'user', content: [{ type: 'tool_result' }] }],
  });
  expect(continued).not.toHaveProperty('tools');
  expect(simulation.requestCount).toBe(4);
});

test('anthropic: a thread that is not held, or was continued already, is refused by its own code', async () => {
  await using simulation = await simulate();
  const { messages } = anthropic(simulation).beta;
  const asked = { role: 'user' as const, content: 'Hello.' };
  const body = { model: 'echo', max_tokens: 50, messages: [asked], betas: ['message-threads-2026-08-12'] };
  const from = (id: string): { thread: { type: 'continue'; previous_message_id: string } } => ({
    thread: { type: 'continue', previous_message_id: id },
  });
  const { id } = await messages.create({ ...body, thread: { type: 'create' } });
  await expect(messages.create({ ...body, ...from(id), system: 'Be short.' })).rejects.toMatchObject({ status: 400 });
  await expect(messages.create({ ...body, ...from('msg_other') })).rejects.toMatchObject({
    status: 404,
    error: { error: { type: 'not_found_error', details: { error_code: 'thread_not_found' } } },
  });
  expect((await messages.create({ ...body, ...from(id) })).content).toMatchObject([{ text: 'Hello.' }]);
  await expect(messages.create({ ...body, ...from(id) })).rejects.toMatchObject({
    error: { error: { details: { error_code: 'thread_already_continued' } } },
  });
  await expect(messages.create({ ...body, betas: [], thread: { type: 'create' } })).rejects.toThrow('Extra inputs');
});

test('anthropic: errors are of the right class, also those inside a stream', async () => {
  await using simulation = await simulate({ models: { busy: [fault('529')], cut: [fault('sse-error')] } });
  const client = anthropic(simulation);
  const messages = [{ role: 'user' as const, content: 'Hello there, you' }];
  await expect(client.messages.create({ model: 'busy', max_tokens: 9, messages })).rejects.toMatchObject({
    status: 529,
    requestID: expect.stringMatching(/^req_/),
  });
  await expect(client.messages.stream({ model: 'cut', max_tokens: 9, messages }).finalMessage()).rejects.toThrow(
    'Overloaded',
  );
});

test('ollama: plain, streamed, thinking, tools, structured output, generate, errors and lists', async () => {
  await using simulation = await simulate({ models: { lost: [fault('404')], cut: [fault('sse-cut')] } });
  const client = new Ollama({ host: simulation.url });
  const messages = [{ role: 'user', content: question }];
  const plain = await client.chat({ model: 'echo', messages });
  expect(plain).toMatchObject({ done: true, done_reason: 'stop', prompt_eval_count: 7, eval_count: 7 });
  expect(plain.message.content).toBe(question);
  let text = '';
  let thinking = '';
  for await (const part of await client.chat({ model: 'echo', messages, stream: true, think: true })) {
    text += part.message.content;
    thinking += part.message.thinking ?? '';
  }
  expect(text).toBe(question);
  expect(thinking).toContain('The user said');
  const tools = [{ type: 'function', function: { name: 'get_weather', parameters: weather } }];
  const called = await client.chat({ model: 'echo', messages, tools });
  expect(called.message.tool_calls?.[0]?.function).toMatchObject({ name: 'get_weather', arguments: { city: 'Oslo' } });
  const result = { role: 'tool', tool_name: 'get_weather', content: '-3 °C' };
  const told = await client.chat({ model: 'echo', messages: [...messages, called.message, result], tools });
  expect(told.message.content).toBe('get_weather says: -3 °C');
  expect((await client.chat({ model: 'echo', messages, format: weather })).message.content).toBe(
    '{"city":"text","unit":"celsius"}',
  );
  expect((await client.generate({ model: 'echo', prompt: 'Hi' })).response).toBe('Hi');
  expect((await client.list()).models.map((model) => model.name)).toContain('echo');
  await expect(client.chat({ model: 'lost', messages })).rejects.toThrow('model not found');
  const cut = await client.chat({ model: 'cut', messages, stream: true });
  await expect(all(cut)).rejects.toThrow('Did not receive done');
});

test.each([false, true])('openai: responses, and a tool round trip through them (stream: %s)', async (streamed) => {
  await using simulation = await simulate();
  const client = openai(simulation);
  const tools = [{ type: 'function' as const, name: 'get_weather', parameters: weather, strict: true }];
  const body = { model: 'echo', input: question, tools, reasoning: { effort: 'low' as const } };
  const first = streamed ? await client.responses.stream(body).finalResponse() : await client.responses.create(body);
  const said = first.output.flatMap((item) =>
    item.type === 'reasoning' || item.type === 'function_call' ? [item] : [],
  );
  const call = said.at(-1);
  if (call?.type !== 'function_call') throw new Error('no call');
  expect(JSON.parse(call.arguments)).toMatchObject({ city: 'Oslo' });
  expect(first.usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
  const result = { type: 'function_call_output' as const, call_id: call.call_id, output: 'Rain.' };
  const asked = { role: 'user' as const, content: question };
  const next = { model: 'echo', tools, input: [asked, ...said, result] };
  const second = streamed ? await client.responses.stream(next).finalResponse() : await client.responses.create(next);
  expect(second.status).toBe('completed');
  expect(second.output_text).toBe('get_weather says: Rain.');
});

test('openai: a broken stream of responses fails, and an output that grew too long is incomplete', async () => {
  await using simulation = await simulate({ models: { cut: [fault('sse-error')] } });
  const client = openai(simulation);
  const long = await client.responses.create({ model: 'lorem-50', input: 'x', max_output_tokens: 5 });
  expect(long).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
  await expect(client.responses.stream({ model: 'cut', input: 'a b c d e f g h' }).finalResponse()).rejects.toThrow();
});

test('openai: embeddings are the same as floats and as base64', async () => {
  await using simulation = await simulate();
  const client = openai(simulation);
  const ask = { model: 'any', input: ['one', 'two'], dimensions: 4 };
  const base64 = await client.embeddings.create(ask);
  const floats = await client.embeddings.create({ ...ask, encoding_format: 'float' });
  expect(base64.data).toEqual(floats.data);
  expect(floats.data.map(({ embedding }) => embedding.length)).toEqual([4, 4]);
  expect(floats.usage).toEqual({ prompt_tokens: 2, total_tokens: 2 });
});

const google = (simulation: Simulation): GoogleGenAI =>
  new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: simulation.url } });

test('genai: replies, streams, counts and vectors', async () => {
  await using simulation = await simulate();
  const { models } = google(simulation);
  const whole = await models.generateContent({ model: 'echo', contents: 'Hello.' });
  expect(whole.text).toBe('Hello.');
  expect(whole.usageMetadata).toMatchObject({ promptTokenCount: 2, candidatesTokenCount: 2 });
  const stream = await all(await models.generateContentStream({ model: 'echo', contents: 'Hello there.' }));
  expect(stream.map(({ text }) => text).join('')).toBe('Hello there.');
  expect((await models.countTokens({ model: 'echo', contents: 'Hello there.' })).totalTokens).toBe(3);
  const { embeddings = [] } = await models.embedContent({
    model: 'any',
    contents: ['one', 'two'],
    config: { outputDimensionality: 4 },
  });
  expect(embeddings.map(({ values }) => values?.length)).toEqual([4, 4]);
});

test('genai: a tool round trip, whose signature must come back', async () => {
  await using simulation = await simulate();
  const { models } = google(simulation);
  const tools = [{ functionDeclarations: [{ name: 'get_weather', parametersJsonSchema: weather }] }];
  const asked = { role: 'user', parts: [{ text: question }] };
  const first = await models.generateContent({ model: 'echo', contents: [asked], config: { tools } });
  const said = first.candidates?.[0]?.content;
  expect(first.functionCalls).toMatchObject([{ name: 'get_weather', args: { city: 'Oslo' } }]);
  if (said === undefined) throw new Error('nothing was said');
  const result = {
    role: 'user',
    parts: [{ functionResponse: { name: 'get_weather', response: { result: 'Rain.' } } }],
  };
  const second = await models.generateContent({ model: 'echo', contents: [asked, said, result], config: { tools } });
  expect(second.text).toBe('get_weather says: Rain.');
  const forged = { ...said, parts: [{ ...said.parts?.[0], thoughtSignature: 'Zm9yZ2Vk' }] };
  await expect(models.generateContent({ model: 'echo', contents: [asked, forged, result] })).rejects.toThrow(
    'Thought signature',
  );
});

test('genai: a stream that was not asked for as events is a JSON array', async () => {
  await using simulation = await simulate();
  const reply = await fetch(`${simulation.url}/v1beta/models/echo:streamGenerateContent`, {
    method: 'POST',
    body: JSON.stringify({ contents: [{ parts: [{ text: 'Hello there.' }] }] }),
  });
  expect(await reply.json()).toMatchObject([
    { candidates: [{ content: { parts: [{ text: 'Hell' }] } }] },
    {},
    {},
    { candidates: [{ finishReason: 'STOP' }] },
  ]);
});

test('ollama: vectors, by the newer and the older path', async () => {
  await using simulation = await simulate();
  const client = new Ollama({ host: simulation.url });
  const { embeddings } = await client.embed({ model: 'any', input: ['one', 'two'] });
  expect(embeddings).toHaveLength(2);
  expect((await client.embeddings({ model: 'any', prompt: 'one' })).embedding).toEqual(embeddings[0]);
});
