import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { globOf } from './glob.ts';

test('a star stands for any letters, slashes and none included', () => {
  for (const [pattern, name, fits] of [
    ['openai/gpt-6*', 'openai/gpt-6', true],
    ['openai/gpt-6*', 'openai/gpt-6-sol-2026-09-22', true],
    ['openai/gpt-6*', 'openai/gpt-5', false],
    ['*/claude-*', 'openrouter/anthropic/claude-opus-5', true],
    ['openai/*-chat*', 'openai/gpt-5-chat-latest', true],
    ['a*b*c', 'abbbc', true],
    ['a*b*c', 'abbb', false],
    ['openai/gpt-6.1', 'openai/gpt-6x1', false],
    ['*', '', true],
    ['', 'a', false],
  ] as const) {
    expect([pattern, name, globOf(pattern)(name)]).toEqual([pattern, name, fits]);
  }
});

test('braces stand for one of several', () => {
  const glob = globOf('{openai,azure}/gpt-{5,6}*');
  expect(['openai/gpt-5', 'azure/gpt-6-sol'].every((name) => glob(name))).toBe(true);
  expect(['groq/gpt-5', 'azure/gpt-4'].some((name) => glob(name))).toBe(false);
});

test('a glob without wildcards fits itself alone, and one made of a name by stars fits that name', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-', '.') });
  fc.assert(
    fc.property(letters, letters, fc.nat(), (name, other, cut) => {
      const at = cut % (name.length + 1);
      expect(globOf(name)(other)).toBe(name === other);
      expect(globOf(`${name.slice(0, at)}*`)(name)).toBe(true);
      expect(globOf(`*${name.slice(at)}`)(name)).toBe(true);
    }),
  );
});

test('no name makes a glob of many stars slow', () => {
  const begun = performance.now();
  expect(globOf(`${'*a'.repeat(30)}b`)('a'.repeat(20_000))).toBe(false);
  expect(performance.now() - begun).toBeLessThan(500);
});
