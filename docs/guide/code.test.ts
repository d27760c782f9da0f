import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSyntax, extractCode } from 'steadfast/output';
import type { CodeChecker } from 'steadfast/output';
import { expect, test } from 'vitest';

const here = import.meta.dirname;
const unindented = (code: string): string => code.replaceAll(/^ +/gm, '');

test('every piece of code on the page stands in this file, which runs it', () => {
  const page = readFileSync(join(here, 'code.md'), 'utf8');
  const own = unindented(readFileSync(import.meta.filename, 'utf8'));
  const pieces = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code = '']) => code);
  expect(pieces).toHaveLength(2);
  for (const piece of pieces) expect(own).toContain(unindented(piece));
});

test('code is found, or it is said why not', async () => {
  const seen: (string | undefined)[] = [];
  for (const reply of ['So:\n```py\ndef transform(grid):\n    return grid\n```', 'So:\n```py\ndef transform(\n```']) {
    let program: string | undefined;
    let problem: string | undefined;
    const found = await extractCode(reply, { language: 'python', checker: checkSyntax });
    if (found.code === undefined) problem = found.reason;
    else program = found.code;
    seen.push(program, problem);
  }
  expect(seen.slice(0, 3)).toEqual(['def transform(grid):\n    return grid', undefined, undefined]);
  expect(seen[3]).toMatch(/^The code can’t be used: line 1: /);
});

test('a checker of one’s own says what is wanted', async () => {
  const reply = '```py\nprint(1)\n```';
  const checker: CodeChecker = (code) => code.includes('def transform(') || 'it has no function transform';
  const solution = await extractCode(reply, { language: 'python', checker });
  expect(solution).toMatchObject({ code: undefined, reason: expect.stringContaining('no function transform') });
});
