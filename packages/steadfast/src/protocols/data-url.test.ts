import { expect, test } from 'vitest';
import { sourceOfUrl, urlOfSource } from './data-url.ts';
import { messages } from './messages/messages.ts';
import { ollama } from './ollama/ollama.ts';

test('a data URL is the bytes that it holds, any other address itself', () => {
  expect(sourceOfUrl('data:image/png;base64,AAAA')).toEqual({ kind: 'base64', data: 'AAAA', mediaType: 'image/png' });
  for (const url of ['https://example.com/a.png', 'data:,hello', 'data:text/plain,;base64']) {
    expect(sourceOfUrl(url)).toEqual({ kind: 'url', url });
    expect(urlOfSource({ kind: 'url', url })).toBe(url);
  }
});

test('an image given as a data URL is sent as its bytes where a protocol wants them on their own', () => {
  const source = { kind: 'url' as const, url: 'data:image/png;base64,AAAA' };
  const request = { messages: [{ role: 'user' as const, content: [{ type: 'image' as const, source }] }] };
  const target = { model: 'm', stream: false, family: 'f', dialect: {} };
  const block = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
  expect(messages.writeRequest(request, target).body['messages']).toEqual([{ role: 'user', content: [block] }]);
  expect(ollama.writeRequest(request, target)).toMatchObject({
    body: { messages: [{ role: 'user', images: ['AAAA'] }] },
    adaptations: [],
  });
});
