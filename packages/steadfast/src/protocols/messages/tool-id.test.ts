import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toolId } from './tool-id.ts';

test('an allowed id is sent as it is', () => {
  expect(toolId('toolu_01-A')).toBe('toolu_01-A');
});

test('any id becomes an allowed one, always the same', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      expect(toolId(id)).toMatch(/^[a-zA-Z0-9_-]+$/);
      expect(toolId(id)).toBe(toolId(id));
    }),
  );
});

test('ids that differ only in forbidden characters stay apart', () => {
  expect(toolId('call:1.2')).not.toBe(toolId('call.1:2'));
});
