import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('a run with an effect fails and is resumed by another model, and the effect happened once', async () => {
  const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, join(import.meta.dirname, 'tools.ts')]);
  expect(stdout.trim().split('\n')).toEqual([
    'approved: book_room {"room":7}',
    'ModelError: The first model is down.',
    'find_rooms: done, by the ledger; mended: quotes',
    'book_room: done, by the ledger; mended: nothing',
    'answer: Room 7 is booked, confirmation B-17. Booked 1 time.',
  ]);
});
