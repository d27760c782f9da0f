import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closedCircuit, classicCircuit, defaultCircuit, enterCircuit, settleCircuit } from './circuit.ts';
import type { CircuitRules, CircuitState, HealthSign } from './circuit.ts';

const rules = defaultCircuit;
const start = 1_000_000;

/** Lets a call through, if it may go, and has it come back at once. */
function asked(state: CircuitState, now: number, sign: HealthSign, alone = false, with_: CircuitRules = rules) {
  const { state: entered, verdict } = enterCircuit(with_, state, now, alone);
  if (!verdict.enters) return { state: entered, went: false };
  const report = { sign, slow: false, probe: verdict.probe, begunAt: now };
  return { state: settleCircuit(with_, entered, now, report), went: true };
}

function afterAll(signs: readonly HealthSign[], state = closedCircuit, now = start, with_ = rules): CircuitState {
  return signs.reduce((known, sign) => asked(known, now, sign, false, with_).state, state);
}

const many = (sign: HealthSign, count: number): HealthSign[] => Array.from({ length: count }, () => sign);
const open = afterAll(many('failed', 10));

test('half of at least ten calls must fail within the window before a target is set aside', () => {
  expect(afterAll(many('failed', 9)).phase).toBe('closed');
  expect(open.phase).toBe('open');
  expect(afterAll([...many('answered', 11), ...many('failed', 10)]).phase).toBe('closed');
  expect(afterAll([...many('answered', 10), ...many('failed', 10)]).phase).toBe('open');
  const old = afterAll(many('answered', 100));
  expect(afterAll(many('failed', 10), old, start + rules.windowMs + 1_000).phase).toBe('open');
});

test('what shows nothing of the provider leaves everything as it is', () => {
  expect(afterAll(many('none', 50))).toEqual(closedCircuit);
});

test('a target that is mostly slow is set aside', () => {
  const slowly = { sign: 'answered', slow: true, probe: false, begunAt: start } as const;
  let state = closedCircuit;
  for (let call = 0; call < 9; call += 1) state = settleCircuit(rules, state, start, slowly);
  expect(state.phase).toBe('closed');
  expect(settleCircuit(rules, state, start, slowly).phase).toBe('open');
});

test('replies that all break off are failures, though each of them began well', () => {
  let state = closedCircuit;
  for (let call = 0; call < 10; call += 1) {
    state = asked(state, start, 'answered').state;
    state = settleCircuit(rules, state, start, { sign: 'broken', slow: false, probe: false, begunAt: start });
  }
  expect(state.phase).toBe('open');
});

test('so many probes go at once and no more, and their success closes the circuit', () => {
  expect(enterCircuit(rules, open, open.openUntil - 1, false).verdict).toEqual({ enters: false, waitMs: 1 });
  let state = open;
  const now = open.openUntil;
  for (let probe = 0; probe < 3; probe += 1) {
    const entered = enterCircuit(rules, state, now, false);
    expect(entered.verdict).toEqual({ enters: true, probe: true });
    state = entered.state;
  }
  expect(enterCircuit(rules, state, now, false).verdict).toMatchObject({ enters: false });
  for (let probe = 0; probe < 3; probe += 1) {
    expect(state.phase).toBe('half-open');
    state = settleCircuit(rules, state, now, { sign: 'answered', slow: false, probe: true, begunAt: now });
  }
  expect(state.phase).toBe('closed');
});

test('one failing probe opens the circuit anew', () => {
  expect(asked(open, open.openUntil, 'failed').state.phase).toBe('open');
});

test('an aborted probe gives no verdict: its place is free again', () => {
  let state = open;
  for (let probe = 0; probe < 20; probe += 1) {
    const next = asked(state, open.openUntil, 'none');
    expect(next.went).toBe(true);
    state = next.state;
  }
  expect(state.phase).toBe('half-open');
});

test('probes that hang hold up nobody: after a while others go', () => {
  let state = open;
  for (let probe = 0; probe < 3; probe += 1) state = enterCircuit(rules, state, open.openUntil, false).state;
  const refused = enterCircuit(rules, state, open.openUntil, false).verdict;
  const waitMs = 'waitMs' in refused ? refused.waitMs : 0;
  expect(enterCircuit(rules, state, open.openUntil + waitMs, false).verdict).toEqual({ enters: true, probe: true });
});

