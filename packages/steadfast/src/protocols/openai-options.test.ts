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
