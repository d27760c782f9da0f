import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rehearse } from '@steadfast/testkit';
import { arrayOf, ask, askStream, object, orText, readText } from 'steadfast/output';
import { expect, test } from 'vitest';
import { z } from 'zod';

const here = import.meta.dirname;
const unindented = (code: string): string => code.replaceAll(/^ +/gm, '');

test('every piece of code on the page stands in this file, which runs it', () => {
  const page = readFileSync(join(here, 'structured-output.md'), 'utf8');
  const own = unindented(readFileSync(import.meta.filename, 'utf8'));
  const pieces = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(5);
  for (const piece of pieces) expect(own).toContain(unindented(piece));
});

test('a model is asked for an answer of a form', async () => {
  const { model, next } = rehearse();
  const reply = (text: string): void => void next().then((call) => call.reply(text));
  reply('{"name":"Ada","age":36}');
  const person = z.object({ name: z.string(), age: z.int() });
  const { value, repaired } = await ask(model, 'Who wrote the first program?', object(person));
  expect([value, repaired]).toEqual([{ name: 'Ada', age: 36 }, false]);

  const read = await readText(object(person), "Sure: {'name': 'Ada', 'age': 36}");
  expect(read).toMatchObject({ value: { name: 'Ada', age: 36 }, mends: ['quotes', 'text-around'] });
});

test('an answer is shown while it comes', async () => {
  const person = z.object({ name: z.string(), age: z.int() });
  const { model, next } = rehearse();
  const reply = (text: string): void => void next().then((call) => call.reply(text));
  let shown = '';
  reply('{"name":"Ada","age":36}');
  const stream = askStream(model, 'Who wrote the first program?', object(person));
  for await (const partial of stream.partials) shown = partial.name ?? '';
  const answer = await stream.result;
  expect([shown, answer.value.age]).toEqual(['Ada', 36]);

  const names: string[] = [];
  reply('{"elements":[{"name":"Ada","age":36},{"name":"Grace","age":85}]}');
  const list = askStream(model, 'Name programmers.', arrayOf(person));
  for await (const { name } of list.elements) names.push(name);
  expect(names).toEqual(['Ada', 'Grace']);
});

test('an answer may be text', async () => {
  const person = z.object({ name: z.string(), age: z.int() });
  const { model, next } = rehearse();
  void next().then((call) => call.reply('I do not know.'));
  let said = '';
  const reply = await ask(model, 'Who wrote the first program?', orText(object(person)));
  if (reply.value.kind === 'text') said = reply.value.text;
  expect(said).toBe('I do not know.');
});
