import { diffArrays } from 'diff';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { estimateTokens } from '../model/estimate-tokens.ts';
import { compilerFeedback } from './compiler-feedback.ts';
import { diagnosticsIn } from './diagnostics.ts';
import { editsBetween } from './edits.ts';
import type { Feedback } from './feedback.ts';
import { gridFeedback } from './grid-feedback.ts';
import { joinFeedback } from './join-feedback.ts';
import { jsonFeedback } from './json-feedback.ts';
import { isNear, numberFeedback } from './number-feedback.ts';
import { testFeedback } from './test-feedback.ts';
import { textFeedback } from './text-feedback.ts';

const tokensOf = (text: string): number => estimateTokens({ messages: [{ role: 'user', content: text }] });

test('a grid is given whole, with got/expected only where cells differ', () => {
  const { text, score, meaning } = gridFeedback(
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2],
      [3, 5],
    ],
  );
  expect(text).toBe(
    [
      'Accuracy: 0.75 (share of cells that are right: 0 = none, 1 = all).',
      '1 cell is wrong and written got/expected:',
      '1 2',
      '3 4/5',
    ].join('\n'),
  );
  expect(score).toBe(0.75);
  expect(meaning).toContain('share of cells');
});

test('grids of different shapes say so, and cells that are not there count', () => {
  const { text, score } = gridFeedback(
    [[1, 2, 9]],
    [
      [1, 2],
      [3, 4],
    ],
  );
  expect(text).toContain('The shape is wrong: got 1 row of 3 cells, expected 2 rows of 2 cells.');
  expect(text).toContain('1 2 9/-\n-/3 -/4');
  expect(score).toBeCloseTo(2 / 5);
});

test('what is no grid scores 0 and is told so', () => {
  for (const nonsense of [undefined, null, 'x', [1, 2], [[{}]], { a: 1 }]) {
    expect(gridFeedback(nonsense, [[1]])).toMatchObject({ score: 0, text: expect.stringContaining('no grid') });
  }
  expect(gridFeedback([[1], [2, 3]], [[1]]).text).toContain('got 2 rows of different lengths');
});

test('a row without cells is one that is too many', () => {
  expect(gridFeedback([[]], []).score).toBe(0);
  expect(gridFeedback([[1], []], [[1]])).toMatchObject({
    score: 0.5,
    text: expect.stringContaining('2 rows of different'),
  });
});

test('a large grid keeps the rows that differ, and then the places', () => {
  const expected = Array.from({ length: 30 }, () => Array.from({ length: 30 }, () => 0));
  const got = expected.map((row, y) => row.map((cell, x) => (y === 6 && x > 3 && x < 6 ? 8 : cell)));
  expect(gridFeedback(got, expected, { maxTokens: 80 }).text).toMatch(
    /\nrow 7: 0 0 0 0 8\/0 8\/0 0.*\n\(29 rows are right/,
  );
  expect(gridFeedback(got, expected, { maxTokens: 50 }).text).toMatch(/\nrow 7, columns 5 to 6: 8\/0 8\/0$/);
  const wrong = gridFeedback(
    expected.map((row) => row.map((_, x) => (x % 3 === 0 ? 1 : 0))),
    expected,
    { maxTokens: 100 },
  );
  expect(wrong.text).toMatch(
    /\nrow 1, column 1: 1\/0\nrow 1, column 4: 1\/0\n(?:.*\n)*\(\d+ places more did not fit\.\)$/,
  );
});

test('a grid with one wrong cell of 900 is not shown as all right', () => {
  const expected = Array.from({ length: 30 }, () => Array.from({ length: 30 }, () => 0));
  const got = expected.map((row, y) => (y === 0 ? [1, ...row.slice(1)] : row));
  expect(gridFeedback(got, expected).text).toMatch(/^Accuracy: 0\.99 /);
});

test('texts of several lines are compared by lines, with what stands around', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  const got = lines.with(20, 'wrong').join('\n');
  const long = textFeedback(got, lines.join('\r\n'));
  expect(long.text).toContain('  line 0\n');
  expect(long.text).toContain('- wrong\n+ line 20\n');
  expect(long.score).toBeCloseTo(39 / 40);
  const short = textFeedback(got, lines.join('\n'), { maxTokens: 75 }).text;
  expect(short).toMatch(/:\n {2}line 17\n {2}line 18\n {2}line 19\n- wrong\n\+ line 20\n {2}line 21\n/);
  expect(textFeedback(`${lines.join('\r\n')}\n`, lines.join('\n')).score).toBe(1);
});

