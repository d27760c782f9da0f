import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'refine.ts');

test('three experts find the mirror image by what they are told, and agree', async () => {
  const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program]);
  const [first = '', ...scores] = stdout.trim().split('\n');
  expect(first).toMatch(/^agreed \[\[0,6\],\[9,0\]\] after [89] calls$/);
  expect(scores).toHaveLength(3);
  expect(scores[0]).toBe('expert 1: 0.44, 0.67, 1.00');
});

test('the loop has no more than twenty lines', () => {
  const [loop = ''] = /^const outcome = await refine[^]*?\n}\);$/m.exec(readFileSync(program, 'utf8')) ?? [];
  expect(loop.split('\n').length).toBeGreaterThan(10);
  expect(loop.split('\n').length).toBeLessThanOrEqual(20);
});
