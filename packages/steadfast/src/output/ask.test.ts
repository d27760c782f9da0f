import { rehearse } from '@steadfast/testkit';
import { type } from 'arktype';
import * as v from 'valibot';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { budget } from '../layers/budget.ts';
import { budgeted } from '../layers/budgeted.ts';
import { safeReply } from '../layers/safe-reply.ts';
import { fallback } from '../choices/fallback.ts';
import { ModelError } from '../model/error.ts';
import type { Capabilities, Model } from '../model/model.ts';
import { toCompletion } from '../model/to-completion.ts';
import { toolCallOf } from '../model/tool-call.ts';
import { unreportedUsage } from '../model/usage.ts';
import type { JsonValue } from '../model/json.ts';
import { arrayOf } from './array-of.ts';
import { ask } from './ask.ts';
import type { FormOptions } from './form.ts';
import { object } from './object.ts';
import { readReply } from './read-reply.ts';
import { oneOf } from './one-of.ts';
import { orText } from './or-text.ts';

const person = z.object({ name: z.string(), age: z.int() });

const able: Capabilities = { streaming: true, tools: true, structuredOutput: true, images: false, reasoning: false };

function rehearsed(capabilities?: Partial<Capabilities>): {
  model: Model;
  next: ReturnType<typeof rehearse>['next'];
  calls: ReturnType<typeof rehearse>['calls'];
} {
  const { model, next, calls } = rehearse('sim/a');
  const given = capabilities === undefined ? undefined : { ...able, ...capabilities };
  const id = model.id;
  return {
    model: {
      id,
      capabilities: given,
      complete: (request, call) => model.complete(request, call),
      stream: (request, call) => model.stream(request, call),
    },
    next,
    calls,
  };
}

test('zod, ArkType and Valibot give the answer its type, and check it', async () => {
  const { model, next } = rehearsed({});
  const byZod = ask(model, 'Who?', object(person.extend({ age: z.int().transform(String) })));
  (await next()).reply('{"name":"Ada","age":36}');
  const { value, repaired, replies, completion } = await byZod;
  expectTypeOf(value).toEqualTypeOf<{ name: string; age: string }>();
  expect({ value, repaired, replies }).toEqual({ value: { name: 'Ada', age: '36' }, repaired: false, replies: 1 });
  expect(completion.model).toBe('sim/a');

  const byArk = ask(model, 'Who?', object(type({ name: 'string', age: 'number.integer' })));
  (await next()).reply('{"name":"Ada","age":36.5}');
  const again = await next();
  expect(again.said).toContain('- age must be an integer');
  again.reply('{"name":"Ada","age":36}');
  const ark = await byArk;
  expectTypeOf(ark.value).toEqualTypeOf<{ name: string; age: number }>();
  expect(ark).toMatchObject({ value: { name: 'Ada', age: 36 }, repaired: true, replies: 2 });

  const shape = v.object({ name: v.string(), age: v.pipe(v.number(), v.integer()) });
  const jsonSchema = { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } } };
  const byValibot = ask(model, 'Who?', object(shape, { jsonSchema }));
  const call = await next();
  expect(call.request.outputFormat).toMatchObject({ schema: jsonSchema });
  call.reply('{"name":"Ada","age":36}');
  const { value: valibot } = await byValibot;
  expectTypeOf(valibot).toEqualTypeOf<{ name: string; age: number }>();
  expect(valibot).toEqual({ name: 'Ada', age: 36 });
  expect(() => object(shape)).toThrow(/toStandardJsonSchema/);
});

test('a JSON Schema is checked here', async () => {
  const { model, next } = rehearsed({});
  const answer = ask(model, 'Who?', object({ type: 'object', required: ['name'] }));
  (await next()).reply('{"name":"Ada"}');
  const { value } = await answer;
  expectTypeOf(value).toEqualTypeOf<JsonValue>();
  expect(value).toEqual({ name: 'Ada' });
});

