import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const here = import.meta.dirname;

async function run(name: string): Promise<string> {
  const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, join(here, name)], {
    cwd: join(here, '..'),
  });
  return stdout;
}

test('the first call answers, although its first model fails every other time', async () => {
  const lines = (await run('first-call.ts')).trim().split('\n');
  expect(lines[0]).toBe('Will you answer?');
  expect(lines[1]).toMatch(/^sim\/flaky: overloaded after \d+ ms$/);
  expect(lines[2]).toMatch(/^sim\/flaky: ok after \d+ ms$/);
});

test('a stream shows its text, and one that is cut says so and keeps what was shown', async () => {
  const lines = (await run('stream.ts')).trim().split('\n');
  expect(lines[0]).toBe('word after word, as it comes.');
  expect(lines[1]).toMatch(/^sim\/echo: stop, \d+ tokens$/);
  expect(lines[3]).toBe(`sim/cut: interrupted, after "${lines[2]}"`);
});

test('a fallback goes through its targets, and a safe reply stands in when nobody answers', async () => {
  const lines = (await run('fallback.ts')).trim().split('\n');
  expect(lines[0]?.trim()).toBe('Who is there?');
  expect(lines.slice(1, 5).map((line) => line.replace(/ \(.*/, ''))).toEqual([
    'sim/down: overloaded',
    'sim/down: overloaded',
    'sim/limited: rate-limit',
    'sim/limited: ok',
  ]);
  expect(lines[5]).toBe('We will call you back. { shouldEscalate: true }');
});

test('a reply that fails its check is asked for again', async () => {
  expect(await run('check-the-reply.ts')).toMatch(/^asked 2 times: /);
});

test('a budget refuses, cuts a stream, and ends a loop with the best that there is', async () => {
  const lines = (await run('budget.ts')).trim().split('\n');
  expect(lines[0]).toBe('task: 1 call left, run: 2 calls left, 17 tokens spent');
  expect(lines[1]).toMatch(/^budget \(tokens\) after \d+ words$/);
  expect(lines[2]).toBe('run has no calls left; the best was Draft 1');
});

test('a prompt from a file shows its feedback on the second attempt, and says which prompt it was', async () => {
  const lines = (await run('prompt.ts')).trim().split('\n');
  expect(lines.filter((line) => line.includes('PreviousAttempts'))).toHaveLength(2);
  expect(lines.slice(0, lines.indexOf('---'))).not.toContain('<PreviousAttempts>');
  expect(lines.at(-1)).toMatch(/^solver in version [0-9a-f]{16}$/);
});

test('an A/B test does not name a winner too early, and then does', async () => {
  const lines = (await run('ab-test.ts')).trim().split('\n');
  expect(lines[0]).toMatch(/^topics, 5 outcomes: not enough data yet; about \d+ more outcomes are needed\.$/);
  expect(lines.find((line) => line.includes('better'))).toMatch(/^topics, \d+ outcomes: "plain" is better than all/);
});

test('the README shows the first call as it stands here', () => {
  const readme = readFileSync(join(here, '../README.md'), 'utf8');
  expect(readme).toContain(readFileSync(join(here, 'first-call.ts'), 'utf8').trim());
});
