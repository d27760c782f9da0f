import { expect, test } from 'vitest';
import type { CompletionRequest } from '../../model/completion-request.ts';
import type { AssistantPart, Message, UserPart } from '../../model/message.ts';
import type { WrittenRequest } from '../protocol.ts';
import { writeRequest } from './request-write.ts';

const hi: Message = { role: 'user', content: 'Hi' };
const closed = { type: 'object', properties: { city: { type: 'string' } }, additionalProperties: false };

function write(fields: Partial<CompletionRequest>, dialect = {}): WrittenRequest {
  const target = { model: 'claude', stream: false, family: 'anthropic', dialect };
  return writeRequest({ messages: [hi], maxOutputTokens: 100, ...fields }, target);
}

function adapted(fields: Partial<CompletionRequest>): string[] {
  return write(fields).adaptations.map(({ action, field }) => `${action} ${field}`);
}

test('the limit that the protocol demands is named as sent, and leaves room beside the thinking', () => {
  const { body, adaptations } = write({ maxOutputTokens: undefined });
  expect(body.max_tokens).toBe(4096);
  expect(adaptations).toMatchObject([{ field: 'maxOutputTokens', action: 'changed' }]);
  expect(write({ maxOutputTokens: undefined, thinkingTokens: 2000 }, { defaultMaxTokens: 8000 }).body).toMatchObject({
    max_tokens: 10_000,
    thinking: { type: 'enabled', budget_tokens: 2000 },
  });
});

test.each<[Partial<CompletionRequest>, string[]]>([
  [{ presencePenalty: 1 }, ['dropped presencePenalty']],
  [{ frequencyPenalty: 1 }, ['dropped frequencyPenalty']],
  [{ seed: 1 }, ['dropped seed']],
  [{ metadata: { team: 'x' } }, ['dropped metadata']],
  [{ temperature: 1.5 }, ['changed temperature']],
  [{ stopSequences: ['\n', 'end'] }, ['dropped stopSequences[0]']],
  [{ effort: 'minimal' }, ['changed effort']],
  [{ effort: 'none' }, []],
  [{ effort: 'none', thinkingTokens: 5000 }, ['dropped thinkingTokens']],
  [{ thinkingTokens: 5000 }, ['dropped thinkingTokens']],
  [{ thinkingTokens: 10, maxOutputTokens: 9000 }, ['changed thinkingTokens']],
  [{ thinkingTokens: 9000, maxOutputTokens: 9000 }, ['changed thinkingTokens']],
  [{ thinkingTokens: 0 }, []],
  [{ outputFormat: { type: 'json' } }, ['dropped outputFormat']],
  [{ outputFormat: { type: 'json', schema: closed, name: 'city', strict: true } }, ['dropped outputFormat.name']],
  [{ outputFormat: { type: 'json', schema: closed, strict: false } }, ['dropped outputFormat.strict']],
  [{ outputFormat: { type: 'text' } }, []],
  [{ toolChoice: 'required' }, ['dropped toolChoice']],
  [{ toolChoice: 'auto', parallelToolCalls: false }, []],
  [{ tools: [{ name: 'patch', form: 'text' }] }, ['changed tools[0].form']],
  [{ tools: [{ name: 'f', inputSchema: { properties: {} } }] }, ['changed tools[0].inputSchema']],
  [{ tools: [{ name: 's', provided: { origin: 'openai', value: {} } }] }, ['dropped tools[0]']],
  [{ providerOptions: { openai: { store: true } } }, ['dropped providerOptions.openai.store']],
  [{ messages: [{ ...hi, name: 'Ann' }] }, ['dropped messages[0].name']],
  [{ messages: [hi, { role: 'assistant', content: '' }] }, ['dropped messages[1]']],
])('what cannot be said of %j is listed: %j', (fields, expected) => {
  expect(adapted(fields)).toEqual(expected);
});

test.each<[AssistantPart, string]>([
  [{ type: 'reasoning', text: 'Hm' }, 'dropped'],
  [{ type: 'reasoning', text: 'Hm', state: { origin: 'openai', value: { signature: 'x' } } }, 'dropped'],
  [{ type: 'text', text: ' \n' }, 'dropped'],
  [{ type: 'image', source: { kind: 'url', url: 'https://a.test/' } }, 'dropped'],
  [{ type: 'tool-call', id: 'a', name: 'f', input: {}, providerExecuted: true }, 'dropped'],
  [{ type: 'tool-result', id: 'a', output: 'x', providerExecuted: true }, 'dropped'],
])('what a model said and cannot be returned is listed: %j', (part, action) => {
  const { body, adaptations } = write({ messages: [hi, { role: 'assistant', content: [part] }] });
  expect(body.messages).toEqual([hi]);
  expect(adaptations).toMatchObject([{ field: 'messages[1].content[0]', action }]);
});

