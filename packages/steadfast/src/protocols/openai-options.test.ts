import { expect, test } from 'vitest';
import { chat } from './chat/chat.ts';
import { responses } from './responses/responses.ts';

const target = { model: 'gpt-6-luna', stream: false, family: 'openai', dialect: {} };

test('a caller of Chat Completions is answered by Responses without what only Chat knows', () => {
  const asked = { model: 'm', messages: [], n: 2, logit_bias: { a: 1 }, verbosity: 'low', prompt_cache_key: 'k' };
  const { body, adaptations } = responses.writeRequest(chat.readRequest(asked).request, target);
  expect(body).toMatchObject({ text: { verbosity: 'low' }, prompt_cache_key: 'k' });
  expect(Object.keys(body)).not.toContain('n');
  expect(adaptations.map(({ field }) => field)).toEqual([
    'providerOptions.openai.n',
    'providerOptions.openai.logit_bias',
  ]);
});

test('tools that the provider of Responses runs are not offered on Chat Completions, which refuses them', () => {
  const search = { type: 'web_search', external_web_access: false };
  const { request } = responses.readRequest({ model: 'm', input: 'Hi', tools: [search] });
  const { body, adaptations } = chat.writeRequest(request, target);
  expect(body.tools).toBeUndefined();
  expect(adaptations).toMatchObject([{ field: 'tools[0]', action: 'dropped' }]);
  expect(responses.writeRequest(request, target).body.tools).toEqual([search]);
});

test("an end user's name that OpenAI would refuse for its length is left out", () => {
  for (const protocol of [chat, responses]) {
    const { body } = protocol.writeRequest({ messages: [], endUser: 'u'.repeat(64) }, target);
    expect(body.user).toHaveLength(64);
    const { body: longer, adaptations } = protocol.writeRequest({ messages: [], endUser: 'u'.repeat(65) }, target);
    expect(longer.user).toBeUndefined();
    expect(adaptations).toMatchObject([{ field: 'endUser', action: 'dropped' }]);
  }
});

test('a tool of free text is a function with one member for servers of Chat Completions other than OpenAI', () => {
  const exec = { name: 'exec', form: 'text' as const };
  const call = {
    type: 'tool-call' as const,
    id: 'a',
    name: 'exec',
    form: 'text' as const,
    input: 'go',
    inputText: 'go',
  };
  const request = {
    messages: [{ role: 'assistant' as const, content: [call] }],
    tools: [exec],
    toolChoice: { tool: 'exec' },
  };
  const { body, adaptations } = chat.writeRequest(request, { ...target, family: 'deepseek' });
  expect(body).toMatchObject({
    tools: [{ type: 'function', function: { name: 'exec', parameters: { required: ['input'] } } }],
    tool_choice: { type: 'function', function: { name: 'exec' } },
    messages: [{ tool_calls: [{ type: 'function', function: { name: 'exec', arguments: '{"input":"go"}' } }] }],
  });
  expect(adaptations).toMatchObject([
    { field: 'tools[0].form', action: 'changed' },
    { field: 'messages[0].content[0].input', action: 'changed' },
  ]);
  expect(chat.writeRequest(request, target).body).toMatchObject({ tools: [{ type: 'custom' }] });
});

test('a caller of Responses is answered by Chat Completions without what only Responses knows', () => {
  const asked = {
    model: 'm',
    input: 'Hi',
    include: ['reasoning.encrypted_content'],
    text: { verbosity: 'low' },
    reasoning: { effort: 'low', summary: 'auto' },
    service_tier: 'flex',
  };
  const { request } = responses.readRequest(asked);
  const { body, adaptations } = chat.writeRequest(request, target);
  expect(body).toMatchObject({ verbosity: 'low', reasoning_effort: 'low', service_tier: 'flex' });
  expect(adaptations.map(({ field }) => field)).toEqual([
    'providerOptions.openai.include',
    'providerOptions.openai.reasoning',
  ]);
});

test('options of any other family are sent as they are given', () => {
  const request = { messages: [], providerOptions: { groq: { include: ['x'] } } };
  expect(chat.writeRequest(request, { ...target, family: 'groq' })).toMatchObject({
    body: { include: ['x'] },
    adaptations: [],
  });
});
