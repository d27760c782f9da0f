import { expect, test } from 'vitest';
import { enterRamp, leaveRamp, newRamp, restartRamp } from './circuit-ramp.ts';
import type { RampCall, RampState } from './circuit-ramp.ts';

/** As many calls as may go at once at this moment. */
function filled(state: RampState, now: number, most = 1_000): { state: RampState; went: number } {
  let went = 0;
  let known = state;
  while (went < most) {
    const next = enterRamp(known, now, true);
    known = next.state;
    if (next.waitMs > 0) break;
    went += 1;
  }
  return { state: known, went };
}

test('of a first burst sixteen go at once, and twice as many after each tenth of a second', () => {
  const first = filled(newRamp, 1_000);
  expect(first.went).toBe(16);
  expect(enterRamp(first.state, 1_000, false).waitMs).toBe(100);
  const second = filled(first.state, 1_100);
  expect(second.went).toBe(16);
  expect(filled(second.state, 1_200).went).toBe(32);
});

/** A call that went like this, 40 at once, in 400 ms. */
const gone = (came: RampCall['came']): RampCall => ({ came, beside: 40, tookMs: 400 });

test('the first answer lets all of a first burst go', () => {
  const { state } = filled(newRamp, 1_000);
  expect(filled(leaveRamp(state, gone('otherwise')), 1_000).went).toBe(0);
  expect(filled(leaveRamp(state, gone('answered')), 1_000).went).toBe(1_000);
});

test('a target that has come back is given half of what it bore, and with its answers up to a quarter more', () => {
  const usual = { ...newRamp, answered: true, usual: 40 };
  let { state, went } = filled(restartRamp(usual, 1_000, 3), 1_000);
  expect(went).toBe(25);
  const rounds = [1, 2, 3].map(() => {
    const underWay = state.underWay;
    for (let call = 0; call < underWay; call += 1) state = leaveRamp(state, gone('answered'));
    ({ state, went } = filled(state, 2_000));
    return went;
  });
  expect(rounds[0]).toBe(50);
  expect(rounds[1]).toBeLessThanOrEqual(51);
  expect(rounds[2]).toBeLessThanOrEqual(52);
});

test('a target that says slow down is given less, and never nothing', () => {
  let state = restartRamp({ ...newRamp, answered: true, usual: 40 }, 1_000, 3);
  for (let call = 0; call < 50; call += 1) state = leaveRamp(state, gone('slowed'));
  expect(filled(state, 1_000).went).toBe(1);
});

test('when nobody has been held for a second, nothing holds any more', () => {
  const state = restartRamp({ ...newRamp, answered: true }, 1_000, 3);
  const full = filled(state, 1_000);
  expect(full.went).toBe(3);
  const held = enterRamp(full.state, 1_900, false);
  expect(held.waitMs).toBe(Infinity);
  expect(enterRamp(held.state, 2_900, false).waitMs).toBe(Infinity);
  expect(enterRamp(held.state, 2_901, false)).toMatchObject({ waitMs: 0, state: { places: undefined } });
});

test('what is usual is learned from how many were under way when a call began, not when it came back', () => {
  let state = newRamp;
  for (let call = 0; call < 200; call += 1) {
    state = leaveRamp(enterRamp(state, 1_000 + call * 500, false).state, gone('answered'));
  }
  expect(state).toMatchObject({ underWay: 0, usualMs: 400 });
  expect(state.usual).toBeCloseTo(40, 0);
});
