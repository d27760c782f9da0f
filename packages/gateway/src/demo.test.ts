import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';

test('the demonstration gets through all its troubles, in less than 15 seconds and at any speed', async () => {
  const code = `import { demoCommand } from './commands/demo.ts'; await demoCommand({ speed: 50 });`;
  const child = spawn(process.execPath, ['-C', '@steadfast/source', '--input-type=module', '-e', code], {
    cwd: new URL('.', import.meta.url),
    env: { NO_COLOR: '1' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exit = await new Promise((resolve) => void child.on('close', resolve));
  expect({ exit, stderr }).toMatchObject({ exit: 0 });
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toContain('A limit is a wait, and not a failure.');
  expect(lines).toContain('Nothing hangs: silence has its bound.');
  expect(lines).toContain('What you have seen is never glued to another answer.');
  expect(lines).toContain('Where one house is dark, the next has light.');
  for (const word of ['rate-limit', 'timeout', 'interrupted', 'overloaded', 'asking south/echo'])
    expect(stderr).toContain(word);
});
