import { array, assert, nat, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { SharedTimer } from './shared-timer.ts';
import { VirtualClock } from './virtual-clock.ts';

test('each rings at its time, once, unless it is cancelled, and there is one timer behind them', () => {
  assert(
    property(array(tuple(nat(50), nat(3), nat(20)), { maxLength: 40 }), (steps) => {
      const clock = new VirtualClock(0);
      const timers = new SharedTimer(clock);
      const rung: number[] = [];
      const due: number[] = [];
      for (const [ms, choice, passed] of steps) {
        const at = clock.now() + ms;
        const timer = timers.after(ms, () => {
          expect(clock.now()).toBe(at);
          rung.push(at);
        });
        if (choice === 0) {
          timer.cancel();
          timer.cancel();
        } else due.push(at);
        expect(clock.pending).toBeLessThanOrEqual(1);
        clock.advance(passed);
      }
      clock.advance(100);
      expect(rung).toEqual(due.toSorted((one, other) => one - other));
      expect(clock.pending).toBe(0);
    }),
  );
});

test('no timer is left when all are cancelled', () => {
  const clock = new VirtualClock(0);
  const timers = new SharedTimer(clock);
  const all = [300, 100, 200].map((ms) => timers.after(ms, () => expect.unreachable()));
  expect(clock.pending).toBe(1);
  for (const timer of all) timer.cancel();
  expect(clock.pending).toBe(0);
});

test('what one throws does not keep the others from ringing', () => {
  const clock = new VirtualClock(0);
  const timers = new SharedTimer(clock);
  const rung: string[] = [];
  timers.after(10, () => {
    throw new Error('mine');
  });
  timers.after(10, () => rung.push('second'));
  timers.after(20, () => rung.push('third'));
  expect(() => clock.advance(15)).toThrow('mine');
  clock.advance(15);
  expect(rung).toEqual(['second', 'third']);
});