test('single lines are compared by words', () => {
  const { text, score } = textFeedback('the quick red  fox', 'the slow red fox jumps');
  expect(text).toMatch(/the \[-quick-\]\{\+slow\+\} red fox\{\+ jumps\+\}$/);
  expect(score).toBeCloseTo((2 * 3) / 9);
  expect(textFeedback('猫が好き', '犬が好き').text).toMatch(/\[-猫-\]\{\+犬\+\}が/);
});

test('edits make the second list of the first, and are as few as can be', () => {
  const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 25 });
  fc.assert(
    fc.property(list, list, (one, other) => {
      const edits = editsBetween(one, other);
      const side = (without: string): string[] => edits.filter(({ type }) => type !== without).map(({ text }) => text);
      expect(side('missing')).toEqual(one);
      expect(side('extra')).toEqual(other);
      const fewest = diffArrays(one, other).reduce(
        (sum, { added, removed, count }) => sum + (added || removed ? count : 0),
        0,
      );
      expect(edits.filter(({ type }) => type !== 'same')).toHaveLength(fewest);
    }),
  );
});

test('lists that have nothing in common take no long time', () => {
  const one = Array.from({ length: 20_000 }, (_, index) => `a${index}`);
  const other = one.map((text) => `b${text}`);
  const edits = editsBetween(['same', ...one, 'end'], ['same', ...other, 'end']);
  expect(edits).toHaveLength(40_002);
  expect(edits.at(-1)).toEqual({ type: 'same', text: 'end' });
});

test('JSON values are named by their paths', () => {
  const expected = { items: [{ price: 3, name: 'a' }, { price: 4 }], 'a b': null };
  const got = { items: [{ price: 3, name: 5 }], extra: true, 'a b': 0 };
  const { text, score } = jsonFeedback(got, expected);
  expect(text.split('\n').slice(2)).toEqual([
    '$.items: has 1 element, expected 2 elements',
    '$.items[0].name: got the number 5, expected the text "a"',
    '$.items[1]: is missing, expected {"price":4}',
    '$["a b"]: got the number 0, expected the value null',
    '$.extra: should not be there, got true',
  ]);
  expect(score).toBeCloseTo(1 / 5);
  expect(jsonFeedback({ b: 1, a: [2.01] }, { a: [2], b: 1 }, { absolute: 0.1 }).score).toBe(1);
  expect(jsonFeedback({ toString: 1 }, {}).score).toBe(0);
});

test('numbers are near within either tolerance, and the worst are kept', () => {
  expect(isNear(100.5, 100, { relative: 0.01 })).toBe(true);
  expect(isNear(0.001, 0, { absolute: 0.01 })).toBe(true);
  expect(isNear(0.001, 0, { relative: 0.5 })).toBe(false);
  expect(isNear(NaN, NaN)).toBe(true);
  expect(isNear(NaN, 1)).toBe(false);
  expect(numberFeedback(12, 10)).toMatchObject({
    text: expect.stringMatching(/wrong:\ngot 12, expected 10 \(off by 2, 20 %\)$/),
  });
  const near = numberFeedback([1, 2, 30, 4], [1, 2, 3], { absolute: 0.5 });
  expect(near.text).toContain(
    '2 of 4 numbers are wrong:\nnumber 3: got 30, expected 3 (off by 27, 900 %)\nnumber 4: got 4, expected none',
  );
  const many = Array.from({ length: 500 }, (_, index) => index + 1);
  const text = numberFeedback(
    many.map((value) => (value === 400 ? 1e9 : value * 1.01)),
    many,
    { maxTokens: 100 },
  ).text;
  expect(text).toContain('number 400: got 1000000000');
});

