import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('an application of the AI SDK gets its answer, although the first attempt fails', async () => {
  const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, join(import.meta.dirname, 'ai-sdk.ts')]);
  const [text, attempts = '', words] = stdout.trim().split('\n');
  expect(text).toBe('Will you answer?');
  expect(JSON.parse(attempts)).toMatchObject([{ kind: 'overloaded' }, { outcome: 'ok' }]);
  expect(words).toBe('Word| after| word.|');
});
