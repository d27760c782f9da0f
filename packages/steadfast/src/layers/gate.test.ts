import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeGate, gateWait, openGate } from './gate.ts';

const times = fc.array(fc.record({ now: fc.nat(10_000), ms: fc.nat(10_000) }), { maxLength: 20 });

test('a gate opens when the latest of all pauses has passed, in whatever order they were heard of', () => {
  fc.assert(
    fc.property(times, fc.nat(30_000), (pauses, now) => {
      const state = pauses.reduce((gate, pause) => closeGate(gate, pause.now, pause.ms), openGate);
      const latest = Math.max(0, ...pauses.map((pause) => pause.now + pause.ms));
      expect(gateWait(state, now)).toBe(Math.max(0, latest - now));
    }),
  );
});
