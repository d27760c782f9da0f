import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ErrorKind } from '../model/error-kind.ts';
import { chooseKey, freeKey, limitKey, newKeyRing, putAside, takeKey } from './key-ring.ts';
import type { KeyRingState } from './key-ring.ts';
import { keysIn } from './keys.ts';

const nobody: ReadonlySet<number> = new Set();
const now = 1_000_000;

function aside(state: KeyRingState, key: number, kind: ErrorKind): KeyRingState {
  return putAside(state, key, now, { kind }) ?? state;
}

test('keys that work are used in turn', () => {
  let state = newKeyRing(3);
  const used: (number | undefined)[] = [];
  for (let call = 0; call < 6; call += 1) {
    const key = chooseKey(state, now, nobody);
    used.push(key);
    if (key !== undefined) state = freeKey(takeKey(state, key), key);
  }
  expect(used).toEqual([0, 1, 2, 0, 1, 2]);
});

test('the key with the fewest calls under way is used, and one that is limited after all that are not', () => {
  const busy = takeKey(takeKey(newKeyRing(2), 0), 0);
  expect(chooseKey(takeKey(busy, 1), now, nobody)).toBe(1);
  expect(chooseKey(limitKey(busy, 1, now, 500), now, nobody)).toBe(0);
  expect(chooseKey(limitKey(busy, 1, now, 500), now + 500, nobody)).toBe(1);
});

test('a key is put aside for a minute when it is used up, for ten when it is refused, and for nothing else', () => {
  const ring = newKeyRing(1);
  for (const [kind, ms] of [
    ['quota', 60_000],
    ['auth', 600_000],
    ['permission', 600_000],
  ] as const) {
    const state = aside(ring, 0, kind);
    expect(state.keys[0]).toMatchObject({ reason: kind, asideUntil: now + ms });
    expect(chooseKey(state, now + ms - 1, nobody)).toBeUndefined();
    expect(chooseKey(state, now + ms, nobody)).toBe(0);
  }
  for (const kind of ['server', 'rate-limit', 'timeout', 'invalid-request'] as const) {
    expect(putAside(ring, 0, now, { kind })).toBeUndefined();
  }
});

test('whatever happens, no key is used while it is put aside, and a key that is none of these is found', () => {
  const step = fc.record({
    key: fc.nat(4),
    act: fc.constantFrom('take', 'free', 'limit', 'auth', 'quota'),
    after: fc.nat(90_000),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state = newKeyRing(5);
      let time = now;
      for (const { key, act, after } of steps) {
        time += after;
        if (act === 'take') state = takeKey(state, key);
        else if (act === 'free') state = freeKey(state, key);
        else if (act === 'limit') state = limitKey(state, key, time, 1_000);
        else state = putAside(state, key, time, { kind: act }) ?? state;
        const chosen = chooseKey(state, time, nobody);
        const usable = state.keys.filter(({ asideUntil }) => asideUntil <= time);
        expect(chosen === undefined).toBe(usable.length === 0);
        if (chosen !== undefined) expect(state.keys[chosen]?.asideUntil).toBeLessThanOrEqual(time);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }
    }),
  );
});

test('keys come in a list or in one text with commas, without repeats', () => {
  expect(keysIn('sk-a, sk-b,,sk-a ')).toEqual(['sk-a', 'sk-b']);
  expect(keysIn(['sk-a', 'sk-b,sk-c'])).toEqual(['sk-a', 'sk-b', 'sk-c']);
  expect(keysIn(undefined)).toEqual([]);
});
