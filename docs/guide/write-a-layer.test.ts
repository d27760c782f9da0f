import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rehearse } from '@steadfast/testkit';
import { stack } from 'steadfast';
import { expect, test } from 'vitest';
import { atMost } from './at-most.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

const unindented = (code: string): string => code.replaceAll(/^ +/gm, '');

test('every piece of code in the guide stands in the files that run', () => {
  const pieces = [...read('write-a-layer.md').matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  const code = unindented(read('at-most.ts') + read('write-a-layer.test.ts'));
  expect(pieces.length).toBeGreaterThan(4);
  for (const piece of pieces) expect(code).toContain(unindented(piece));
});

test('only so many calls are let through, and the next comes when one is answered', async () => {
  const { model: innermost, next } = rehearse('sim/a');
  const model = stack(innermost, atMost(2));
  const first = model.complete('one');
  const second = model.complete('two');
  const third = model.complete('three');
  const calls = [await next(), await next()];
  expect(calls.map(({ said }) => said)).toEqual(['one', 'two']);
  calls[0]?.reply('1');
  const last = await next();
  expect(last.said).toBe('three');
  last.reply('3');
  calls[1]?.reply('2');
  const texts = (await Promise.all([first, second, third])).map(({ text }) => text);
  expect(texts).toEqual(['1', '2', '3']);
});

test('a stream holds its place until it is over', async () => {
  const { model: innermost, next } = rehearse('sim/a');
  const model = stack(innermost, atMost(1));
  const opening = model.stream('one');
  const call = await next();
  call.text('Hel');
  const stream = await opening;
  const second = model.complete('two');
  call.text('lo');
  call.finish();
  let shown = '';
  for await (const text of stream.text) shown += text;
  expect(shown).toBe('Hello');
  (await next()).reply('2');
  expect((await second).text).toBe('2');
});

test('a caller who leaves the line gives up the place in it', async () => {
  const { model: innermost, next } = rehearse('sim/a');
  const model = stack(innermost, atMost(1));
  const first = model.complete('one');
  const call = await next();
  const caller = new AbortController();
  const left = model.complete('two', { signal: caller.signal });
  const third = model.complete('three');
  caller.abort();
  await expect(left).rejects.toMatchObject({ kind: 'aborted' });
  call.reply('1');
  expect((await first).text).toBe('1');
  const last = await next();
  expect(last.said).toBe('three');
  last.reply('3');
  expect((await third).text).toBe('3');
});
