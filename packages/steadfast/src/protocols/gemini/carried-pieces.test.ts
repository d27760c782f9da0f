import { expect, test } from 'vitest';
import { asArray, asObject, parseJson } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { unreportedUsage } from '../../model/usage.ts';
import { gemini } from './gemini.ts';

const state = { origin: 'elsewhere', value: { signature: 'xyz' } };

function streamedParts(): JsonObject[] {
  const writer = gemini.writeStream({ model: 'm', includeUsage: true, id: 'r', created: 0, family: '' });
  const text = [
    { type: 'reasoning-delta' as const, block: 0, text: 'I ' },
    { type: 'reasoning-delta' as const, block: 0, text: 'think.' },
    { type: 'part-end' as const, block: 0, state },
    { type: 'text-delta' as const, block: 1, text: 'Yes.' },
    { type: 'part-end' as const, block: 1 },
    { type: 'finish' as const, reason: 'stop' as const, usage: unreportedUsage },
  ].map((part) => writer.write(part));
  return text
    .join('')
    .split('\n\n')
    .flatMap((event) => {
      const { candidates } = asObject(parseJson(event.slice('data: '.length)));
      return asArray(asObject(asObject(asArray(candidates)[0]).content).parts).map(asObject);
    });
}

test('what a stream gave in pieces comes back as the one part that the carried state belongs to', () => {
  const parts = streamedParts();
  expect(parts.length).toBeGreaterThan(3);
  const wanted = [{ type: 'reasoning', text: 'I think.', state }];
  for (const contents of [[{ role: 'model', parts }], parts.map((part) => ({ role: 'model', parts: [part] }))]) {
    const [message] = gemini
      .readRequest({ contents: [{ role: 'user', parts: [{ text: 'Hm?' }] }, ...contents] })
      .request.messages.slice(1);
    expect(message?.content.slice(0, 1)).toEqual(wanted);
  }
});
