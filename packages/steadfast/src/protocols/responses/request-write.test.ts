import { expect, test } from 'vitest';
import type { CompletionRequest } from '../../model/completion-request.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart, OpaqueState } from '../../model/message.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import type { WrittenRequest } from '../protocol.ts';
import { responses } from './responses.ts';

const hi = { role: 'user' as const, content: 'Hi' };

function write(request: Partial<CompletionRequest>, model = 'gpt-6-sol', family = 'openai'): WrittenRequest {
  return responses.writeRequest({ messages: [hi], ...request }, { model, stream: false, family, dialect: {} });
}

function inputOf(content: readonly AssistantPart[], after: CompletionRequest['messages'] = []): unknown {
  return write({ messages: [{ role: 'assistant', content }, ...after] }).body['input'];
}

const own = (value: JsonObject): OpaqueState => ({ origin: 'openai', value });
const foreign = { origin: 'anthropic', value: { signature: 's' } };

test.each<[Partial<CompletionRequest>, readonly string[]]>([
  [{ topK: 4 }, ['dropped topK']],
  [{ topK: 4, providerOptions: { openai: { top_k: 4 } } }, []],
  [{ seed: 7, stopSequences: ['x'] }, ['dropped stopSequences', 'dropped seed']],
  [{ presencePenalty: 1, frequencyPenalty: 1 }, ['dropped presencePenalty', 'dropped frequencyPenalty']],
  [{ thinkingTokens: 1024 }, ['dropped thinkingTokens']],
  [{ providerOptions: { anthropic: { speed: 'fast' } } }, ['dropped providerOptions.anthropic.speed']],
  [{ messages: [{ ...hi, name: 'Ann' }] }, ['dropped messages[0].name']],
  [
    { tools: [{ name: 'bash', provided: { origin: 'anthropic', value: { type: 'bash_20250124' } } }] },
    ['dropped tools[0]'],
  ],
  [
    { messages: [{ role: 'assistant', content: [{ type: 'reasoning', text: 'x', state: foreign }] }] },
    ['dropped messages[0].content[0].state', 'dropped messages[0].content[0]'],
  ],
  [
    { messages: [{ role: 'assistant', content: [{ type: 'file', source: { kind: 'reference', id: 'f' } }] }] },
    ['dropped messages[0].content[0]'],
  ],
  [
    { messages: [{ role: 'tool', content: [{ type: 'tool-result', id: 'a', output: 'No', isError: true }] }] },
    ['dropped messages[0].content[0].isError'],
  ],
  [
    {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'file', source: { kind: 'text', text: 'x', mediaType: 'text/csv' } },
            { type: 'image', source: { kind: 'text', text: '<svg/>', mediaType: 'image/svg+xml' } },
          ],
        },
      ],
    },
    ['changed messages[0].content[0]', 'dropped messages[0].content[1]'],
  ],
])('what cannot be said is told: %j', (request, expected) => {
  expect(write(request).adaptations.map(({ field, action }) => `${action} ${field}`)).toEqual(expected);
});

test.each<[string, Partial<CompletionRequest>, JsonObject]>([
  ['gpt-6-sol', {}, { store: false, include: ['reasoning.encrypted_content'] }],
  ['o3', {}, { store: false, include: ['reasoning.encrypted_content'] }],
  ['gpt-4.1', {}, { store: false }],
  ['gpt-5-chat-latest', {}, { store: false }],
  ['my-deployment', { effort: 'low' }, { store: false, include: ['reasoning.encrypted_content'] }],
  ['gpt-6-sol', { effort: 'none' }, { store: false }],
  [
    'gpt-6-sol',
    { providerOptions: { openai: { include: ['web_search_call.action.sources'] } } },
    { store: false, include: ['web_search_call.action.sources', 'reasoning.encrypted_content'] },
  ],
  ['gpt-6-sol', { providerOptions: { openai: { store: true } } }, { store: true }],
  [
    'gpt-6-sol',
    { providerOptions: { openai: { previous_response_id: 'resp_1' } } },
    { previous_response_id: 'resp_1' },
  ],
])('%s is asked to store nothing unless the caller says who keeps the conversation: %j', (model, request, expected) => {
  const { store, include, previous_response_id } = write(request, model).body;
  expect({ store, include, previous_response_id }).toEqual(expected);
});

test('reasoning goes back as the item that it was, directly before the item that it led to', () => {
  const item = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'e' };
  const call = toolCallOf({ id: 'call_1', name: 'f', inputText: '{}', state: own({ item: { id: 'fc_1' } }) });
  expect(inputOf([{ type: 'reasoning', text: '', state: own({ item }) }, call])).toEqual([
    item,
    { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}', id: 'fc_1' },
  ]);
});

