import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Completion, Reply } from '../model/completion.ts';
import { ModelError } from '../model/error.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { toCompletion } from '../model/to-completion.ts';
import { unreportedUsage } from '../model/usage.ts';
import { ReplyStream } from './reply-stream.ts';
import type { SharedReader } from './shared-reader.ts';
import { SharedStream } from './shared-stream.ts';
import type { SharedReply } from './shared-stream.ts';

const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
const whole = (reply: Reply): Completion =>
  toCompletion(reply, { model: 'sim/a', attempts: [], adaptations: [], timings });
const text = (words: string): StreamPart => ({ type: 'text-delta', block: 0, text: words });
const finish: StreamPart = { type: 'finish', reason: 'stop', usage: unreportedUsage };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A shared stream, and the hand that gives it its parts. */
class Stage {
  readonly log: string[] = [];
  readonly kept: (SharedReply | undefined)[] = [];
  readonly source: ReplyStream;
  readonly shared: SharedStream;

  constructor(mostKept: number = 1_000_000) {
    const noted = (what: string) => () => void this.log.push(what);
    this.source = new ReplyStream({ pause: noted('pause'), resume: noted('resume'), close: noted('close') }, whole);
    this.shared = new SharedStream(this.source, {
      mostKept,
      onOverflow: noted('overflow'),
      onOver: (reply) => void this.kept.push(reply),
    });
  }
}

/** Reads on, as often as it is told to, and keeps what it is given. */
class Hand {
  readonly parts: StreamPart[] = [];
  error: unknown;
  over = false;
  readonly reader: SharedReader;
  readonly #iterator: AsyncIterator<StreamPart, undefined>;
  #reading = false;

  constructor(reader: SharedReader) {
    this.reader = reader;
    this.#iterator = reader[Symbol.asyncIterator]();
  }

  get text(): string {
    return this.parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
  }

  read(): void {
    if (this.#reading || this.over) return;
    this.#reading = true;
    this.#iterator.next().then(
      ({ value, done }) => {
        this.#reading = false;
        if (done === true) this.over = true;
        else this.parts.push(value);
      },
      (error: unknown) => {
        this.#reading = false;
        this.over = true;
        this.error = error;
      },
    );
  }

  async rest(): Promise<void> {
    for (let turn = 0; turn < 10_000 && !this.over; turn += 1) {
      this.read();
      await settled();
    }
  }
}

