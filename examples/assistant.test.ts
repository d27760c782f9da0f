import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('an assistant answers by three strategies, brief or not, and says the safe reply when nobody answers', async () => {
  const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, join(import.meta.dirname, 'assistant.ts')]);
  expect(stdout.trim().split('\n')).toEqual([
    'for any user',
    '  template Good news: parcel A-17 is on its way and comes on Monday. Have a lovely day!',
    '  model    How lovely, a birthday present! Your parcel A-17 is moving and should be with you on Monday.',
    '  hybrid   Good news for the birthday: A-17 is on its way and comes on Monday.',
    'for a user who wants it brief',
    '  template A-17 comes on Monday.',
    '  model    On Monday.',
    '  hybrid   A-17 arrives Monday, in time for the birthday!',
    'Monday, as far as we know. (2 replies; the first: It must not say "guarantee".)',
    'Good news: parcel A-17 is on its way and comes on Monday. Have a lovely day! {"fallback":false,"shouldEscalate":false}',
    'I am passing you on to a colleague. {"fallback":true,"shouldEscalate":true}',
  ]);
});