test('reasoning that led to nothing is left out, because the request would be refused', () => {
  const item = { id: 'rs_1', type: 'reasoning', summary: [] };
  const content = [{ type: 'reasoning' as const, text: 'x', state: own({ item }) }];
  const { body, adaptations } = write({ messages: [{ role: 'assistant', content }, hi] });
  expect(body['input']).toEqual([{ role: 'user', content: 'Hi' }]);
  expect(adaptations).toMatchObject([{ field: 'messages[0].content[0]', action: 'dropped' }]);
});

test('the pieces of a message stand in one item, other messages in others', () => {
  const message = { id: 'msg_1', status: 'completed', phase: 'commentary' };
  expect(
    inputOf([
      { type: 'text', text: 'a', state: own({ item: message, content: { annotations: [] } }) },
      { type: 'text', text: 'b', state: own({ joined: true }) },
      { type: 'text', text: 'c' },
      { type: 'text', text: 'd', state: own({ type: 'refusal' }) },
    ]),
  ).toEqual([
    {
      type: 'message',
      role: 'assistant',
      content: [
        { type: 'output_text', text: 'a', annotations: [] },
        { type: 'output_text', text: 'b' },
      ],
      ...message,
    },
    {
      role: 'assistant',
      content: [
        { type: 'output_text', text: 'c' },
        { type: 'refusal', refusal: 'd' },
      ],
    },
  ]);
});

test.each<[string, JsonObject, JsonObject]>([
  ['shell_call', { action: {} }, { output: [{ stdout: 'ok', stderr: '', outcome: { type: 'exit', exit_code: 0 } }] }],
  ['apply_patch_call', { operation: {} }, { status: 'completed', output: 'ok' }],
  ['local_shell_call', { action: {} }, { call_id: undefined, id: 'call_1', output: 'ok' }],
])('an answer has the form that its call wants: %s', (type, fields, expected) => {
  const item = { id: 'x_1', type, call_id: 'call_1', status: 'completed', ...fields };
  const call = toolCallOf({ id: 'call_1', name: type, inputText: '{}', state: own({ item }) });
  const answer = { type: 'tool-result' as const, id: 'call_1', output: 'ok' };
  expect(inputOf([call], [{ role: 'tool', content: [answer] }])).toEqual([
    item,
    { type: `${type}_output`, call_id: 'call_1', ...expected },
  ]);
});

test('an answer to a call of free text is one, too', () => {
  const call = toolCallOf({ id: 'call_1', name: 'run', inputText: 'ls', form: 'text' });
  const answer = { type: 'tool-result' as const, id: 'call_1', output: 'a.txt' };
  expect(inputOf([call], [{ role: 'tool', content: [answer] }])).toEqual([
    { type: 'custom_tool_call', call_id: 'call_1', name: 'run', input: 'ls' },
    { type: 'custom_tool_call_output', call_id: 'call_1', output: 'a.txt' },
  ]);
});

test('tools of a namespace go back into it, to others of this protocol by their flat names', () => {
  const body = {
    model: 'gpt-6-sol',
    input: [
      { role: 'user', content: 'Hi' },
      { type: 'additional_tools', role: 'developer', tools: [functionOf('b')] },
    ],
    tools: [{ type: 'namespace', name: 'mcp__files', tools: [functionOf('read'), functionOf('write')] }],
  };
  const { request } = responses.readRequest(body);
  const home = write(request);
  expect(home.body).toMatchObject({ input: body.input, tools: body.tools });
  expect(home.adaptations).toEqual([]);
  expect(write(request, 'grok-4.3', 'xai').body['tools']).toMatchObject([
    { type: 'function', name: 'mcp__files__read' },
    { type: 'function', name: 'mcp__files__write' },
    { type: 'function', name: 'b' },
  ]);
});

test('a tool is held to its schema only where that is asked for', () => {
  const tools = [
    { name: 'a', inputSchema: { type: 'object' } },
    { name: 'b', strict: true },
  ];
  expect(write({ tools }).body['tools']).toMatchObject([{ strict: false }, { strict: true, parameters: null }]);
});

test('a choice of a tool names it by its kind, a schema without a name gets one', () => {
  const tools = [{ name: 'run', form: 'text' as const }];
  const outputFormat = { type: 'json' as const, schema: { type: 'object' } };
  expect(write({ tools, toolChoice: { tool: 'run' }, outputFormat }).body).toMatchObject({
    tool_choice: { type: 'custom', name: 'run' },
    text: { format: { type: 'json_schema', name: 'reply', schema: { type: 'object' } } },
  });
});

function functionOf(name: string): JsonObject {
  return { type: 'function', name, parameters: {}, strict: false };
}
