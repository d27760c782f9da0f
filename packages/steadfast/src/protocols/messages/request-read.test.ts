import { expect, test } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import type { CompletionRequest } from '../../model/completion-request.ts';
import { readRequest } from './request-read.ts';

const hi = { role: 'user', content: 'Hi' };

function requestOf(fields: JsonObject): CompletionRequest {
  return readRequest({ model: 'claude', max_tokens: 10, messages: [hi], ...fields }).request;
}

test.each<[string, JsonObject]>([
  ['model', { model: undefined }],
  ['messages', { messages: 'Hi' }],
  ['messages[0]', { messages: ['Hi'] }],
  ['messages[1].role', { messages: [hi, { role: 'tool', content: 'x' }] }],
  ['messages[0].content', { messages: [{ role: 'user' }] }],
  ['messages[0].content[0].type', { messages: [{ role: 'user', content: [{ text: 'x' }] }] }],
  ['messages[0].content[0].text', { messages: [{ role: 'user', content: [{ type: 'text' }] }] }],
  [
    'messages[0].content[0].input',
    { messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'f', input: '{}' }] }] },
  ],
  [
    'messages[0].content[0].content[0].source',
    {
      messages: [
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'image', source: 'x' }] }],
        },
      ],
    },
  ],
  ['system', { system: 7 }],
  ['system[0].text', { system: [{ type: 'text', text: 1 }] }],
  ['tools', { tools: {} }],
  ['tools[0].input_schema', { tools: [{ name: 'f' }] }],
  ['tools[0].name', { tools: [{ input_schema: {} }] }],
  ['max_tokens', { max_tokens: '10' }],
  ['temperature', { temperature: 'hot' }],
  ['stop_sequences[0]', { stop_sequences: [1] }],
])('a wrong field is named: %s', (path, fields) => {
  expect(() => requestOf(fields)).toThrow(expect.objectContaining({ kind: 'invalid-request' }));
  expect(() => requestOf(fields)).toThrow(`${path} is `);
});

test('system messages are taken at any place, the last one included', () => {
  const { messages } = requestOf({
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    messages: [hi, { role: 'system', content: 'Now be long.' }],
  });
  expect(messages).toEqual([
    {
      role: 'system',
      content: [
        {
          type: 'text',
          text: 'Be brief.',
          state: { origin: 'anthropic', value: { cache_control: { type: 'ephemeral' } } },
        },
      ],
    },
    hi,
    { role: 'system', content: 'Now be long.' },
  ]);
});

test("tool results become messages of their own, in their place among the user's words", () => {
  const result = { type: 'tool_result', tool_use_id: 'a', content: 'ok', is_error: false };
  const { messages } = requestOf({ messages: [{ role: 'user', content: [result, { type: 'text', text: 'Go on.' }] }] });
  expect(messages).toEqual([
    {
      role: 'tool',
      content: [
        { type: 'tool-result', id: 'a', output: 'ok', state: { origin: 'anthropic', value: { is_error: false } } },
      ],
    },
    { role: 'user', content: [{ type: 'text', text: 'Go on.' }] },
  ]);
});

test("fields without a neutral form are Anthropic's options, word for word", () => {
  const fields = {
    context_management: { edits: [{ type: 'clear_thinking_20251015' }] },
    safeguards: [{ type: 'dangerous_tool_use' }],
    thinking: { type: 'adaptive', display: 'omitted' },
    metadata: { user_id: 'u', team: 'x' },
  };
  expect(requestOf({ ...fields, output_config: { effort: 'high' } })).toEqual({
    messages: [hi],
    maxOutputTokens: 10,
    effort: 'high',
    endUser: 'u',
    providerOptions: { anthropic: fields },
  });
});

test.each([
  [{ type: 'disabled' }, { effort: 'none' }],
  [{ type: 'enabled', budget_tokens: 2000 }, { thinkingTokens: 2000 }],
  [null, {}],
])('the thinking %j is read as %j', (thinking, fields) => {
  expect(requestOf({ thinking })).toEqual({ messages: [hi], maxOutputTokens: 10, ...fields });
});

test('thinking that is switched off beside an effort keeps both', () => {
  expect(requestOf({ thinking: { type: 'disabled' }, output_config: { effort: 'low' } })).toMatchObject({
    effort: 'low',
    providerOptions: { anthropic: { thinking: { type: 'disabled' } } },
  });
});

test('a thinking block whose signature carries the state of another family is that family’s again', () => {
  const signature = 'steadfast:{"origin":"openai","value":{"id":"rs_1"}}';
  const content = [
    { type: 'thinking', thinking: 'Hm', signature },
    { type: 'thinking', thinking: 'Oh', signature: '' },
  ];
  const { messages } = requestOf({ messages: [hi, { role: 'assistant', content }] });
  expect(messages[1]).toEqual({
    role: 'assistant',
    content: [
      { type: 'reasoning', text: 'Hm', state: { origin: 'openai', value: { id: 'rs_1' } } },
      { type: 'reasoning', text: 'Oh' },
    ],
  });
});

test('names of fields that every object has are data like any other', () => {
  const body: unknown = JSON.parse(
    '{"model":"m","messages":[{"role":"user","content":"x"}],"__proto__":{"stream":true}}',
  );
  const read = readRequest(Object.fromEntries(Object.entries(Object(body))));
  expect(read.stream).toBe(false);
  expect(Object.keys(read.request.providerOptions?.['anthropic'] ?? {})).toEqual(['__proto__']);
});
