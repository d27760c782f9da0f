import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('an invoice is taken out of a letter, and elements of a list come one by one', async () => {
  const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
  const file = join(import.meta.dirname, 'extract-invoice.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, file]);
  expect(stdout.trim().split('\n')).toEqual([
    'B-12: 99.50 by 2027-03-01',
    '2 replies; mended: quotes, trailing-comma, text-around',
    'friendly',
    'C-1 is here',
    'C-2 is here',
  ]);
});
