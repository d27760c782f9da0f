import fc from 'fast-check';
import { expect, test } from 'vitest';
import { VirtualClock } from '../time/virtual-clock.ts';
import { isAboutToLeave } from './breaker-leaving.ts';
import { BreakerLine } from './breaker-line.ts';
import type { Place, Refusal } from './breaker-line.ts';

/** A line at a target that answers in 300 ms and lets through as many as it is told to. */
class Counter {
  readonly clock = new VirtualClock();
  readonly served: string[] = [];
  readonly line: BreakerLine;
  #free = 0;

  constructor() {
    this.line = new BreakerLine(this.clock, { ask: () => this.#ask(), answerMs: () => 300 });
  }

  /** Somebody comes, and leaves unanswered after so many milliseconds; the call may have begun before, and have failed. */
  async come(name: string, leavesAfterMs = Infinity, startedAt = this.clock.now(), failed = false): Promise<void> {
    const { clock } = this;
    const caller = new AbortController();
    const { signal } = caller;
    const leaving = clock.after(Math.min(leavesAfterMs, 1_000_000), () => caller.abort());
    try {
      await this.line.join({ alone: true, startedAt, failed, longestMs: 600_000, signal });
      this.served.push(name);
    } catch {
      this.served.push(`${name} left`);
    }
    leaving.cancel();
  }

  /** Lets one through, and gives who that was. */
  async serve(): Promise<string | undefined> {
    this.#free = 1;
    this.line.move();
    await this.clock.run(0);
    return this.served.at(-1);
  }

  #ask(): Place | Refusal {
    if (this.#free === 0) return { waitMs: 600_000, brief: false };
    this.#free -= 1;
    return { probe: false, queued: true, begunAt: this.clock.now(), beside: 1 };
  }
}

test('who is about to leave stands back, and goes first again when that was wrong', async () => {
  const counter = new Counter();
  const { clock, line, served } = counter;
  void counter.come('hasty', 20_000);
  await clock.run(500);
  void counter.come('patient');
  await clock.run(15_000);
  void counter.come('young');
  void counter.come('younger');
  await clock.run(4_600);
  expect(served).toEqual(['hasty left']);
  // It has waited 19.6 s: as long as the one who has just left, but for the time of an answer.
  expect(await counter.serve()).toBe('young');
  await clock.run(2_500);
  expect(await counter.serve()).toBe('patient');
  expect(await counter.serve()).toBe('younger');
  expect([line.length, clock.pending]).toEqual([0, 0]);
});

test('who was told to come later comes back to where it stood, and who failed behind those who have not tried', async () => {
  const counter = new Counter();
  const { clock } = counter;
  const begun = clock.now();
  void counter.come('first');
  await clock.run(100);
  void counter.come('second');
  expect(await counter.serve()).toBe('first');
  void counter.come('first again', Infinity, begun);
  expect(await counter.serve()).toBe('first again');
  void counter.come('first, failed', Infinity, begun, true);
  expect(await counter.serve()).toBe('second');
  expect(await counter.serve()).toBe('first, failed');
});

test('when only those wait who are about to leave, they are let through all the same', async () => {
  const counter = new Counter();
  const { clock } = counter;
  void counter.come('first', 20_000);
  await clock.run(100);
  void counter.come('second', 20_000);
  void counter.come('third', 20_000);
  await clock.run(19_950);
  expect(counter.served).toEqual(['first left']);
  expect(await counter.serve()).toBe('second');
  expect(await counter.serve()).toBe('third');
});

test('who leaves from the middle of the line shows nothing of those in front', async () => {
  const counter = new Counter();
  const { clock } = counter;
  void counter.come('first');
  void counter.come('second', 3_000);
  void counter.come('third');
  await clock.run(3_000);
  expect(counter.served).toEqual(['second left']);
  void counter.come('fourth');
  expect(await counter.serve()).toBe('first');
  expect(await counter.serve()).toBe('third');
});

test('as long as nobody leaves the first goes first, and in the end nobody is forgotten', async () => {
  const comers = fc.array(fc.record({ gapMs: fc.nat(3_000), leavesAfterMs: fc.option(fc.nat(30_000)) }), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(comers, async (all) => {
      const counter = new Counter();
      const { clock, line, served } = counter;
      for (const [index, { gapMs, leavesAfterMs }] of all.entries()) {
        void counter.come(String(index), leavesAfterMs ?? undefined);
        await clock.run(gapMs);
      }
      while (line.length > 0) await counter.serve();
      expect(served).toHaveLength(all.length);
      expect(clock.pending).toBe(0);
      if (served.every((name) => !name.endsWith('left'))) expect(served).toEqual(all.map((_, index) => String(index)));
    }),
  );
});

test('nobody counts as leaving where nobody has left, nor at less than half of the age at which one did', () => {
  const ms = fc.integer({ min: 1, max: 600_000 });
  fc.assert(fc.property(ms, ms, (age, answer) => !isAboutToLeave(age, Infinity, answer)));
  fc.assert(fc.property(ms, ms, ms, (age, left, answer) => age * 2 >= left || !isAboutToLeave(age, left, answer)));
  fc.assert(fc.property(ms, ms, (left, answer) => isAboutToLeave(left, left, answer)));
  fc.assert(fc.property(ms, ms, (left, answer) => !isAboutToLeave(left * 1.2, left, answer)));
});
