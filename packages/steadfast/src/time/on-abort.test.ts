import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { Ender, onAbort } from './on-abort.ts';

test('all who wait for one signal are told, through one listener', () => {
  const controller = new AbortController();
  const told: number[] = [];
  for (let caller = 0; caller < 1000; caller += 1) onAbort(controller.signal, () => told.push(caller));
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  controller.abort();
  expect(told).toHaveLength(1000);
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
});

test('who has left is not told, and when all have left no listener stays', () => {
  const controller = new AbortController();
  const told: string[] = [];
  const leaveFirst = onAbort(controller.signal, () => told.push('first'));
  const leaveSecond = onAbort(controller.signal, () => told.push('second'));
  leaveFirst();
  leaveFirst();
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
  leaveSecond();
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  controller.abort();
  expect(told).toEqual([]);
});

test('after all have left a signal, others can wait for it anew', () => {
  const controller = new AbortController();
  const leave = onAbort(controller.signal, () => undefined);
  leave();
  let told = 0;
  onAbort(controller.signal, () => (told += 1));
  leave();
  controller.abort();
  expect(told).toBe(1);
});

test('an ender tells all who wait for its signal, those who listen to it and those who come anew', () => {
  const ender = new Ender();
  const told: string[] = [];
  const leave = onAbort(ender.signal, () => told.push('left'));
  expect(getEventListeners(ender.signal, 'abort')).toHaveLength(0);
  leave();
  onAbort(ender.signal, () => told.push('anew'));
  onAbort(ender.signal, () => told.push('also'));
  ender.signal.addEventListener('abort', () => told.push('listening'));
  ender.abort('over');
  ender.abort('again');
  expect(ender.signal).toMatchObject({ aborted: true, reason: 'over' });
  expect(told.toSorted()).toEqual(['also', 'anew', 'listening']);
});
