import { expect, test } from 'vitest';
import { estimateTokens } from './estimate-tokens.ts';

test('four characters are a token, wherever they stand', () => {
  expect(estimateTokens({ messages: [{ role: 'user', content: '12345678' }] })).toBe(2);
  const messages = [
    { role: 'assistant' as const, content: [{ type: 'tool-call' as const, id: 'c', name: 'tool', input: { a: 1 } }] },
    { role: 'tool' as const, content: [{ type: 'tool-result' as const, id: 'c', output: 'done' }] },
  ];
  expect(estimateTokens({ messages })).toBe(Math.ceil(('tool'.length + '{"a":1}'.length + 'done'.length) / 4));
  const tools = [{ name: 'tool', inputSchema: { type: 'object' } }];
  expect(estimateTokens({ messages: [], tools })).toBe(Math.ceil(('tool'.length + '{"type":"object"}'.length) / 4));
});

test('an image counts 1,600 whatever its size, and a text file counts its text', () => {
  const image = { type: 'image' as const, source: { kind: 'url' as const, url: 'https://example.com/cat.png' } };
  const file = { type: 'file' as const, source: { kind: 'text' as const, text: '12345678', mediaType: 'text/plain' } };
  expect(estimateTokens({ messages: [{ role: 'user', content: [image, file] }] })).toBe(1_602);
});