test('failed tests are told with what was expected, and fewer words where there are many', () => {
  const failure = { name: 'adds', passed: false, expected: 4, actual: 5, message: 'Error: no\n  at a\n  at b' };
  const { text, score } = testFeedback([failure, { name: 'b', passed: true }, { name: 'c', passed: undefined }]);
  expect(text).toContain(
    '1 of 2 tests failed, and 1 did not run:\n✗ adds\n  expected: 4\n  actual: 5\n  Error: no\n    at a',
  );
  expect(score).toBe(0.5);
  expect(testFeedback([])).toMatchObject({ score: 0, text: expect.stringContaining('No test ran.') });
  const many = testFeedback(
    Array.from({ length: 50 }, (_, index) => ({ ...failure, name: `adds ${index}` })),
    { maxTokens: 80 },
  );
  expect(many.text).toMatch(/✗ adds 0\n✗ adds 1\n(?:.*\n)*\(\d+ failed tests more did not fit\.\)$/);
});

test.each([
  [
    "src/a.ts(3,5): error TS2322: Type 'x' is not assignable.",
    'src/a.ts',
    3,
    5,
    'error',
    "TS2322: Type 'x' is not assignable.",
  ],
  ['\u001B[96msrc/a.ts\u001B[0m:3:5 - error TS2304: No name.', 'src/a.ts', 3, 5, 'error', 'TS2304: No name.'],
  ['main.c:7:1: warning: unused variable', 'main.c', 7, 1, 'warning', 'unused variable'],
  ['C:\\x\\main.c:7:1: fatal error: no file', 'C:\\x\\main.c', 7, 1, 'error', 'no file'],
  ['./prog.go:9:2: undefined: foo', './prog.go', 9, 2, 'error', 'undefined: foo'],
  ['a.py:4: error: Incompatible types', 'a.py', 4, undefined, 'error', 'Incompatible types'],
  ['error[E0308]: mismatched types\n  --> src/main.rs:2:5', 'src/main.rs', 2, 5, 'error', '[E0308] mismatched types'],
  [
    'Traceback:\n  File "a.py", line 1, in <module>\n    f()\n  File "b.py", line 9, in f\n    x\nValueError: bad',
    'b.py',
    9,
    undefined,
    'error',
    'ValueError: bad',
  ],
])('a place is read from %j', (output, file, line, column, severity, message) => {
  expect(diagnosticsIn(output)).toEqual([{ file, line, column, severity, message }]);
});

test('compiler output is grouped by file, and errors come before warnings where not all fit', () => {
  const output = ['b.c:1:1: warning: w', 'a.c:2:1: error: e', 'b.c:3:1: error: f', 'a.c:9:1: error: e'].join('\n');
  const { text, score } = compilerFeedback(output);
  expect(text.split('\n').slice(1)).toEqual(
    ['3 errors, 1 warning.', 'b.c:1:1: w', 'b.c:3:1: f', 'a.c:2:1: e (also at 9:1)'].map((line, index) =>
      index === 0
        ? line
        : line.replace(/: ([wef])/, (_, what: string) => `: ${what === 'w' ? 'warning' : 'error'}: ${what}`),
    ),
  );
  expect(score).toBe(0.25);
  const long = Array.from({ length: 100 }, (_, index) => `w.c:${index}:1: warning: w${index}`);
  expect(compilerFeedback([...long, 'a.c:2:1: error: this one'].join('\n'), { maxTokens: 60 }).text).toContain(
    'error: this one',
  );
  expect(compilerFeedback('').score).toBe(1);
  expect(compilerFeedback('a.c:1:1: warning: w').score).toBe(1);
  expect(compilerFeedback('Segmentation fault')).toMatchObject({
    score: 0,
    text: expect.stringContaining('Segmentation'),
  });
  expect(compilerFeedback('Found 0 problems', { failed: false }).score).toBe(1);
});

