import { expect, test } from 'vitest';
import { VirtualClock } from '../time/virtual-clock.ts';
import { Alarm } from './alarm.ts';

function alarmOn(clock: VirtualClock): { alarm: Alarm; rung: number[] } {
  const rung: number[] = [];
  return { alarm: new Alarm(clock, () => rung.push(clock.now())), rung };
}

test('an alarm rings once, at its time', () => {
  const clock = new VirtualClock(0);
  const { alarm, rung } = alarmOn(clock);
  alarm.set(100);
  clock.advance(99);
  expect(rung).toEqual([]);
  clock.advance(1000);
  expect(rung).toEqual([100]);
});

test('an alarm that is put off a thousand times keeps one timer and rings at the last time', () => {
  const clock = new VirtualClock(0);
  const { alarm, rung } = alarmOn(clock);
  for (let event = 0; event < 1000; event += 1) {
    alarm.set(clock.now() + 100);
    expect(clock.pending).toBe(1);
    clock.advance(10);
  }
  clock.advance(1000);
  expect(rung).toEqual([10_090]);
});

test('an alarm that is brought forward rings at the earlier time', () => {
  const clock = new VirtualClock(0);
  const { alarm, rung } = alarmOn(clock);
  alarm.set(1000);
  alarm.set(10);
  clock.advance(5000);
  expect(rung).toEqual([10]);
  expect(clock.pending).toBe(0);
});

test('an alarm set for never, or cancelled, does not ring and leaves no timer', () => {
  const clock = new VirtualClock(0);
  const { alarm, rung } = alarmOn(clock);
  alarm.set(Number.POSITIVE_INFINITY);
  expect(clock.pending).toBe(0);
  alarm.set(10);
  alarm.set(Number.POSITIVE_INFINITY);
  clock.advance(100);
  alarm.set(200);
  alarm.cancel();
  expect(clock.pending).toBe(0);
  clock.advance(1000);
  expect(rung).toEqual([]);
});
