import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compilerFeedback,
  eachFeedback,
  gridFeedback,
  jsonFeedback,
  numberFeedback,
  testFeedback,
} from 'steadfast/feedback';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const page = read('feedback.md');
const unindented = (code: string): string => code.replaceAll(/\s+/g, '');

/** What the page shows as output. */
const shown = [...page.matchAll(/```\n([^`]+?)\n```/g)].map(([, output = '']) => output);

test('every piece of code in the guide stands in this file', () => {
  const pieces = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(4);
  for (const piece of pieces) expect(unindented(read('feedback.test.ts'))).toContain(unindented(piece));
});

test('a grid is shown as the page says', () => {
  const { text, score } = gridFeedback(
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2],
      [3, 5],
    ],
  );
  expect(text).toBe(shown[0]);
  expect(score).toBe(0.75);
});

test('numbers, JSON and tests are compared', () => {
  const list = numberFeedback([3.14, 2.5], [Math.PI, Math.E], { relative: 0.001 });
  const json = jsonFeedback({ total: '12' }, { total: 12, currency: 'EUR' });
  const tests = testFeedback([
    { name: 'adds', passed: true },
    { name: 'carries', passed: false, expected: 10, actual: 9, message: 'AssertionError: 9 is not 10\n  at carry' },
  ]);
  expect(list.text).toContain('1 of 2 numbers are wrong:\nnumber 2: got 2.5');
  expect(json.text).toContain('$.total: got the text "12", expected the number 12\n$.currency: is missing');
  expect(tests).toMatchObject({ score: 0.5, text: expect.stringContaining('✗ carries') });
});

test('a compiler is read', () => {
  const compiled = compilerFeedback("sum.ts(3,5): error TS2304: Cannot find name 'totl'.");
  expect(compiled).toMatchObject({ score: 0.5, text: expect.stringContaining('sum.ts:3:5: error: TS2304: Cannot') });
});

test('parts are joined as the page says', () => {
  const outputs = [[[1]], [[2]], [[3]]];
  const predictions = [[[1]], [[7]], [[3]]];
  const joined = eachFeedback(outputs, (output, index, options) => gridFeedback(predictions[index], output, options));
  expect(joined.text).toBe(shown[1]);
});
