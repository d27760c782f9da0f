import { expect, expectTypeOf, test } from 'vitest';
import { seededRandom } from '../simulation/seeded-random.ts';
import type { FieldValue } from './fields.ts';
import { template } from './template.ts';
import { variants } from './variants.ts';

const steps = template('Think about {{problem}} step by step.', { id: 'steps' });
const brief = template('{{problem}} In {{words}} words.', { id: 'brief', models: ['gemini/*'] });
const plain = template('Help.', { id: 'plain' });

test('a variant for the model goes before those for any', () => {
  const { choose } = variants('solve', [
    { name: 'steps', template: steps },
    { name: 'brief', template: brief },
    { name: 'long', template: steps, models: ['openai/{gpt-5,gpt-6}*'] },
  ]);
  expect(choose({ model: 'gemini/pro' }).variant).toBe('brief');
  expect(choose({ model: 'openai/gpt-6-luna' }).variant).toBe('long');
  expect(choose({ model: 'ollama/qwen3' }).variant).toBe('steps');
  expect(choose().variant).toBe('steps');
});

test('where no variant is for the model, it is said which there are', () => {
  const { choose } = variants('solve', [{ name: 'brief', template: brief }]);
  expect(() => choose({ model: 'openai/gpt-6' })).toThrow(
    'No variant of "solve" is for the model "openai/gpt-6": they are "brief (gemini/*)". Add one without models',
  );
});

test('variants are chosen by weight, and one key always gets the same', () => {
  const make = (): ReturnType<typeof variants> =>
    variants(
      'solve',
      [
        { name: 'a', template: plain, weight: 3 },
        { name: 'b', template: plain, weight: 1 },
        { name: 'off', template: plain, weight: 0 },
      ],
      { random: seededRandom(1) },
    );
  const [one, other] = [make(), make()];
  const counts: Record<string, number> = {};
  let byKey = 0;
  for (let index = 0; index < 4_000; index += 1) {
    const { variant } = one.choose();
    counts[variant] = (counts[variant] ?? 0) + 1;
    const key = `user ${index}`;
    const kept = one.choose({ key }).variant;
    if (kept === 'b') byKey += 1;
    expect(other.choose({ key }).variant).toBe(kept);
  }
  expect(counts['off']).toBeUndefined();
  expect(counts['b']).toBeGreaterThan(850);
  expect(counts['b']).toBeLessThan(1_150);
  expect(byKey).toBeGreaterThan(850);
  expect(byKey).toBeLessThan(1_150);
});

test('all fields of all variants are given, and each uses its own', () => {
  const { choose } = variants('solve', [
    { name: 'steps', template: steps },
    { name: 'brief', template: brief },
    { name: 'plain', template: plain, models: ['x/*'] },
  ]);
  const chosen = choose({ model: 'any/model' });
  expectTypeOf(chosen.render).parameter(0).toEqualTypeOf<
    { readonly problem: FieldValue } & {
      readonly problem: FieldValue;
      readonly words: FieldValue;
    }
  >();
  const prompt = chosen.render({ problem: 'it', words: 5 });
  expect(prompt.text).toBe('Think about it step by step.');
  expect(prompt.prompt).toEqual({ id: 'steps', hash: steps.hash, variant: 'steps', experiment: 'solve' });
  expect(choose({ model: 'x/y' }).render({ problem: 'it', words: 5 }).text).toBe('Help.');
  // @ts-expect-error: one of the variants needs "words"
  expect(() => choose({ model: 'gemini/pro' }).render({ problem: 'it' })).toThrow('missing "words"');
  // @ts-expect-error: no variant has a place for it
  expect(() => chosen.render({ problem: 'it', words: 5, extra: 1 })).toThrow('no place for "extra"');
});

test('weights that are no shares, and names that are the same, are refused', () => {
  expect(() => variants('v', [{ name: 'a', template: plain, weight: 0 }])).toThrow('weights of 0 or more');
  expect(() => variants('v', [{ name: 'a', template: plain, weight: -1 }])).toThrow('weights of 0 or more');
  const twice = { name: 'a', template: plain };
  expect(() => variants('v', [twice, twice])).toThrow('have the same name');
});
