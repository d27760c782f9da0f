import { expect, test } from 'vitest';
import type { CompletionRequest } from '../../model/completion-request.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { WriteTarget } from '../protocol.ts';
import { readRequest } from './request-read.ts';
import { writeRequest } from './request-write.ts';

const target: WriteTarget = { model: 'm', stream: false, family: 'openai', dialect: {} };
const hello: CompletionRequest = { messages: [{ role: 'user', content: 'Hello' }] };

const bodies: readonly (readonly [string, JsonObject])[] = [
  ['model is missing; it must be a string.', { messages: [] }],
  ['messages is missing; it must be an array.', { model: 'm' }],
  ['messages is of type object; it must be an array.', { model: 'm', messages: {} }],
  ['messages[0] is the string "x"; it must be an object.', { model: 'm', messages: ['x'] }],
  ['temperature is the string "hot"; it must be a number.', { model: 'm', messages: [], temperature: 'hot' }],
  ['stream is the string "yes"; it must be true or false.', { model: 'm', messages: [], stream: 'yes' }],
  ['stop is of type number; it must be a string or an array of strings.', { model: 'm', messages: [], stop: 1 }],
  ['tools[0].function.name is missing; it must be a string.', { model: 'm', messages: [], tools: [{ function: {} }] }],
];

test.each(bodies)('a wrong request is refused with the place of the fault: %s', (message, body) => {
  expect(() => readRequest(body)).toThrow(message);
});

const inMessage: readonly (readonly [string, JsonObject])[] = [
  ['messages[1].role is the string "robot"', { role: 'robot', content: 'x' }],
  ['messages[1].content is of type number', { role: 'user', content: 7 }],
  ['messages[1].content[0].type is the string "video"', { role: 'user', content: [{ type: 'video' }] }],
  [
    'messages[1].content[0].image_url.url is missing',
    { role: 'user', content: [{ type: 'image_url', image_url: {} }] },
  ],
  ['messages[1].tool_call_id is missing', { role: 'tool', content: 'x' }],
  ['messages[1].tool_calls[0].id is missing', { role: 'assistant', tool_calls: [{ function: { name: 'f' } }] }],
];

test.each(inMessage)('a wrong message is refused with the place of the fault: %s', (place, message) => {
  expect(() => readRequest({ model: 'm', messages: [{ role: 'user', content: 'x' }, message] })).toThrow(place);
});

test('tool results that follow each other are one message, and each is written as one of its own', () => {
  const result = (id: string): JsonObject => ({ role: 'tool', tool_call_id: id, content: id });
  const { request } = readRequest({ model: 'm', messages: [result('a'), result('b'), { role: 'user', content: 'x' }] });
  expect(request.messages).toMatchObject([{ role: 'tool', content: [{ id: 'a' }, { id: 'b' }] }, { role: 'user' }]);
  expect(writeRequest(request, target).body.messages).toEqual([
    result('a'),
    result('b'),
    { role: 'user', content: 'x' },
  ]);
});

test('what the neutral form has no word for is kept, also under dangerous names', () => {
  const body: JsonValue = JSON.parse(
    '{"model":"m","messages":[],"n":2,"__proto__":{"polluted":1},"stream_options":{"include_usage":true,"include_obfuscation":false}}',
  );
  const { request, includeUsage } = readRequest(Object(body));
  expect(includeUsage).toBe(true);
  const written = JSON.stringify(writeRequest(request, { ...target, stream: true }).body);
  expect(JSON.parse(written)).toHaveProperty('n', 2);
  expect(written).toContain('"__proto__":{"polluted":1}');
  expect(written).toContain('"stream_options":{"include_usage":true,"include_obfuscation":false}');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('a dialect decides on the fields for the longest output, for effort and for usage in streams', () => {
  const asked: CompletionRequest = { ...hello, maxOutputTokens: 9, effort: 'low', thinkingTokens: 100 };
  const other = {
    ...target,
    stream: true,
    dialect: { maxTokensField: 'max_tokens', effortField: 'reasoning', streamUsage: false },
  } as const;
  expect(writeRequest(asked, other).body).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
    max_tokens: 9,
    reasoning: { effort: 'low', max_tokens: 100 },
  });
  const { body, adaptations } = writeRequest(asked, target);
  expect(body).toMatchObject({ max_completion_tokens: 9, reasoning_effort: 'low' });
  expect(adaptations).toMatchObject([{ field: 'thinkingTokens', action: 'dropped' }]);
});

test('reasoning goes back only where the server wants it, and private data only to its own family', () => {
  const state = { origin: 'openrouter', value: { field: 'reasoning', reasoning_details: [{ data: 'sealed' }] } };
  const messages: CompletionRequest['messages'] = [
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'why', state },
        { type: 'text', text: 'so' },
      ],
    },
  ];
  const write = (family: string, dialect: WriteTarget['dialect']): unknown => {
    const { body, adaptations } = writeRequest({ messages }, { ...target, family, dialect });
    return [body.messages, adaptations.map(({ field }) => field)];
  };
  expect(write('openrouter', { reasoningField: 'reasoning_details' })).toEqual([
    [{ role: 'assistant', content: 'so', reasoning: 'why', reasoning_details: [{ data: 'sealed' }] }],
    [],
  ]);
  expect(write('deepseek', { reasoningField: 'reasoning_content' })).toEqual([
    [{ role: 'assistant', content: 'so', reasoning_content: 'why' }],
    ['messages[0].content[0].state'],
  ]);
  expect(write('openai', {})).toEqual([
    [{ role: 'assistant', content: 'so' }],
    ['messages[0].content[0].state', 'messages[0].content[0]'],
  ]);
});

test('what chat cannot say is told, never dropped in silence', () => {
  const { body, adaptations } = writeRequest(
    {
      messages: [
        { role: 'user', content: [{ type: 'file', source: { kind: 'text', text: 'a,b', mediaType: 'text/csv' } }] },
        { role: 'user', content: [{ type: 'image', source: { kind: 'reference', id: 'file-1' } }] },
        {
          role: 'assistant',
          content: [{ type: 'tool-call', id: 's', name: 'search', providerExecuted: true, input: {} }],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              id: 'a',
              isError: true,
              output: [{ type: 'image', source: { kind: 'url', url: 'https://a.example/x.png' } }],
            },
          ],
        },
      ],
      tools: [{ name: 'web_search', provided: { origin: 'anthropic', value: { type: 'web_search_20260209' } } }],
      topK: 3,
      providerOptions: { anthropic: { speed: 'fast' } },
    },
    target,
  );
  expect(adaptations.map(({ field, action }) => `${action} ${field}`)).toEqual([
    'dropped providerOptions.anthropic.speed',
    'dropped tools[0]',
    'changed messages[0].content[0]',
    'dropped messages[1].content[0]',
    'dropped messages[2].content[0]',
    'dropped messages[3].content[0].isError',
    'changed messages[3].content[0].output[0]',
    'dropped topK',
  ]);
  expect(body.messages).toMatchObject([
    { content: [{ type: 'text', text: 'a,b' }] },
    { content: [] },
    { content: '' },
    { role: 'tool', content: [{ type: 'text', text: '[image_url: https://a.example/x.png]' }] },
  ]);
});

test('a deprecated function call and its result find each other', () => {
  const { request } = readRequest({
    model: 'm',
    messages: [
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
      { role: 'function', name: 'f', content: '7' },
    ],
  });
  expect(request.messages).toMatchObject([
    { content: [{ type: 'tool-call', id: 'call_message_0', name: 'f' }] },
    { content: [{ type: 'tool-result', id: 'call_message_0', output: '7' }] },
  ]);
});
