import { Journal } from 'steadfast/model';
import { expect, test } from 'vitest';
import { knownHeaders } from './known-headers.ts';

function droppedOf(journal: Journal, answeredBy?: string): string | undefined {
  const headers = knownHeaders(journal, answeredBy);
  const at = headers.indexOf('x-steadfast-dropped');
  return at < 0 ? undefined : headers[at + 1];
}

const dropped = (field: string, target: string, also?: readonly string[]) =>
  ({ field, action: 'dropped', detail: 'It has no such thing.', target, also }) as const;

test('all places where something was left out for the answering model are named, once each', () => {
  const journal = new Journal(0);
  journal.adapt([
    dropped('seed', 'ollama/a'),
    dropped('messages[0].content[1].detail', 'ollama/a', ['messages[2].content[0].detail', 'seed']),
    dropped('topK', 'openai/b'),
  ]);
  expect(droppedOf(journal, 'ollama/a')).toBe('seed, messages[0].content[1].detail, messages[2].content[0].detail');
  expect(droppedOf(journal, 'openai/b')).toBe('topK');
  expect(droppedOf(new Journal(0), 'ollama/a')).toBeUndefined();
});

test('the list ends before it is too long for a header, with a whole name', () => {
  const journal = new Journal(0);
  journal.adapt([
    dropped(
      'first',
      'sim/a',
      Array.from({ length: 200 }, (_, index) => `messages[${index}].name`),
    ),
  ]);
  const list = droppedOf(journal, 'sim/a') ?? '';
  expect(list.length).toBeLessThanOrEqual(1_024);
  expect(list).toMatch(/^first, messages\[0\]\.name, .*messages\[\d+\]\.name$/);
});
