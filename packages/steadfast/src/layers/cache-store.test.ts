import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unreportedUsage } from '../model/usage.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { CacheEntry } from './cache-entry.ts';
import { memoryStore } from './cache-store.ts';

const entry = (model: string): CacheEntry => ({
  version: 1,
  storedAt: 0,
  model,
  reply: { content: [{ type: 'text', text: model }], finishReason: 'stop', usage: unreportedUsage },
  adaptations: [],
});

test('the store holds what was used last, within its bounds of entries and bytes', async () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    bytes: fc.integer({ min: 1, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ step, set: fc.boolean() }), { maxLength: 60 }), async (steps) => {
      const store = memoryStore({ maxEntries: 4, maxBytes: 100, clock: new VirtualClock() });
      let used: { key: string; bytes: number }[] = [];
      for (const { step, set } of steps) {
        const before = used.find(({ key }) => key === step.key);
        const item = set ? step : before;
        used = used.filter(({ key }) => key !== step.key);
        if (set) await store.set(step.key, entry(step.key), { ttlMs: 1_000, bytes: step.bytes });
        else expect((await store.get(step.key))?.model).toBe(before === undefined ? undefined : step.key);
        if (item !== undefined) used.push(item);
        while (used.length > 4 || used.reduce((sum, { bytes }) => sum + bytes, 0) > 100) used.shift();
      }
      for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
        expect((await store.get(key)) !== undefined).toBe(used.some((item) => item.key === key));
      }
    }),
  );
});

test('what is older than its time, deleted or larger than the store is not given', async () => {
  const clock = new VirtualClock();
  const store = memoryStore({ maxBytes: 100, clock });
  await store.set('old', entry('old'), { ttlMs: 1_000, bytes: 1 });
  await store.set('gone', entry('gone'), { ttlMs: 1_000, bytes: 1 });
  await store.set('large', entry('large'), { ttlMs: 1_000, bytes: 101 });
  await store.delete('gone');
  clock.advance(999);
  expect(await store.get('old')).toBeDefined();
  clock.advance(1);
  for (const key of ['old', 'gone', 'large']) expect(await store.get(key)).toBeUndefined();
});
