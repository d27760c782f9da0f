import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RelayBytes } from './relay-bytes.ts';

test('all bytes are passed on, in whole events, however they were cut', () => {
  const event = fc.string().map((text) => `data: ${JSON.stringify(text)}`);
  const ends = fc.constantFrom('\n\n', '\r\n\r\n');
  fc.assert(
    fc.property(fc.array(event), ends, fc.string(), fc.array(fc.nat(40)), (events, end, loose, cuts) => {
      const whole = Buffer.from([...events, ''].join(end) + JSON.stringify(loose));
      const relay = new RelayBytes('sse');
      let passed = '';
      let at = 0;
      const pass = (bytes: Uint8Array): void => {
        const some = relay.take(bytes);
        if (some === undefined) return;
        passed += Buffer.from(some).toString();
        expect(passed.endsWith(end)).toBe(true);
      };
      for (const cut of cuts) {
        pass(whole.subarray(at, at + cut + 1));
        at = Math.min(whole.length, at + cut + 1);
      }
      pass(whole.subarray(at));
      expect(passed).toBe(events.map((each) => each + end).join(''));
      expect(passed + Buffer.from(relay.rest() ?? []).toString()).toBe(`${whole.toString()}\n\n`);
    }),
  );
});
