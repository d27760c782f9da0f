import { expect, test } from 'vitest';
import type { CompletionRequest } from '../../model/completion-request.ts';
import type { AssistantPart, Message, UserPart } from '../../model/message.ts';
import type { WrittenRequest } from '../protocol.ts';
import { writeRequest } from './request-write.ts';

const hi: Message = { role: 'user', content: 'Hi' };

function write(fields: Partial<CompletionRequest>): WrittenRequest {
  return writeRequest({ messages: [hi], ...fields }, { model: 'qwen3', stream: false, family: 'ollama', dialect: {} });
}

function adapted(fields: Partial<CompletionRequest>): string[] {
  return write(fields).adaptations.map(({ action, field }) => `${action} ${field}`);
}

test('whether a stream is wanted is always said, for the default is yes', () => {
  expect(write({}).body).toEqual({ model: 'qwen3', messages: [hi], stream: false });
});

test.each<[Partial<CompletionRequest>, unknown, string[]]>([
  [{ effort: 'none' }, false, []],
  [{ effort: 'minimal' }, 'low', ['changed effort']],
  [{ effort: 'medium' }, 'medium', []],
  [{ effort: 'max' }, 'high', ['changed effort']],
  [{ thinkingTokens: 0 }, false, []],
  [{ thinkingTokens: 2000 }, true, ['changed thinkingTokens']],
  [{ thinkingTokens: 2000, effort: 'low' }, 'low', ['dropped thinkingTokens']],
])('%j is written as think: %j', (fields, think, adaptations) => {
  expect(write(fields).body.think).toBe(think);
  expect(adapted(fields)).toEqual(adaptations);
});

const tools = [{ name: 'f', inputSchema: { type: 'object' } }];

test.each<[Partial<CompletionRequest>, string[]]>([
  [{ endUser: 'u' }, ['dropped endUser']],
  [{ metadata: { a: 'b' } }, ['dropped metadata']],
  [{ tools, toolChoice: 'required' }, ['dropped toolChoice']],
  [{ tools, toolChoice: { tool: 'f' } }, ['dropped toolChoice']],
  [{ tools, toolChoice: 'none' }, ['changed toolChoice', 'dropped tools']],
  [{ tools, parallelToolCalls: false }, ['dropped parallelToolCalls']],
  [{ tools, parallelToolCalls: true, toolChoice: 'auto' }, []],
  [{ tools: [{ name: 'p', form: 'text' }] }, ['changed tools[0].form']],
  [{ tools: [{ name: 's', provided: { origin: 'openai', value: {} } }] }, ['dropped tools[0]']],
  [{ outputFormat: { type: 'json', schema: {}, name: 'city' } }, ['dropped outputFormat.name']],
  [{ providerOptions: { openai: { store: true } } }, ['dropped providerOptions.openai.store']],
  [{ messages: [{ ...hi, name: 'Ann' }] }, ['dropped messages[0].name']],
  [
    { messages: [{ role: 'tool', content: [{ type: 'tool-result', id: 'a', output: 'no', isError: true }] }] },
    ['dropped messages[0].content[0].isError'],
  ],
])('what cannot be said of %j is listed: %j', (fields, expected) => {
  expect(adapted(fields)).toEqual(expected);
});

test.each<[UserPart, string]>([
  [{ type: 'image', source: { kind: 'url', url: 'https://a.test/' } }, 'dropped messages[0].content[0]'],
  [
    { type: 'image', source: { kind: 'base64', data: 'AA', mediaType: 'image/png' }, detail: 'low' },
    'dropped messages[0].content[0].detail',
  ],
  [{ type: 'file', source: { kind: 'text', text: 'a', mediaType: 'text/plain' } }, 'changed messages[0].content[0]'],
  [
    { type: 'file', source: { kind: 'base64', data: 'AA', mediaType: 'application/pdf' } },
    'dropped messages[0].content[0]',
  ],
])('what a user sends and cannot be taken as it is is listed: %j', (part, expected) => {
  expect(adapted({ messages: [{ role: 'user', content: [part] }] })).toEqual([expected]);
});

test.each<AssistantPart>([
  { type: 'reasoning', text: 'Hm', state: { origin: 'anthropic', value: { signature: 'x' } } },
  { type: 'tool-call', id: 'a', name: 'f', input: {}, providerExecuted: true },
  { type: 'tool-result', id: 'a', output: 'x', providerExecuted: true },
  { type: 'image', source: { kind: 'url', url: 'https://a.test/' } },
  { type: 'file', source: { kind: 'reference', id: 'file_1' } },
])('what a model said and cannot be returned is listed: %j', (part) => {
  const { body, adaptations } = write({ messages: [{ role: 'assistant', content: [part] }] });
  expect(body.messages).toEqual([{ role: 'assistant', content: '' }]);
  expect(adaptations).toMatchObject([{ field: 'messages[0].content[0]', action: 'dropped' }]);
});

test('results name the tool that was called, also where only the call says which', () => {
  const { body } = write({
    messages: [
      { role: 'assistant', content: [{ type: 'tool-call', id: 'a', name: 'weather', input: { city: 'Oslo' } }] },
      { role: 'tool', content: [{ type: 'tool-result', id: 'a', output: 'cold' }] },
    ],
  });
  expect(body.messages).toEqual([
    {
      role: 'assistant',
      content: '',
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'weather', arguments: { city: 'Oslo' } } }],
    },
    { role: 'tool', content: 'cold', tool_name: 'weather', tool_call_id: 'a' },
  ]);
});

test('input that is no object is put into one and never replaced', () => {
  const content: AssistantPart[] = [{ type: 'tool-call', id: 'a', name: 'f', inputText: '{"x', invalid: true }];
  const { body, adaptations } = write({ messages: [{ role: 'assistant', content }] });
  expect(body.messages).toMatchObject([{ tool_calls: [{ function: { arguments: { INVALID_JSON: '{"x' } } }] }]);
  expect(adaptations).toMatchObject([{ field: 'messages[0].content[0].input', action: 'changed' }]);
});

test('options of the own family are merged into those of the request', () => {
  const providerOptions = { ollama: { keep_alive: 0, options: { num_ctx: 8192 } } };
  expect(write({ temperature: 0.5, maxOutputTokens: 9, providerOptions }).body).toMatchObject({
    keep_alive: 0,
    options: { temperature: 0.5, num_predict: 9, num_ctx: 8192 },
  });
});

test('pieces of text stay apart as paragraphs, pieces of what the model said do not', () => {
  const two = [
    { type: 'text' as const, text: 'One' },
    { type: 'text' as const, text: 'Two' },
  ];
  const { body } = write({
    messages: [
      { role: 'system', content: two },
      { role: 'assistant', content: two },
    ],
  });
  expect(body.messages).toMatchObject([{ content: 'One\n\nTwo' }, { content: 'OneTwo' }]);
});
