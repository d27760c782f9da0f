import { type } from 'arktype';
import * as v from 'valibot';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { ToolCallPart } from '../model/message.ts';
import { toolCallOf } from '../model/tool-call.ts';
import { answerCalls } from './answer-calls.ts';
import type { CallOutcome } from './call-outcome.ts';
import { tool } from './tool.ts';
import type { Tool } from './tool.ts';
import { ToolContent } from './tool-output.ts';

const calling = (name: string, inputText: string): ToolCallPart => toolCallOf({ id: 'call_1', name, inputText });

async function outcomeOf(
  tools: readonly Tool[],
  name: string,
  inputText: string,
  finishReason = 'tool-calls' as const,
) {
  const { outcomes } = await answerCalls({ content: [calling(name, inputText)], finishReason }, { tools });
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('There was no call.');
  return outcome;
}

const weather = tool({
  name: 'get_weather',
  description: 'The weather of a city.',
  input: z.object({
    city: z.string(),
    days: z.number().int().default(1),
    day: z.enum(['today', 'tomorrow']).optional(),
  }),
  effects: 'none',
  run: ({ city, days }) => {
    expectTypeOf(city).toBeString();
    expectTypeOf(days).toBeNumber();
    return { city, days, degrees: 21 };
  },
});

test('the arguments of a tool are typed by its schema, of whichever kind', () => {
  tool({
    name: 'a',
    input: type({ city: 'string', 'days?': 'number' }),
    run: ({ city, days }) => {
      expectTypeOf(city).toBeString();
      expectTypeOf(days).toEqualTypeOf<number | undefined>();
    },
  });
  const input = v.object({ city: v.string() });
  const inputSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  tool({ name: 'b', input, inputSchema, run: ({ city }) => expectTypeOf(city).toBeString() });
  tool({
    name: 'c',
    input: {
      type: 'object',
      properties: {
        city: { type: 'string' },
        unit: { enum: ['C', 'F'] },
        places: { type: 'array', items: { type: 'integer' } },
      },
      required: ['city'],
    },
    run: (given) => {
      expectTypeOf(given.city).toBeString();
      expectTypeOf(given.unit).toEqualTypeOf<'C' | 'F' | undefined>();
      expectTypeOf(given.places).toEqualTypeOf<readonly number[] | undefined>();
      // @ts-expect-error -- there is no such member
      return given.town;
    },
  });
  tool({ name: 'd', run: () => 'takes nothing' });
  expect(() => tool({ name: 'e', input, run: () => 1 })).toThrow(/valibot.*toStandardJsonSchema/);
  expect(() => tool({ name: 'with spaces', run: () => 1 })).toThrow(/1 to 64 letters/);
});

test('models are told of a tool by its JSON Schema, and its effects stay here', () => {
  expect(weather.spec).toMatchObject({
    name: 'get_weather',
    effects: 'none',
    inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  });
  expect(tool({ name: 'pay', run: () => 1 }).spec).toEqual({ name: 'pay' });
});

test('a call is made, and its result is told as text', async () => {
  const outcome = await outcomeOf([weather], 'get_weather', '{"city":"Berlin"}');
  expect(outcome).toMatchObject({ status: 'done', output: '{"city":"Berlin","days":1,"degrees":21}' });
  expect([outcome.repaired, outcome.coercions]).toEqual([undefined, undefined]);
});

test('arguments that are almost JSON are mended, and their types; both can be seen', async () => {
  const outcome = await outcomeOf([weather], 'get_weather', "{'city': 'Berlin', 'days': '3',}");
  expect(outcome).toMatchObject({
    status: 'done',
    output: '{"city":"Berlin","days":3,"degrees":21}',
    repaired: true,
    repairs: ['quotes', 'trailing-comma'],
    coercions: [{ path: ['days'], from: '3', to: 3 }],
  });
});

test.each<[string, string, CallOutcome['status'], RegExp]>([
  ['get_weather', '{"city":5}', 'done', /"5"/],
  ['get_weather', '{"days":2}', 'invalid', /don't fit its schema, and it was not called:\ncity /],
  ['get_weather', '{"city":"Berlin","day":"someday"}', 'invalid', /\nday .*today/],
  ['get_weather', '', 'invalid', /\ncity /],
  ['get_weather', '{"city":"Ber', 'invalid', /are not JSON, and it was not called/],
  [
    'get_wether',
    '{}',
    'unknown-tool',
    /no tool "get_wether".*Did you mean "get_weather"\? The tools are: get_weather\./,
  ],
])('what is wrong with %s %s is told to the model', async (name, input, status, words) => {
  const outcome = await outcomeOf([weather], name, input);
  expect(outcome.status).toBe(status);
  expect(outcome.output).toMatch(words);
});

test('a call that was cut before its arguments came is not made with none', async () => {
  const now = tool({ name: 'wipe', run: () => 'wiped' });
  const content = [calling('wipe', '')];
  const cut = await answerCalls({ content, finishReason: 'length' }, { tools: [now] });
  expect(cut.outcomes[0]).toMatchObject({ status: 'invalid', output: expect.stringMatching(/cut off/) });
  const whole = await answerCalls({ content, finishReason: 'tool-calls' }, { tools: [now] });
  expect(whole.outcomes[0]).toMatchObject({ status: 'done', output: 'wiped' });
  expect(whole.message).toEqual({
    role: 'tool',
    content: [{ type: 'tool-result', id: 'call_1', name: 'wipe', output: 'wiped' }],
  });
});

test('whatever a tool gives or throws is something that the model can be told', async () => {
  const giving = (given: () => unknown): Tool => tool({ name: 'give', effects: 'none', run: given });
  const cases: [() => unknown, string, unknown][] = [
    [() => undefined, 'done', 'Done.'],
    [() => null, 'done', 'null'],
    [() => [1, 'a'], 'done', '[1,"a"]'],
    [() => 1n, 'done', expect.stringMatching(/^Done, but .*BigInt/)],
    [() => () => 1, 'done', 'Done.'],
    [() => new ToolContent([{ type: 'text', text: 'a' }]), 'done', [{ type: 'text', text: 'a' }]],
    [() => new ToolContent([{ type: 'text', text: 'no' }], true), 'failed', [{ type: 'text', text: 'no' }]],
    [() => Promise.reject(new Error('no such city')), 'failed', 'give failed: no such city'],
    [
      () => {
        throw new TypeError('');
      },
      'failed',
      'give failed: TypeError',
    ],
  ];
  for (const [given, status, output] of cases) {
    expect(await outcomeOf([giving(given)], 'give', '{}')).toMatchObject({ status, output });
  }
  const strict = z.object({
    a: z.string().refine(() => {
      throw new Error('the check broke');
    }),
  });
  const checked = tool({ name: 'check', input: strict, run: () => 1 });
  expect(await outcomeOf([checked], 'check', '{"a":"b"}')).toMatchObject({
    status: 'failed',
    output: expect.stringContaining('the check broke'),
  });
});
