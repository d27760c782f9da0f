import { expect, test } from 'vitest';
import type { CompletionRequest } from '../../model/completion-request.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { responses } from './responses.ts';

function requestOf(fields: JsonObject): CompletionRequest {
  return responses.readRequest({ model: 'gpt-6-sol', input: 'Hi', ...fields }).request;
}

function messagesOf(input: JsonValue): CompletionRequest['messages'] {
  return requestOf({ input }).messages;
}

const own = (value: JsonObject): unknown => ({ origin: 'openai', value });

test.each<[string, JsonObject]>([
  ['model', { model: 7 }],
  ['input', { input: 7 }],
  ['input[0]', { input: ['Hi'] }],
  ['input[0].role', { input: [{ role: 'robot', content: 'Hi' }] }],
  ['input[0].content', { input: [{ role: 'user', content: 7 }] }],
  ['input[0].content', { input: [{ role: 'assistant', content: null }] }],
  ['input[0].content[0]', { input: [{ role: 'assistant', content: ['Hi'] }] }],
  ['input[0].content[0].text', { input: [{ role: 'user', content: [{ type: 'input_text' }] }] }],
  ['input[0].content[0].image_url', { input: [{ role: 'user', content: [{ type: 'input_image' }] }] }],
  ['input[0].content[0].file_data', { input: [{ role: 'user', content: [{ type: 'input_file' }] }] }],
  [
    'input[1].arguments',
    {
      input: [
        { role: 'user', content: 'x' },
        { type: 'function_call', call_id: 'a', name: 'f' },
      ],
    },
  ],
  ['input[0].input', { input: [{ type: 'custom_tool_call', call_id: 'a', name: 'f' }] }],
  ['instructions', { instructions: [] }],
  ['tools', { tools: {} }],
  ['tools[0].type', { tools: [{ name: 'f' }] }],
  ['tools[0].name', { tools: [{ type: 'function' }] }],
  ['tools[0].tools[0].name', { tools: [{ type: 'namespace', name: 'n', tools: [{ type: 'function' }] }] }],
  ['input[0].tools[0].name', { input: [{ type: 'additional_tools', tools: [{ type: 'function' }] }] }],
  ['tool_choice', { tool_choice: 1 }],
  ['text.format.name', { text: { format: { type: 'json_schema' } } }],
  ['max_output_tokens', { max_output_tokens: '10' }],
  ['stream', { stream: 'yes' }],
])('a wrong field is named: %s', (path, fields) => {
  expect(() => requestOf(fields)).toThrow(expect.objectContaining({ kind: 'invalid-request' }));
  expect(() => requestOf(fields)).toThrow(`${path} is `);
});

test('instructions are the first message, and developers speak for the system', () => {
  const input = [
    { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Sandbox: read-only.' }] },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
  ];
  expect(requestOf({ instructions: 'Be brief.', input }).messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'system', content: [{ type: 'text', text: 'Sandbox: read-only.' }] },
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
  ]);
});

test('items of the model are one message up to the answers of its tools, also when it speaks after it called', () => {
  const reasoning = { type: 'reasoning', summary: [], encrypted_content: 'e' };
  const messages = messagesOf([
    { role: 'user', content: 'Weather?' },
    reasoning,
    { type: 'function_call', call_id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' },
    { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I look.' }] },
    { type: 'function_call_output', call_id: 'call_1', output: [{ type: 'input_text', text: 'cold' }] },
    { type: 'message', role: 'assistant', content: 'Cold.' },
  ]);
  expect(messages).toMatchObject([
    { role: 'user' },
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: '', state: own({ item: reasoning }) },
        { type: 'tool-call', id: 'call_1', name: 'weather', input: { city: 'Oslo' } },
        { type: 'text', text: 'I look.' },
      ],
    },
    { role: 'tool', content: [{ type: 'tool-result', id: 'call_1', output: [{ type: 'text', text: 'cold' }] }] },
    { role: 'assistant', content: 'Cold.' },
  ]);
});

test.each<[JsonObject, string]>([
  [{ type: 'local_shell_call_output', id: 'call_1', output: 'a.txt' }, 'a.txt'],
  [{ type: 'shell_call_output', call_id: 'call_1', output: [{ stdout: 'a' }] }, '[{"stdout":"a"}]'],
  [{ type: 'tool_search_output', call_id: 'call_1', execution: 'client', tools: [] }, '{"type":"tool_search_output"'],
])("an answer to one of OpenAI's own kinds of call travels whole: %j", (item, words) => {
  const [message] = messagesOf([item]);
  expect(message).toMatchObject({ role: 'tool', content: [{ id: 'call_1', state: own({ item }) }] });
  expect(JSON.stringify(message)).toContain(JSON.stringify(words).slice(1, -1));
  const { request } = responses.readRequest({ model: 'm', input: [item] });
  const target = { model: 'm', stream: false, family: 'openai', dialect: {} };
  expect(responses.writeRequest(request, target).body['input']).toEqual([item]);
});