test('a model is asked in the strictest way that it has', async () => {
  const asked = async (capabilities: Partial<Capabilities> | undefined, options?: FormOptions): Promise<object> => {
    const { model, next } = rehearsed(capabilities);
    const answer = ask(model, { messages: [{ role: 'user', content: 'Who?' }] }, object(person, options));
    const call = await next();
    if (call.request.tools === undefined) call.reply('{"name":"Ada","age":36}');
    else {
      call.toolCall(options?.name ?? 'answer', { name: 'Ada', age: 36 });
      call.finish();
    }
    expect((await answer).value).toEqual({ name: 'Ada', age: 36 });
    return call.request;
  };
  const schema = object(person).schema;
  const native = await asked({});
  expect(native).toMatchObject({ outputFormat: { type: 'json', name: 'answer', strict: true, schema } });
  expect(native).toHaveProperty('messages.length', 1);
  const byTool = await asked({ structuredOutput: false }, { name: 'person', description: 'Who it was.' });
  expect(byTool).toMatchObject({
    tools: [{ name: 'person', description: 'Who it was.', inputSchema: schema, strict: true }],
    toolChoice: { tool: 'person' },
  });
  expect(byTool).not.toHaveProperty('outputFormat');
  const byWords = await asked({ structuredOutput: false, tools: false });
  expect(byWords).not.toHaveProperty('outputFormat');
  expect(byWords).toMatchObject({ messages: [{ role: 'system', content: expect.stringContaining('"integer"') }, {}] });
  const unknown = await asked(undefined);
  expect(unknown).toMatchObject({ outputFormat: { schema }, messages: [{ role: 'system' }, { role: 'user' }] });
  expect(await asked({}, { way: 'tool' })).toHaveProperty('tools');
});

