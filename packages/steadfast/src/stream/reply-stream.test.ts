import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Completion, Reply } from '../model/completion.ts';
import { ModelError } from '../model/error.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { toCompletion } from '../model/to-completion.ts';
import { unreportedUsage } from '../model/usage.ts';
import { ReplyStream } from './reply-stream.ts';

class Source {
  log: string[] = [];
  pause(): void {
    this.log.push('pause');
  }
  resume(): void {
    this.log.push('resume');
  }
  close(): void {
    this.log.push('close');
  }
}

const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
const whole = (reply: Reply): Completion =>
  toCompletion(reply, { model: 'sim/a', attempts: [], adaptations: [], timings });
const text = (words: string): StreamPart => ({ type: 'text-delta', block: 0, text: words });
const finish: StreamPart = { type: 'finish', reason: 'stop', usage: unreportedUsage };
const restarted: StreamPart = { type: 'reply-restart', kind: 'interrupted', target: 'sim/b' };
const broken = new ModelError({ kind: 'interrupted', message: 'cut' });

async function shownBy(stream: ReplyStream): Promise<{ shown: string; error: unknown }> {
  let shown = '';
  try {
    for await (const words of stream.text) shown += words;
  } catch (error) {
    return { shown, error };
  }
  return { shown, error: undefined };
}

test('what is shown is what was pushed, however pushing and reading interleave, and the error comes after it', async () => {
  const steps = fc.array(fc.oneof(fc.string(), fc.constant(null)), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (script, breaks) => {
      const stream = new ReplyStream(new Source(), whole);
      const reading = shownBy(stream);
      for (const step of script) {
        if (step === null) await Promise.resolve();
        else stream.push(text(step));
      }
      if (breaks) stream.fail(broken);
      else {
        stream.push(finish);
        stream.end();
      }
      const said = script.join('');
      expect(await reading).toEqual({ shown: said, error: breaks ? broken : undefined });
      if (breaks) await expect(stream.result).rejects.toBe(broken);
      else expect((await stream.result).text).toBe(said);
    }),
  );
});

test('the result can be had without reading the parts, however many there are', async () => {
  const source = new Source();
  const stream = new ReplyStream(source, whole);
  const { result } = stream;
  for (let index = 0; index < 100; index += 1) stream.push(text('x'.repeat(10_000)));
  stream.push(finish);
  stream.end();
  expect((await result).text).toHaveLength(1_000_000);
  expect(source.log).toEqual([]);
});

test('a slow reader holds the source back, and one that reads on lets it go on', async () => {
  const source = new Source();
  const stream = new ReplyStream(source, whole);
  const iterator = stream[Symbol.asyncIterator]();
  let pushed = 0;
  while (source.log.length === 0) {
    stream.push(text('x'.repeat(1_000)));
    pushed += 1_000;
  }
  expect(pushed).toBeLessThan(1_048_576);
  expect(source.log).toEqual(['pause']);
  for (let read = 0; read < pushed; read += 1_000) await iterator.next();
  expect(source.log).toEqual(['pause', 'resume']);
});

test('a reader of the text alone is not held back by parts that are not text', async () => {
  const source = new Source();
  const stream = new ReplyStream(source, whole);
  const reading = shownBy(stream);
  for (let index = 0; index < 1_000; index += 1) {
    stream.push({ type: 'reasoning-delta', block: 0, text: 'x'.repeat(1_000) });
    await Promise.resolve();
  }
  stream.push({ type: 'text-delta', block: 1, text: 'so' });
  stream.end();
  expect((await reading).shown).toBe('so');
  expect(source.log).toEqual([]);
});

test('leaving the loop, close() and await using end the source', async () => {
  const leave: ((stream: ReplyStream) => Promise<void>)[] = [
    async (stream) => {
      for await (const part of stream) if (part.type === 'text-delta') break;
    },
    (stream) => stream.close(),
    async (stream) => {
      await using held = stream;
      expect(held).toBe(stream);
    },
  ];
  for (const act of leave) {
    const source = new Source();
    const stream = new ReplyStream(source, whole);
    stream.push(text('a'));
    await act(stream);
    expect(source.log).toEqual(['close']);
    await expect(stream.result).rejects.toMatchObject({ kind: 'aborted', partial: { text: 'a' } });
  }
});

test('an abort is heard at once, before what still waits to be read', async () => {
  const stream = new ReplyStream(new Source(), whole);
  stream.push(text('a'));
  stream.push(text('b'));
  stream.fail(new ModelError({ kind: 'aborted', message: 'ended' }));
  expect(await shownBy(stream)).toMatchObject({ shown: '', error: { kind: 'aborted' } });
});

test('a stream has one reader', async () => {
  const stream = new ReplyStream(new Source(), whole);
  stream.push(text('a'));
  stream.end();
  await shownBy(stream);
  expect(() => stream[Symbol.asyncIterator]()).toThrow('already read');
});

test('watching for the end reads nothing, and does not make an unread stream throw its parts away', async () => {
  const stream = new ReplyStream(new Source(), whole);
  let over = false;
  void stream.ended.then(() => (over = true));
  for (let index = 0; index < 10; index += 1) stream.push(text('x'.repeat(100_000)));
  stream.end();
  expect((await shownBy(stream)).shown).toHaveLength(1_000_000);
  expect(over).toBe(true);
});

test('whoever asks for the result of a stream that is over takes nothing from one who reads it later', async () => {
  const stream = new ReplyStream(new Source(), whole);
  for (let part = 0; part < 3; part += 1) stream.push(text('x'.repeat(200_000)));
  stream.push(finish);
  stream.end();
  await stream.ended;
  expect((await stream.result).text).toHaveLength(600_000);
  expect((await shownBy(stream)).shown).toHaveLength(600_000);
});

test('a reader of the parts is told of a restart, and the result is what came since', async () => {
  const stream = new ReplyStream(new Source(), whole);
  for (const part of [text('old'), restarted, text('new'), finish]) stream.push(part);
  stream.end();
  const types: string[] = [];
  for await (const part of stream) types.push(part.type);
  expect(types).toEqual(['text-delta', 'reply-restart', 'text-delta', 'finish']);
  expect((await stream.result).text).toBe('new');
});

test('a reader of the text alone gets an error where what it was given is void, and the source is ended', async () => {
  const source = new Source();
  const stream = new ReplyStream(source, whole);
  const reading = shownBy(stream);
  stream.push(text('old'));
  await Promise.resolve();
  stream.push(restarted);
  stream.push(text('new'));
  expect(await reading).toMatchObject({ shown: 'old', error: { kind: 'interrupted' } });
  expect(source.log).toEqual(['close']);
  await expect(stream.result).rejects.toMatchObject({ kind: 'interrupted' });
});

test('a reader of the text that was given none before a restart reads on', async () => {
  const stream = new ReplyStream(new Source(), whole);
  for (const part of [{ type: 'reasoning-delta', block: 0, text: 'so' } as const, restarted, text('new'), finish]) {
    stream.push(part);
  }
  stream.end();
  expect(await shownBy(stream)).toEqual({ shown: 'new', error: undefined });
});
