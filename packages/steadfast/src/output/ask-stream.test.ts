import { rehearse } from '@steadfast/testkit';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import type { StreamPart } from '../model/stream-part.ts';
import { model as simulated } from '../providers/models.ts';
import { arrayOf } from './array-of.ts';
import { askStream } from './ask-stream.ts';
import type { DeepPartial } from './deep-partial.ts';
import { JsonInText } from './json-in-text.ts';
import { object } from './object.ts';
import { orText } from './or-text.ts';
import { SeenReply } from './seen-reply.ts';

const person = z.object({
  name: z.string(),
  home: z.object({ city: z.string() }),
  tags: z.array(z.string()).optional(),
});
type Person = z.infer<typeof person>;

/** Lets all that is due happen, without time passing. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

test('an object is shown while it comes, typed, and then whole', async () => {
  const { model, next } = rehearse();
  const stream = askStream(model, 'Who?', object(person));
  expectTypeOf(stream.partials).toEqualTypeOf<AsyncIterable<DeepPartial<Person>>>();
  const call = await next();
  const shown = stream.partials[Symbol.asyncIterator]();
  const seen: unknown[] = [];
  for (const text of ['Sure: {"na', 'me":"A', 'da","home":{"ci', 'ty":"Lond', 'on"}}']) {
    call.text(text);
    await settled();
    if (!text.endsWith('na')) {
      const { value } = await shown.next();
      seen.push(structuredClone(value));
    } else await shown.next();
  }
  expect(seen).toEqual([
    { name: 'A' },
    { name: 'Ada', home: {} },
    { name: 'Ada', home: { city: 'Lond' } },
    { name: 'Ada', home: { city: 'London' } },
  ]);
  call.finish();
  expect(await shown.next()).toEqual({ value: undefined, done: true });
  const { value, mends } = await stream.result;
  expect(value).toEqual({ name: 'Ada', home: { city: 'London' } });
  expect(mends).toEqual(['text-around']);
});

test('the type of a partial object says what may be missing', () => {
  expectTypeOf<DeepPartial<Person>>().toEqualTypeOf<{
    readonly name?: string;
    readonly home?: { readonly city?: string };
    readonly tags?: readonly string[] | null;
  }>();
});

test('elements come when they are whole and fit', async () => {
  const { model, next } = rehearse();
  const stream = askStream(model, 'Whom?', arrayOf(z.object({ n: z.int(), note: z.string().optional() })));
  const call = await next();
  const elements = stream.elements[Symbol.asyncIterator]();
  const first = elements.next();
  call.text('{"elements":[{"n":1,"note":null},{"n"');
  expect(await first).toEqual({ value: { n: 1 }, done: false });
  call.text(':2},{"n":3}');
  expect(await elements.next()).toEqual({ value: { n: 2 }, done: false });
  call.text(',{"n":4},]}');
  call.finish();
  expect(await stream.result).toMatchObject({
    value: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }],
    mends: ['trailing-comma', 'null-for-missing'],
  });
  expect(await elements.next()).toEqual({ value: { n: 3 }, done: false });
  expect(await elements.next()).toEqual({ value: { n: 4 }, done: false });
  expect(await elements.next()).toEqual({ value: undefined, done: true });
});

test('an element that does not fit is asked for again, and what was shown stays', async () => {
  const { model, next } = rehearse();
  const stream = askStream(model, 'Whom?', arrayOf(z.object({ n: z.int() })));
  const shown: number[] = [];
  const reading = (async () => {
    for await (const { n } of stream.elements) shown.push(n);
  })();
  const call = await next();
  call.text('{"elements":[{"n":1},{"n":"two"},{"n":3}]}');
  await settled();
  expect(shown).toEqual([1]);
  call.finish();
  const second = await next();
  expect(second.said).toContain('elements[1].n');
  second.text('{"elements":[{"n":1},{"n":2},{');
  await settled();
  expect(shown).toEqual([1, 2]);
  second.text("'n':3}]}");
  second.finish();
  await reading;
  expect(shown).toEqual([1, 2, 3]);
  expect(await stream.result).toMatchObject({ value: [{ n: 1 }, { n: 2 }, { n: 3 }], replies: 2, repaired: true });
});

test('elements that were shown are never changed: the stream fails instead', async () => {
  const { model, next } = rehearse();
  const stream = askStream(model, 'Whom?', arrayOf(z.object({ n: z.int() })));
  const call = await next();
  call.text('{"elements":[{"n":1},{"n":"two"}]}');
  call.finish();
  (await next()).reply('{"elements":[{"n":7},{"n":2}]}');
  await expect(stream.result).rejects.toMatchObject({
    kind: 'invalid-reply',
    message: expect.stringContaining('element 0'),
  });
  const shown: number[] = [];
  await expect(
    (async () => {
      for await (const { n } of stream.elements) shown.push(n);
    })(),
  ).rejects.toMatchObject({ kind: 'invalid-reply' });
  expect(shown).toEqual([1]);
});

test('whoever leaves the loop ends the request', async () => {
  const { model, next } = rehearse();
  const stream = askStream(model, 'Who?', object(person));
  const call = await next();
  call.text('{"name":"A');
  for await (const partial of stream.partials) {
    expect(partial).toEqual({ name: 'A' });
    break;
  }
  expect(call.aborted).toBe(true);
  await expect(stream.result).rejects.toMatchObject({ kind: 'aborted' });
});

test('a text is shown as it comes, where text is an answer too', async () => {
  const { model, next } = rehearse();
  const stream = askStream(model, 'Who?', orText(object(person)));
  const call = await next();
  call.text('I do {not} know.');
  await settled();
  for await (const partial of stream.partials) {
    expect(partial).toEqual({ kind: 'text', text: 'I do {not} know.' });
    call.finish();
  }
  expect((await stream.result).value).toEqual({ kind: 'text', text: 'I do {not} know.' });
});

test('a tool call is shown while its input comes, and a restart begins anew', () => {
  const seen = new SeenReply(object(person));
  const take = (...parts: StreamPart[]): void => parts.forEach((part) => seen.take(part));
  take(
    { type: 'text-delta', block: 0, text: 'Wait {' },
    { type: 'tool-call-start', block: 1, id: 'a', name: 'answer' },
    { type: 'tool-call-delta', block: 1, text: '{"name":"A' },
    { type: 'text-delta', block: 0, text: '"b"' },
  );
  expect(seen.json).toEqual({ name: 'A' });
  take({ type: 'reply-restart', kind: 'connection', target: 'sim/b' });
  expect(seen.json).toBeUndefined();
  take({ type: 'text-delta', block: 0, text: '{"name":"B"}' });
  expect([seen.json, seen.complete]).toEqual([{ name: 'B' }, true]);
});

test('thinking and prose before JSON are passed over, however the text is cut into pieces', () => {
  const text = '<think>Is it {"a":0}?</think> As [noted], {so}: {"a":[1,{"b":"x"}]} and {more}';
  for (let size = 1; size <= text.length; size += 1) {
    const reader = new JsonInText();
    for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
    expect(reader.value, String(size)).toEqual({ a: [1, { b: 'x' }] });
  }
});

test('a stream of a simulated model that answers with no JSON fails with what is wrong', async () => {
  const stream = askStream(simulated('sim/echo'), 'Hello', object(person, { repairs: 0 }));
  await expect(stream.result).rejects.toMatchObject({ kind: 'invalid-reply' });
});
