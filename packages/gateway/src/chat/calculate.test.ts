import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calculate } from './calculate.ts';

test('expressions are worked out as they are written', () => {
  const cases: [string, number][] = [
    ['1 + 2 * 3', 7],
    ['(1+2)*3', 9],
    ['-2^2', -4],
    ['2^3^2', 512],
    ['2 ** -1', 0.5],
    ['7 % 4 - .5', 2.5],
    ['1e3 / 4', 250],
    ['max(1, sqrt(16), abs(-3))', 4],
    ['ln(e) + round(pi)', 4],
  ];
  for (const [expression, value] of cases) expect(calculate(expression)).toBeCloseTo(value, 12);
});

test('nothing but arithmetic is read, and what is wrong is said', () => {
  for (const expression of [
    '',
    '1 +',
    '2 3',
    '(1',
    'process',
    'constructor(1)',
    'toString',
    '1;2',
    'max',
    'max()',
    '__proto__',
    '1'.repeat(1_001),
  ])
    expect(() => calculate(expression)).toThrow(RangeError);
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(typeof calculate(text)).toBe('number');
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
  );
});

test('it agrees with the language', () => {
  const operator = fc.constantFrom('+', '-', '*');
  const terms = fc.array(fc.tuple(operator, fc.nat(1_000)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(terms, (terms) => {
      const sums = terms.reduce((total, [sign, number]) => (sign === '-' ? total - number : total + number), 0);
      const text = `0${terms.map(([sign, number]) => `${sign === '*' ? '+' : sign}${number}`).join(' ')}`;
      expect(calculate(text)).toBe(sums);
    }),
  );
});