test.each<[UserPart, string[]]>([
  [
    { type: 'image', source: { kind: 'url', url: 'https://a.test/' }, detail: 'high' },
    ['dropped messages[0].content[0].detail'],
  ],
  [
    { type: 'file', source: { kind: 'base64', data: 'AA==', mediaType: 'audio/wav' } },
    ['dropped messages[0].content[0]'],
  ],
  [
    { type: 'file', source: { kind: 'base64', data: 'aGk=', mediaType: 'text/csv' } },
    ['changed messages[0].content[0].source'],
  ],
  [
    { type: 'file', source: { kind: 'text', text: 'a,b', mediaType: 'text/csv' } },
    ['changed messages[0].content[0].source'],
  ],
])('what a user sends and cannot be taken as it is is listed: %j', (part, expected) => {
  expect(adapted({ messages: [{ role: 'user', content: [part] }] })).toEqual(expected);
});

test('leading system messages become the field, later ones stay in their place', () => {
  const { body } = write({
    messages: [
      { role: 'system', content: 'One.' },
      { role: 'system', content: 'Two.' },
      hi,
      { role: 'system', content: 'Three.' },
    ],
  });
  expect(body).toMatchObject({
    system: [
      { type: 'text', text: 'One.' },
      { type: 'text', text: 'Two.' },
    ],
    messages: [hi, { role: 'system', content: 'Three.' }],
  });
});

test('turns of one role become one, tool results first', () => {
  const { body } = write({
    messages: [
      hi,
      { role: 'user', content: [{ type: 'text', text: 'Still there?' }] },
      { role: 'tool', content: [{ type: 'tool-result', id: 'a', output: 'ok' }] },
    ],
  });
  expect(body.messages).toEqual([
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'a', content: 'ok' },
        { type: 'text', text: 'Hi' },
        { type: 'text', text: 'Still there?' },
      ],
    },
  ]);
});

test.each<[Partial<Extract<AssistantPart, { type: 'tool-call' }>>, unknown]>([
  [{ inputText: '{"city":"Os', invalid: true }, { INVALID_JSON: '{"city":"Os' }],
  [{ input: [1, 2] }, { input: [1, 2] }],
  [{ input: null }, { input: null }],
  [{ input: 'text', form: 'text' }, { input: 'text' }],
])('input that is no object is never replaced by an empty one: %j', (call, input) => {
  const content: AssistantPart[] = [{ type: 'tool-call', id: 'a', name: 'f', ...call }];
  const { body, adaptations } = write({ messages: [{ role: 'assistant', content }] });
  expect(body.messages).toEqual([{ role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'f', input }] }]);
  expect(adaptations).toMatchObject([{ field: 'messages[0].content[0].input', action: 'changed' }]);
});

test('ids that are not allowed are changed alike in the call and its result', () => {
  const { body, adaptations } = write({
    messages: [
      { role: 'assistant', content: [{ type: 'tool-call', id: 'call:1', name: 'f', input: {} }] },
      { role: 'tool', content: [{ type: 'tool-result', id: 'call:1', output: 'ok' }] },
    ],
  });
  const [id] = JSON.stringify(body).match(/call_1_\w+/) ?? [];
  expect(body.messages).toMatchObject([{ content: [{ id }] }, { content: [{ tool_use_id: id }] }]);
  expect(adaptations).toMatchObject([{ field: 'messages[0].content[0].id', action: 'changed' }]);
});

test('the choice of tools says whether calls may come together', () => {
  const tools = [{ name: 'f', inputSchema: { type: 'object' } }];
  expect(write({ tools, parallelToolCalls: false }).body.tool_choice).toEqual({
    type: 'auto',
    disable_parallel_tool_use: true,
  });
  expect(write({ tools, toolChoice: { tool: 'f' } }).body.tool_choice).toEqual({ type: 'tool', name: 'f' });
});

test('options of the own family are merged into the body, but not over the model', () => {
  const providerOptions = { anthropic: { service_tier: 'auto', model: 'other' } };
  expect(write({ providerOptions }).body).toMatchObject({ service_tier: 'auto', model: 'claude' });
});
