import { expect, test } from 'vitest';
import type { CompletionRequest } from '../model/completion-request.ts';
import { asObject } from '../model/json.ts';
import { gemini } from './gemini/gemini.ts';
import { messages } from './messages/messages.ts';

const request: CompletionRequest = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hello.' },
  ],
  tools: [{ name: 'f', inputSchema: { type: 'object' } }],
  temperature: 0.5,
  maxOutputTokens: 10,
};

test('Anthropic counts messages, tools and instructions, and is told nothing else', () => {
  const target = { model: 'claude', stream: false, family: 'anthropic', dialect: {} };
  const written = messages.tokenCount?.writeRequest(request, target);
  const sent: unknown = JSON.parse(JSON.stringify(written?.body));
  expect(Object.keys(asObject(sent)).toSorted()).toEqual(['messages', 'model', 'system', 'tools']);
  expect(written?.adaptations).toEqual([]);
  expect(messages.tokenCount?.readAnswer({ input_tokens: 7 })).toBe(7);
  expect(messages.tokenCount?.writeAnswer(7, { model: 'm', body: {} })).toEqual({ input_tokens: 7 });
  expect(() => messages.tokenCount?.readAnswer({})).toThrow('input_tokens');
});

test('Google counts a whole request, which names its model, or contents alone', () => {
  const target = { model: 'gemini-3', stream: false, family: 'google', dialect: {} };
  const body = gemini.tokenCount?.writeRequest(request, target).body ?? {};
  expect(body).toMatchObject({ generateContentRequest: { model: 'models/gemini-3', contents: [{ role: 'user' }] } });
  expect(gemini.tokenCount?.readRequest(body).messages).toEqual(request.messages);
  const alone = { contents: [{ role: 'user', parts: [{ text: 'Hello.' }] }] };
  expect(gemini.tokenCount?.readRequest(alone).messages).toEqual([{ role: 'user', content: 'Hello.' }]);
  expect(gemini.tokenCount?.retarget?.(alone, 'other')).toBe(alone);
  expect(gemini.tokenCount?.retarget?.(body, 'other')).toMatchObject({
    generateContentRequest: { model: 'models/other' },
  });
  expect(gemini.tokenCount?.readAnswer({ totalTokens: 3 })).toBe(3);
});