test('what does not fit goes back to the model, as often as the form allows', async () => {
  const { model, next, calls } = rehearsed({});
  const answer = ask(model, 'Who?', object(person, { repairs: 1 }));
  (await next()).reply('{"name":"Ada","age":"old"}');
  const second = await next();
  expect(second.request.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  second.reply("{'name':'Ada'}");
  await expect(answer).rejects.toMatchObject({
    kind: 'invalid-reply',
    shouldRetry: false,
    message: expect.stringContaining('age'),
    partial: { text: "{'name':'Ada'}" },
  });
  expect(calls).toHaveLength(2);
});

test('a tool call that does not fit gets its result, so that the provider takes the conversation', async () => {
  const { model, next } = rehearsed({ structuredOutput: false });
  const answer = ask(model, 'Who?', object(person));
  const first = await next();
  first.toolCall('answer', { name: 'Ada' }, 'call_1');
  first.finish();
  const second = await next();
  expect(second.request.messages[2]).toMatchObject({
    role: 'tool',
    content: [{ type: 'tool-result', id: 'call_1', isError: true, output: expect.stringContaining('age') }],
  });
  second.toolCall('answer', { name: 'Ada', age: 36 });
  second.finish();
  expect(await answer).toMatchObject({ value: { name: 'Ada', age: 36 }, mends: [], replies: 2 });
});

test('the input of a tool call is mended as a text is', async () => {
  const said = (inputText: string): Promise<object> => {
    const call = toolCallOf({ id: 'call_1', name: 'answer', inputText });
    const reply = { content: [call], finishReason: 'tool-calls' as const, usage: unreportedUsage };
    const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
    return readReply(object(person), toCompletion(reply, { model: 'sim/a', attempts: [], adaptations: [], timings }));
  };
  const ada = { name: 'Ada', age: 36 };
  expect(await said("{'name':'Ada','age':36}")).toMatchObject({ value: ada, mends: ['quotes'] });
  expect(await said(JSON.stringify('{"name":"Ada","age":36}'))).toMatchObject({ value: ada });
  expect(await said('{"name":"Ada","age":3')).toMatchObject({ problem: expect.stringContaining('cut off') });
});

test('a mended reply says so', async () => {
  const { model, next } = rehearsed({});
  const answer = ask(model, 'Who?', object(person));
  (await next()).reply('```json\n{"name":"Ada","age":36,}\n```');
  expect(await answer).toMatchObject({ repaired: true, replies: 1, mends: ['trailing-comma', 'text-around'] });
});

test('a refusal and a safe reply are not asked for again', async () => {
  const { model, next, calls } = rehearsed({});
  const refused = ask(model, 'Who?', object(person));
  (await next()).reply('I will not say.', { reason: 'content-filter' });
  await expect(refused).rejects.toMatchObject({ kind: 'content-filter' });
  const safe = ask(safeReply('Sorry.')(model), 'Who?', object(person));
  (await next()).fail({ kind: 'server' });
  await expect(safe).rejects.toMatchObject({ message: expect.stringContaining('safe reply') });
  expect(calls).toHaveLength(2);
});

test('a reply that its model refuses for its form is mended or sent back too', async () => {
  const { model, next } = rehearsed({});
  const answer = ask(model, 'Who?', object(person));
  const broken = { kind: 'invalid-reply' as const, message: 'It breaks its schema.', model: 'sim/a' };
  (await next()).fail(new ModelError({ ...broken, partial: { text: "{'name':'Ada'}", toolCalls: [] } }));
  (await next()).fail(new ModelError({ ...broken, partial: { text: "{'name':'Ada','age':36}", toolCalls: [] } }));
  expect(await answer).toMatchObject({ value: { name: 'Ada', age: 36 }, replies: 2, mends: ['quotes'] });
});

test('a choice answers whichever of its models can, and a budget ends the asking', async () => {
  const first = rehearsed({});
  const second = rehearsed({ structuredOutput: false });
  const answer = ask(fallback([first.model, second.model]), 'Who?', object(person));
  (await first.next()).fail({ kind: 'server' });
  (await second.next()).reply('Here: {"name":"Ada","age":36}');
  expect((await answer).value).toEqual({ name: 'Ada', age: 36 });

  const { model, next, calls } = rehearsed({});
  const refused = ask(budgeted()(model), 'Who?', object(person), { budget: budget({ calls: 1 }) });
  (await next()).reply('{}');
  await expect(refused).rejects.toMatchObject({ kind: 'budget' });
  expect(calls).toHaveLength(1);
});

test('the caller’s signal ends the asking', async () => {
  const { model, next } = rehearsed({});
  const caller = new AbortController();
  const answer = ask(model, 'Who?', object(person), { signal: caller.signal });
  const call = await next();
  caller.abort();
  await expect(answer).rejects.toMatchObject({ kind: 'aborted' });
  expect(call.aborted).toBe(true);
});

test('a request with tools is refused with advice', async () => {
  const { model } = rehearsed({});
  const request = { messages: [], tools: [{ name: 'search' }] };
  await expect(ask(model, request, object(person))).rejects.toMatchObject({
    kind: 'invalid-request',
    message: expect.stringContaining('Let the tools run first'),
  });
});

test('a choice of words is one of them, in JSON or by itself', async () => {
  const { model, next } = rehearsed({});
  const mood = oneOf(['good', 'bad']);
  for (const reply of ['{"choice":"good"}', '"good"', 'good', '**Good.**', '{"choice":"good"']) {
    const answer = ask(model, 'How is it?', mood);
    (await next()).reply(reply);
    const { value, repaired } = await answer;
    expectTypeOf(value).toEqualTypeOf<'good' | 'bad'>();
    expect([value, repaired], reply).toEqual(['good', !reply.endsWith('}') && !reply.startsWith('"')]);
  }
  for (const reply of ['good or bad', 'fine', '{"choice":"fine"}', '', '{"choice":["good"]}']) {
    const answer = ask(model, 'How is it?', oneOf(['good', 'bad'], { repairs: 0 }));
    (await next()).reply(reply);
    await expect(answer, reply).rejects.toMatchObject({ kind: 'invalid-reply' });
  }
});

test('a value that is no object is put into one for the model, and taken out again', async () => {
  const node = z.object({
    name: z.string(),
    get parts() {
      return z.array(node);
    },
  });
  const form = object(z.union([node, z.string()]));
  expect(form.schema).toMatchObject({ type: 'object', required: ['value'] });
  for (const reply of ['{"value":"x"}', '"x"']) expect(await form.check(JSON.parse(reply))).toEqual({ value: 'x' });
  const { model, next } = rehearsed({});
  const answer = ask(model, 'Which?', arrayOf(node));
  const call = await next();
  expect(JSON.stringify(call.request.outputFormat)).toContain('#/properties/elements/items');
  call.reply('{"elements":[{"name":"a","parts":[{"name":"b","parts":[]}]}]}');
  const { value } = await answer;
  expect(value).toEqual([{ name: 'a', parts: [{ name: 'b', parts: [] }] }]);
});

test('an answer may be text or a value, as the model likes', async () => {
  const { model, next } = rehearsed({});
  const form = orText(object(person, { name: 'person' }));
  const asText = ask(model, 'Who?', form);
  const call = await next();
  expect(call.request).toMatchObject({ toolChoice: 'auto', tools: [{ name: 'person' }] });
  call.reply('Use {"name":"x","age":1} as an example.');
  const { value } = await asText;
  expectTypeOf(value).toEqualTypeOf<
    | { readonly kind: 'value'; readonly value: { name: string; age: number } }
    | { readonly kind: 'text'; readonly text: string }
  >();
  expect(value).toEqual({ kind: 'text', text: 'Use {"name":"x","age":1} as an example.' });

  const asValue = ask(model, 'Who?', form);
  const second = await next();
  second.toolCall('person', { name: 'Ada', age: 36 });
  second.finish();
  expect((await asValue).value).toEqual({ kind: 'value', value: { name: 'Ada', age: 36 } });

  const byWords = rehearsed({ tools: false });
  const alone = ask(byWords.model, 'Who?', form);
  (await byWords.next()).reply('```json\n{"name":"Ada"}\n```');
  (await byWords.next()).reply('```json\n{"name":"Ada","age":36}\n```');
  expect(await alone).toMatchObject({ value: { kind: 'value', value: { name: 'Ada', age: 36 } }, replies: 2 });
});