test('two messages of the model without more to them stay two', () => {
  expect(
    messagesOf([
      { role: 'assistant', content: 'One.' },
      { role: 'assistant', content: 'Two.' },
    ]),
  ).toEqual([
    { role: 'assistant', content: 'One.' },
    { role: 'assistant', content: 'Two.' },
  ]);
});

test('tools of a namespace have flat names, in the list as in the calls', () => {
  const tools = [
    { type: 'namespace', name: 'mcp__files', description: 'Files', tools: [{ type: 'function', name: 'read' }] },
    { type: 'namespace', name: 'functions', tools: [{ type: 'custom', name: 'exec' }] },
    { type: 'web_search' },
  ];
  const call = { type: 'function_call', call_id: 'a', name: 'read', namespace: 'mcp__files', arguments: '{}' };
  const request = requestOf({ tools, input: [call] });
  expect(request.tools).toMatchObject([
    { name: 'mcp__files__read' },
    { name: 'exec', form: 'text' },
    { name: 'web_search', provided: { origin: 'openai', protocol: 'responses', value: { type: 'web_search' } } },
  ]);
  expect(request.messages).toMatchObject([{ content: [{ type: 'tool-call', name: 'mcp__files__read' }] }]);
});

test('tools that an item of the input adds are tools of the request', () => {
  const added = { type: 'additional_tools', role: 'developer', tools: [{ type: 'function', name: 'refund' }] };
  const request = requestOf({ input: [added, { role: 'user', content: 'Hi' }] });
  expect(request.tools).toMatchObject([{ name: 'refund' }]);
  expect(request.messages).toEqual([{ role: 'user', content: 'Hi' }]);
});

test('a data URL is read as its bytes, a reference as an id', () => {
  const content = [
    { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'low' },
    { type: 'input_file', file_id: 'file_1' },
    { type: 'input_file', file_url: 'https://example.com/a.pdf' },
    { type: 'input_hologram', depth: 3 },
  ];
  expect(messagesOf([{ role: 'user', content }])).toMatchObject([
    {
      content: [
        { type: 'image', source: { kind: 'base64', data: 'AAAA', mediaType: 'image/png' }, detail: 'low' },
        { type: 'file', source: { kind: 'reference', id: 'file_1' } },
        { type: 'file', source: { kind: 'url', url: 'https://example.com/a.pdf' } },
        { type: 'text', text: '', state: own({ content: { type: 'input_hologram', depth: 3 } }) },
      ],
    },
  ]);
});

test('what no neutral field stands for is kept for its family', () => {
  const fields = {
    store: false,
    include: ['reasoning.encrypted_content'],
    prompt_cache_key: 'k',
    client_metadata: { a: 'b' },
    previous_response_id: 'resp_1',
    reasoning: { effort: 'high', summary: 'auto' },
    text: { verbosity: 'low', format: { type: 'json_object' } },
    tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [] },
    metadata: { run: 7 },
  };
  expect(requestOf(fields)).toMatchObject({
    effort: 'high',
    outputFormat: { type: 'json' },
    providerOptions: {
      openai: { ...fields, reasoning: { summary: 'auto' }, text: { verbosity: 'low' } },
    },
  });
});

test('empty settings say nothing', () => {
  expect(requestOf({ text: {}, reasoning: {}, tools: [], instructions: '', metadata: null })).toEqual({
    messages: [{ role: 'user', content: 'Hi' }],
  });
});

test("the private data of another family comes back with its caller's reasoning", () => {
  const state = { origin: 'anthropic', value: { signature: 's' } };
  const reply = responses.writeReply(
    {
      content: [
        { type: 'reasoning', text: 'Think.', state },
        {
          type: 'tool-call',
          id: 'call_1',
          name: 'f',
          input: {},
          state: { origin: 'google', value: { thoughtSignature: 'c2ln' } },
        },
      ],
      finishReason: 'tool-calls',
      usage: responses.readReply({ output: [] }, 'openai').usage,
    },
    { model: 'm', id: 'resp_1', created: 0, family: 'anthropic' },
  );
  const output = JSON.parse(JSON.stringify(reply.output));
  expect(messagesOf(output)).toMatchObject([
    {
      role: 'assistant',
      content: [
        { type: 'reasoning', text: 'Think.', state },
        { type: 'tool-call', id: 'call_1', state: { origin: 'google', value: { thoughtSignature: 'c2ln' } } },
      ],
    },
  ]);
});
