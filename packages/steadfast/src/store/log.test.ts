import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { fileLog } from './file-log.ts';
import { memoryLog } from './memory-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'steadfast-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newPath = (): string => join(folder, 'deep', 'down', `${(files += 1)}.jsonl`);

interface Entry {
  readonly name: string;
  readonly count?: number;
}

test('what was added is read in its order, also by another log on the same file', async () => {
  const path = newPath();
  const log = fileLog<Entry>(path);
  expect(await log.read()).toEqual([]);
  await Promise.all([log.append({ name: 'a\nb' }), log.append({ name: 'ü', count: 2 }), log.append({ name: '' })]);
  const expected = [{ name: 'a\nb' }, { name: 'ü', count: 2 }, { name: '' }];
  expect(await log.read()).toEqual(expected);
  expect(await fileLog<Entry>(path, { sync: false }).read()).toEqual(expected);
});

test('wherever a file was cut, the whole lines are read and the next entry stands behind them', async () => {
  const entries = fc.array(fc.record({ name: fc.string(), count: fc.integer() }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(entries, fc.nat(), async (written, cut) => {
      const path = newPath();
      const log = fileLog<Entry>(path, { sync: false });
      for (const entry of written) await log.append(entry);
      const size = readFileSync(path).length;
      const left = cut % (size + 1);
      truncateSync(path, left);
      const whole = readFileSync(path, 'utf8').split('\n').length - 1;
      const again = fileLog<Entry>(path, { sync: false });
      expect(await again.read()).toEqual(written.slice(0, whole));
      await again.append({ name: 'after' });
      expect(await fileLog<Entry>(path).read()).toEqual([...written.slice(0, whole), { name: 'after' }]);
    }),
    { numRuns: 40 },
  );
});

test('a torn line that is longer than what is looked at in one go is cut off too', async () => {
  const path = newPath();
  await fileLog<Entry>(path).append({ name: 'whole' });
  writeFileSync(path, `{"name":"whole"}\n{"name":"${'x'.repeat(200_000)}`);
  const log = fileLog<Entry>(path);
  await log.append({ name: 'next' });
  expect(await log.read()).toEqual([{ name: 'whole' }, { name: 'next' }]);
});

test('a line that is no entry is an error that names it', async () => {
  const path = join(folder, 'strange.jsonl');
  writeFileSync(path, '{"name":"a"}\nnonsense\n');
  await expect(fileLog(path).read()).rejects.toThrow(`Line 2 of ${path} is no entry`);
  writeFileSync(path, '{"name":"a"}\n{"count":1}\n');
  const accepts = (value: unknown): value is Entry => typeof value === 'object' && value !== null && 'name' in value;
  await expect(fileLog<Entry>(path, { accepts }).read()).rejects.toThrow('Line 2');
});

test('a log in memory gives copies', async () => {
  const log = memoryLog<{ list: number[] }>([{ list: [0] }]);
  const entry = { list: [1] };
  await log.append(entry);
  entry.list.push(2);
  expect(await log.read()).toEqual([{ list: [0] }, { list: [1] }]);
});