const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('say' as const), words: fc.string({ maxLength: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('join' as const) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('read' as const), who: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('abort' as const), who: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('await' as const), who: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turn' as const) }) },
);

test('however readers join, read, leave and are ended, nobody loses, doubles or reorders a part', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 60 }),
      fc.constantFrom('ends' as const, 'breaks' as const),
      fc.constantFrom(1_000_000, 200),
      async (actions, end, mostKept) => {
        const stage = new Stage(mostKept);
        const said: StreamPart[] = [];
        const hands: Hand[] = [new Hand(stage.shared.reader())];
        const gone = new Set<Hand>();
        for (const step of actions) {
          const hand = 'who' in step ? hands[step.who % hands.length] : undefined;
          if (step.do === 'say') {
            said.push(text(step.words));
            stage.source.push(text(step.words));
          } else if (step.do === 'join' && stage.kept.length === 0 && !stage.log.includes('overflow')) {
            hands.push(new Hand(stage.shared.reader()));
          } else if (step.do === 'turn') await settled();
          else if (hand !== undefined && step.do === 'read') hand.read();
          else if (hand !== undefined && step.do === 'await') void hand.reader.result;
          else if (hand !== undefined && !gone.has(hand)) {
            gone.add(hand);
            if (step.do === 'leave') await hand.reader.close();
            else hand.reader.fail(new ModelError({ kind: 'aborted', message: 'gone' }));
          }
        }
        said.push(finish);
        stage.source.push(finish);
        if (end === 'ends') stage.source.end();
        else stage.source.fail(new ModelError({ kind: 'interrupted', message: 'cut' }));
        await Promise.all(hands.map((hand) => hand.rest()));

        expect(stage.kept).toHaveLength(1);
        const everybodyLeft = hands.every((hand) => gone.has(hand)) && stage.log.includes('close');
        for (const hand of hands) {
          // What was given is the beginning of what was said, part for part.
          expect(hand.parts).toEqual(said.slice(0, hand.parts.length));
          expect(hand.over).toBe(true);
          if (gone.has(hand) || everybodyLeft) continue;
          const cutOff = hand.error instanceof ModelError && hand.error.message.includes('cut off');
          if (cutOff) expect(stage.log).toContain('overflow');
          else if (end === 'ends') expect(hand.parts).toEqual(said);
          else expect(hand.error).toMatchObject({ kind: 'interrupted', message: 'cut' });
          if (!cutOff && end === 'breaks') expect(hand.parts).toEqual(said);
        }
        if (end === 'ends' && !everybodyLeft && !stage.log.includes('overflow')) {
          expect(stage.kept[0]?.parts).toEqual(said);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('a slow reader slows nobody, and gets all there is from the beginning', async () => {
  const stage = new Stage();
  const [fast, slow] = [new Hand(stage.shared.reader()), new Hand(stage.shared.reader())];
  slow.read();
  for (let index = 0; index < 500; index += 1) {
    stage.source.push(text(`${index} `));
    fast.read();
    await settled();
  }
  expect(fast.parts).toHaveLength(500);
  expect(slow.parts).toHaveLength(1);
  stage.source.push(finish);
  stage.source.end();
  await settled();
  // The reply is whole and kept, though one reader has not read it.
  expect(stage.kept[0]?.completion.text).toBe(fast.text);
  const late = new Hand(stage.shared.reader());
  await Promise.all([slow.rest(), late.rest()]);
  expect(slow.parts).toHaveLength(501);
  expect(late.parts).toEqual(slow.parts);
});

test('the source is held back when all readers are slow', async () => {
  const stage = new Stage();
  const readers = [new Hand(stage.shared.reader()), new Hand(stage.shared.reader())];
  for (const reader of readers) reader.read();
  for (let index = 0; index < 10; index += 1) stage.source.push(text('x'.repeat(50_000)));
  await settled();
  expect(stage.log).toEqual(['pause']);
});

test('a reply that is longer than is kept takes no more readers, and drops what all have read', async () => {
  const stage = new Stage(10_000);
  const [fast, slow] = [new Hand(stage.shared.reader()), new Hand(stage.shared.reader())];
  const say = async (): Promise<void> => {
    stage.source.push(text('x'.repeat(1_000)));
    fast.read();
    await settled();
  };
  for (let index = 0; index < 12; index += 1) {
    slow.read();
    await say();
  }
  expect(stage.log).toEqual(['overflow']);
  expect(slow.error).toBeUndefined();
  for (let index = 0; index < 12; index += 1) await say();
  await slow.rest();
  expect(slow.error).toMatchObject({ kind: 'interrupted', message: expect.stringContaining('10000 characters') });
  stage.source.push(finish);
  stage.source.end();
  await fast.rest();
  expect(fast.parts).toHaveLength(25);
  expect(stage.kept).toMatchObject([{ parts: undefined }]);
});

test('a single reader may be as slow as it likes', async () => {
  const stage = new Stage(1_000);
  const hand = new Hand(stage.shared.reader());
  for (let index = 0; index < 20; index += 1) stage.source.push(text('x'.repeat(500)));
  stage.source.push(finish);
  stage.source.end();
  await hand.rest();
  expect(hand.error).toBeUndefined();
  expect(hand.text).toHaveLength(10_000);
});

test('the source is closed in the same turn in which the last reader leaves, not before', async () => {
  const stage = new Stage();
  const [one, other] = [stage.shared.reader(), stage.shared.reader()];
  stage.source.push(text('Hello'));
  await one.close();
  expect(stage.log).toEqual([]);
  other.fail(new ModelError({ kind: 'aborted', message: 'gone' }));
  expect(stage.log).toEqual(['close']);
  expect(stage.kept).toEqual([undefined]);
});

test('what has arrived in full is kept, though the last reader left before its end', async () => {
  const stage = new Stage();
  const reader = stage.shared.reader();
  stage.source.push(text('Hello'));
  stage.source.push(finish);
  stage.source.end();
  await settled();
  await reader.close();
  await settled();
  expect(stage.log).toEqual([]);
  expect(stage.kept).toMatchObject([{ completion: { text: 'Hello' }, parts: { length: 2 } }]);
});

test('a reader who waits for the whole reply reads it, and each gets its own', async () => {
  const stage = new Stage();
  const own = stage.shared.reader({ complete: (completion) => ({ ...completion, model: 'sim/mine' }) });
  const plain = stage.shared.reader();
  const results = Promise.all([own.result, plain.result]);
  stage.source.push(text('Hello'));
  stage.source.push(finish);
  stage.source.end();
  const [mine, its] = await results;
  expect([mine.model, its.model, mine.text]).toEqual(['sim/mine', 'sim/a', 'Hello']);
  await plain.ended;
});

test('an error is read after what came before it, by each reader as its own', async () => {
  const stage = new Stage();
  const broken = (error: unknown): unknown => (error instanceof ModelError ? error.with({ model: 'sim/mine' }) : error);
  const [one, other] = [new Hand(stage.shared.reader()), new Hand(stage.shared.reader({ broken }))];
  stage.source.push(text('Hello'));
  stage.source.fail(new ModelError({ kind: 'interrupted', message: 'cut' }));
  await Promise.all([one.rest(), other.rest()]);
  expect([one.text, other.text]).toEqual(['Hello', 'Hello']);
  expect(other.error).toMatchObject({ kind: 'interrupted', model: 'sim/mine' });
  expect(other.error).not.toBe(one.error);
  await expect(other.reader.result).rejects.toBe(other.error);
});

test('a reader whose own time is up gets what has come, then the error with it', async () => {
  const stage = new Stage();
  const hand = new Hand(stage.shared.reader());
  const other = new Hand(stage.shared.reader());
  stage.source.push(text('Hello'));
  hand.read();
  await settled();
  hand.reader.fail(new ModelError({ kind: 'timeout', phase: 'deadline', message: 'late' }));
  stage.source.push(text(' world'));
  stage.source.push(finish);
  stage.source.end();
  await Promise.all([hand.rest(), other.rest()]);
  expect(hand.text).toBe('Hello');
  expect(hand.error).toMatchObject({ kind: 'timeout', partial: { text: 'Hello' } });
  expect(other.text).toBe('Hello world');
});

test('a watcher is shown all parts, and its error ends its own reader alone', async () => {
  const stage = new Stage();
  const [one, other] = [new Hand(stage.shared.reader()), new Hand(stage.shared.reader())];
  stage.source.push(text('a'));
  one.read();
  await settled();
  const seen: string[] = [];
  one.reader.watch?.((part) => {
    if (part.type === 'text-delta') seen.push(part.text);
    return seen.length < 2 ? undefined : new ModelError({ kind: 'budget', message: 'spent' });
  });
  stage.source.push(text('b'));
  stage.source.push(text('c'));
  stage.source.push(finish);
  stage.source.end();
  await Promise.all([one.rest(), other.rest()]);
  expect(seen).toEqual(['a', 'b']);
  expect(one.error).toMatchObject({ kind: 'budget' });
  expect(other.text).toBe('abc');
});
