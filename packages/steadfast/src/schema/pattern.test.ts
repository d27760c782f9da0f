import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pattern } from './pattern.ts';

const patterns = [
  '^[a-z]+$',
  '^\\d{4}-\\d{2}-\\d{2}$',
  'a|b|',
  '(a*)*b',
  '^(a|ab)(c|bcd)*$',
  '(?:x{2,3}?y){2}',
  '^(?!a)(?=.b).*$',
  '\\bab\\b',
  '\\Ba',
  '^\\u0061\\x62$',
  '^[^\\]a]$',
  '(?<name>a)+',
  '[',
  '\\p{L}+',
  '\\-a',
  'a{,2}',
  '}',
  '^$',
  '.',
  '(a{2}){2}',
  '(?!(?=a)b)c',
  '\\n',
  '[\\d-]',
  '😀+',
  '^.$',
  '\\ud83d\\ude00',
  '/',
  '\\/',
];

const letters = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'x', 'y', '1', '-', ' ', '😀', '\n', '2', ']', '/'),
  maxLength: 9,
});

const atom = fc.constantFrom(
  'a',
  'b',
  'c',
  '.',
  '[ab]',
  '[^a]',
  '\\w',
  '\\d',
  '^',
  '$',
  '\\b',
  '(?=b)',
  '(?!a)',
  '(?:)',
);
const { tree } = fc.letrec<{ tree: string; quantified: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    atom,
    tie('quantified'),
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => one + other),
    fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `(?:${one}|${other})`),
    tie('tree').map((inner) => `(?=${inner})`),
  ),
  quantified: fc
    .tuple(tie('tree'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}', '*?'))
    .map(([inner, times]) => `(?:${inner})${times}`),
}));

function native(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return new RegExp(pattern);
  }
}

test('a pattern is found where the engine finds it', () => {
  for (const pattern of patterns.filter((pattern) => pattern !== '[')) {
    const own = new Pattern(pattern);
    const theirs = native(pattern);
    fc.assert(
      fc.property(letters, (text) => {
        expect(own.test(text), `${pattern} on ${JSON.stringify(text)}`).toBe(theirs.test(text));
      }),
    );
  }
});

test('patterns of any make are found where the engine finds them', () => {
  fc.assert(
    fc.property(tree, letters, (pattern, text) => {
      expect(new Pattern(pattern).test(text)).toBe(native(pattern).test(text));
    }),
    { numRuns: 2_000 },
  );
});

test('a pattern that would take an engine ages is done at once', () => {
  const text = `${'a'.repeat(5_000)}!`;
  for (const pattern of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(a*)*b$', '^(?=(a+)+b)', 'a*a*a*a*a*a*b']) {
    const started = performance.now();
    expect(new Pattern(pattern).test(text)).toBe(false);
    expect(performance.now() - started).toBeLessThan(10_000);
  }
});

test('what cannot be matched in bounded time is not judged', () => {
  expect(new Pattern('(a)\\1').test('aa')).toBeUndefined();
  expect(new Pattern('(?<=a)b').test('ab')).toBeUndefined();
  expect(new Pattern('(?:a{0,1000}){1000}').test('a')).toBeUndefined();
  expect(new Pattern('(?=.*x).'.repeat(50)).test('a'.repeat(50_000))).not.toBe(true);
});

test('what is no regular expression is refused', () => {
  expect(() => new Pattern('[')).toThrow(/"pattern": "\[" is no regular expression/);
});