test('a caller who has nowhere else to go is let through until the target has failed twenty times in a row', () => {
  expect(enterCircuit(rules, open, start, true).verdict).toEqual({ enters: true, probe: false });
  let state = open;
  for (let call = 0; call < 10; call += 1) state = asked(state, start, 'failed', true).state;
  expect(state.down).toBe(true);
  expect(enterCircuit(rules, state, start, true).verdict).toMatchObject({ enters: false });
});

test('what began before the circuit closed does not open it again', () => {
  let state = open;
  for (let probe = 0; probe < 3; probe += 1) state = asked(state, open.openUntil + 5, 'answered').state;
  const late = { sign: 'failed', slow: false, probe: false, begunAt: start } as const;
  for (let call = 0; call < 50; call += 1) state = settleCircuit(rules, state, open.openUntil + 9, late);
  expect(state.phase).toBe('closed');
});

test('the pause grows with the trouble up to its longest, and begins anew after a time without any', () => {
  let state = open;
  let longest = 0;
  for (let round = 0; round < 400; round += 1) {
    const now = state.openUntil;
    state = asked(state, now, 'failed').state;
    const pause = state.openUntil - now;
    expect(pause).toBeGreaterThanOrEqual(longest);
    longest = pause;
    if (now - start < 30_000) expect(pause).toBeLessThanOrEqual(1_500);
  }
  expect(longest).toBe(60_000);
  const back = state.openUntil;
  for (let probe = 0; probe < 3; probe += 1) state = asked(state, back, 'answered').state;
  const relapse = afterAll(many('failed', 10), state, back + 5_000);
  expect(relapse.openUntil - back - 5_000).toBe(60_000);
  const anew = afterAll(many('failed', 10), state, back + 20_000);
  expect(anew.openUntil - back - 20_000).toBe(1_000);
});

test('the classic circuit opens after five failures in a row, for a minute, and then tries one call', () => {
  const classic = { ...defaultCircuit, ...classicCircuit };
  const four = afterAll([...many('failed', 4), 'answered', ...many('failed', 4)], closedCircuit, start, classic);
  expect(four.phase).toBe('closed');
  const five = asked(four, start, 'failed', true, classic).state;
  expect(five).toMatchObject({ phase: 'open', openUntil: start + 60_000 });
  expect(asked(five, start + 59_999, 'answered', true, classic).went).toBe(false);
  expect(asked(five, start + 60_000, 'answered', true, classic).state.phase).toBe('closed');
});

const signs = fc.constantFrom<HealthSign>('answered', 'failed', 'broken', 'none');
const steps = fc.array(fc.record({ sign: signs, alone: fc.boolean(), after: fc.nat(3_000), lasts: fc.nat(4) }), {
  maxLength: 200,
});

test('whatever happens, the time of recovery never moves back and a refusal always has an end that is kept', () => {
  fc.assert(
    fc.property(steps, (script) => {
      let state = closedCircuit;
      let now = start;
      const underWay: { dueIn: number; probe: boolean; begunAt: number; sign: HealthSign }[] = [];
      for (const { sign, alone, after, lasts } of script) {
        now += after;
        const before = state.openUntil;
        const { state: entered, verdict } = enterCircuit(rules, state, now, alone);
        state = entered;
        if (verdict.enters) underWay.push({ dueIn: lasts, probe: verdict.probe, begunAt: now, sign });
        else {
          expect(verdict.waitMs).toBeGreaterThan(0);
          expect(enterCircuit(rules, state, now + verdict.waitMs, alone).verdict.enters).toBe(true);
        }
        for (const call of underWay.filter(({ dueIn }) => dueIn === 0)) {
          state = settleCircuit(rules, state, now, { ...call, slow: false });
        }
        for (const call of underWay.splice(0)) if (call.dueIn > 0) underWay.push({ ...call, dueIn: call.dueIn - 1 });
        expect(state.openUntil).toBeGreaterThanOrEqual(before);
        expect(state.slices.length).toBeLessThanOrEqual(10);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }
    }),
  );
});
