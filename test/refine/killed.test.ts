import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'steadfast-refine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly stdout: string;
  readonly signal: string | undefined;
}

/** Works on the task in a process of its own, which kills itself behind an entry or within a call. */
function start(run: string, killedAt: number, killedIn = ''): Promise<Ended> {
  const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
  const paths = [join(folder, `${run}.jsonl`), join(folder, `${run}.calls`)];
  const options = [...flags, join(import.meta.dirname, 'killed-run.ts'), ...paths, `${killedAt}`, killedIn];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, options, (error, stdout, stderr) => {
      const signal = error?.signal ?? undefined;
      if (error === null || signal === 'SIGKILL') resolve({ stdout, signal });
      else reject(new Error(stderr));
    });
  });
}

function callsOf(run: string): readonly string[] {
  const path = join(folder, `${run}.calls`);
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

const attempts = [1, 2, 3].map((number) => `made: several tests, expert 1, attempt ${number}`);

test('a run whose process is killed at every step comes to the same result, and asks for nothing twice', async () => {
  const whole = await start('whole', 0);
  expect(JSON.parse(whole.stdout)).toMatchObject({ ended: 'passed', spent: { calls: 3, tokens: 330 } });
  // Each process writes that it has begun, and comes one step further: asked, replied (and asked again before it), judged.
  let last = await start('killed', 2);
  let kills = 0;
  for (const entries = [3, 2, 2]; last.signal === 'SIGKILL'; kills += 1) {
    expect(kills).toBeLessThan(9);
    last = await start('killed', entries[kills % 3] ?? 2);
  }
  const { spent: _, ...expected } = JSON.parse(whole.stdout);
  expect(JSON.parse(last.stdout)).toMatchObject(expected);
  expect(kills).toBe(9);
  expect(callsOf('killed')).toEqual(attempts);
}, 120_000);

test('a call that was under way at the kill counts with what it had reserved, and is asked again', async () => {
  expect(await start('in-flight', 0, '2')).toMatchObject({ signal: 'SIGKILL' });
  const { stdout } = await start('in-flight', 0, 'none');
  const outcome = JSON.parse(stdout);
  expect(outcome).toMatchObject({ ended: 'passed', spent: { calls: 4 } });
  expect(outcome.spent.tokens).toBeGreaterThan(330 + 1_000);
  expect(callsOf('in-flight')).toEqual([attempts[0], attempts[1], attempts[1], attempts[2]]);
});
