import { array, assert, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { sleep } from './sleep.ts';
import { VirtualClock } from './virtual-clock.ts';

test('a timer rings when its time has come and not before', () => {
  const clock = new VirtualClock(0);
  const rung: number[] = [];
  clock.after(100, () => rung.push(clock.now()));
  clock.advance(99);
  expect(rung).toEqual([]);
  clock.advance(1);
  expect(rung).toEqual([100]);
  expect(clock.pending).toBe(0);
});

test('a cancelled timer does not ring, and to cancel it again does nothing', () => {
  const clock = new VirtualClock();
  let rung = false;
  const timer = clock.after(10, () => (rung = true));
  timer.cancel();
  timer.cancel();
  clock.advance(100);
  expect(rung).toBe(false);
  expect(clock.pending).toBe(0);
});

test('a timer that a ringing timer sets rings in the same advance when it falls due', () => {
  const clock = new VirtualClock(0);
  const rung: number[] = [];
  clock.after(10, () => {
    rung.push(clock.now());
    clock.after(5, () => rung.push(clock.now()));
  });
  clock.advance(20);
  expect(rung).toEqual([10, 15]);
  expect(clock.now()).toBe(20);
});

test('a loop that waits again and again runs through without real time', async () => {
  const clock = new VirtualClock(0);
  const seen: number[] = [];
  const loop = async (): Promise<void> => {
    for (let round = 0; round < 3; round += 1) {
      await sleep(clock, 1000);
      seen.push(clock.now());
    }
  };
  const running = loop();
  await clock.run(2500);
  expect(seen).toEqual([1000, 2000]);
  expect(clock.now()).toBe(2500);
  await clock.run();
  expect(seen).toEqual([1000, 2000, 3000]);
  expect(clock.now()).toBe(3000);
  await running;
});

test('timers ring by time, and at the same time in the order in which they were set', () => {
  assert(
    property(array(nat(20), { maxLength: 40 }), (delays) => {
      const clock = new VirtualClock(0);
      const rung: [number, number][] = [];
      for (const [index, delay] of delays.entries()) clock.after(delay, () => rung.push([clock.now(), index]));
      clock.advance(20);
      const expected = delays.map((delay, index): [number, number] => [delay, index]);
      expect(rung).toEqual(expected.toSorted(([a, i], [b, j]) => a - b || i - j));
    }),
  );
});

test('however long a chain of promises is, it settles before the next timer rings', async () => {
  const clock = new VirtualClock(0);
  const seen: string[] = [];
  const chain = async (): Promise<void> => {
    await sleep(clock, 1);
    for (let link = 0; link < 1_000; link += 1) await Promise.resolve();
    seen.push('chain');
    await new Promise((resolve) => {
      process.nextTick(resolve);
    });
    clock.after(0, () => seen.push('set by the chain'));
  };
  clock.after(1, () => seen.push('the next'));
  clock.after(2, () => seen.push('the last'));
  const running = chain();
  await clock.run(2);
  expect(seen).toEqual(['the next', 'chain', 'set by the chain', 'the last']);
  await running;
});

test('timers set by what the event loop brings are rung as well', async () => {
  const clock = new VirtualClock(0);
  let rung = false;
  clock.after(1, () => {
    setImmediate(() => clock.after(1, () => (rung = true)));
  });
  await clock.run();
  expect(rung).toBe(true);
});