test('compiler output that is meant to be slow to read is not', () => {
  const began = performance.now();
  diagnosticsIn(`${'('.repeat(1_900)}\n`.repeat(50) + `${'a:1:'.repeat(450)}\n`.repeat(50) + 'x'.repeat(5_000_000));
  diagnosticsIn('  File "a.py", line 1\n'.repeat(2_000));
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('parts are joined by their names: what is right is only named, and the others share the room', () => {
  const grid = (got: number): FeedbackPartOf => ({ judge: (options) => gridFeedback([[got]], [[1]], options) });
  const { text, score } = joinFeedback([
    { name: 'Example 1', ...grid(1) },
    { name: 'Example 2', ...grid(2) },
  ]);
  expect(text).toMatch(/^Right: Example 1\.\n\nExample 2:\nAccuracy: 0\.00 .*\n.*\n2\/1$/);
  expect(score).toBe(0.5);
  const large = Array.from({ length: 20 }, () => Array.from({ length: 20 }, () => 1));
  const parts = [1, 2, 3].map((number) => ({
    name: `Example ${number}`,
    judge: (options: { maxTokens: number }) =>
      gridFeedback(
        large.map((row) => row.map(() => 0)),
        large,
        options,
      ),
  }));
  const short = joinFeedback(parts, { maxTokens: 300 }).text;
  for (const { name } of parts) expect(short).toContain(`${name}:\nAccuracy`);
});

interface FeedbackPartOf {
  readonly judge: (options: { readonly maxTokens: number }) => Feedback;
}

test('no text has more tokens than it may, and a score is 1 only where nothing is wrong', () => {
  const row = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 });
  const grid = fc.array(row, { maxLength: 12 });
  const json = fc.jsonValue();
  const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '😀', '.'), maxLength: 200 });
  const numbers = fc.array(fc.double(), { maxLength: 20 });
  const result = fc.record({
    name: fc.string(),
    passed: fc.constantFrom(true, false, undefined),
    message: words,
    actual: json,
  });
  const any = fc.oneof(
    fc.record({ type: fc.constant('grid' as const), one: grid, other: grid }),
    fc.record({ type: fc.constant('text' as const), one: words, other: words }),
    fc.record({ type: fc.constant('json' as const), one: json, other: json }),
    fc.record({ type: fc.constant('numbers' as const), one: numbers, other: numbers }),
    fc.record({ type: fc.constant('tests' as const), results: fc.array(result, { maxLength: 20 }) }),
    fc.record({ type: fc.constant('compiler' as const), output: words }),
  );
  fc.assert(
    fc.property(
      fc.array(any, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 400 }),
      (subjects, maxTokens) => {
        const parts = subjects.map((subject, index) => {
          const judge = (options: { readonly maxTokens: number }): Feedback => {
            if (subject.type === 'grid') return gridFeedback(subject.one, subject.other, options);
            if (subject.type === 'text') return textFeedback(subject.one, subject.other, options);
            if (subject.type === 'json')
              return jsonFeedback(
                JSON.parse(JSON.stringify(subject.one)),
                JSON.parse(JSON.stringify(subject.other)),
                options,
              );
            if (subject.type === 'numbers') return numberFeedback(subject.one, subject.other, options);
            return subject.type === 'tests'
              ? testFeedback(subject.results, options)
              : compilerFeedback(subject.output, options);
          };
          const { text, score, meaning } = judge({ maxTokens });
          expect(tokensOf(text)).toBeLessThanOrEqual(maxTokens);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(meaning).not.toBe('');
          if (subject.type !== 'tests' && subject.type !== 'compiler') {
            const trimmed = (value: unknown): unknown =>
              typeof value === 'string' ? value.trim().replaceAll(/\s+/g, ' ') : value;
            const isSame = JSON.stringify(trimmed(subject.one)) === JSON.stringify(trimmed(subject.other));
            if (score === 1 && subject.type === 'grid') expect(subject.one).toEqual(subject.other);
            if (isSame && subject.type === 'grid') expect(score).toBe(1);
          }
          return { name: `Part ${index}`, judge };
        });
        expect(tokensOf(joinFeedback(parts, { maxTokens }).text)).toBeLessThanOrEqual(maxTokens);
      },
    ),
    { numRuns: 500 },
  );
});
