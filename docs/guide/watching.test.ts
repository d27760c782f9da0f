import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { createModels, fallback, retry, stack } from 'steadfast';
import { openTelemetry } from 'steadfast/opentelemetry';
import { replay } from 'steadfast/replay';
import { explain, readRecord, watch } from 'steadfast/watch';
import type { DecisionRecord } from 'steadfast/watch';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const unindented = (code: string): string => code.replaceAll(/^ +/gm, '');

test('every piece of code in the guide stands in the file that runs', () => {
  const pieces = [...read('watching.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  const code = unindented(read('watching.test.ts')).replaceAll(/\n+/g, '\n');
  expect(pieces.length).toBe(3);
  for (const piece of pieces) expect(code).toContain(unindented(piece).replaceAll(/\n+/g, '\n').trim());
});

test('calls are recorded, explained and replayed', async () => {
  const models = createModels({ environment: {}, defaults: { retry: false } });
  const model = models.fallback(['sim/flaky', 'sim/echo'], { id: 'fast' });
  const records: DecisionRecord[] = [];
  const watched = watch({ record: (record) => records.push(record) })(model);
  for (const prompt of ['It', 'holds', 'word', 'by', 'word'])
    expect((await watched.complete(prompt)).text).toBe(prompt);
  await turn();
  expect(records.map((record) => readRecord(JSON.stringify(record))?.id)).toEqual(records.map(({ id }) => id));
  expect(explain(records[0] ?? expect.fail())).toMatch(/^The call was for fast\. sim\/flaky was asked/);
  const { recorded, replayed, notes } = await replay(records, ({ clock, random, model }) =>
    fallback([stack(model('sim/flaky'), retry({ clock, random, retries: 1 })), model('sim/echo')], { clock }),
  );
  expect([recorded.answered, replayed.calls]).toEqual([5, 5]);
  expect(notes[0]).toMatch(/^Replies are not judged/);
});

test('calls are traced without an SDK', async () => {
  const model = createModels({ environment: {} }).model('sim/echo');
  const traced = openTelemetry()(model);
  expect((await traced.complete('It holds.')).text).toBe('It holds.');
});
