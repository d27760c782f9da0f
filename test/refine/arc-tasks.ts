import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { env } from 'node:process';
import { isGrid } from 'steadfast/feedback';
import type { Grid } from 'steadfast/feedback';
import { asArray, asObject, parseJson } from '../../packages/steadfast/src/model/json.ts';

/** An input and the output that belongs to it. */
export interface Pair {
  readonly input: Grid;
  readonly output: Grid;
}

/** A task of the Abstraction and Reasoning Corpus. */
export interface ArcTask {
  readonly name: string;
  readonly train: readonly Pair[];
  readonly test: readonly Pair[];
}

const root = resolve(import.meta.dirname, '../..');
const folder =
  env['STEADFAST_CORPUS'] === undefined ? join(root, '../shared/arc') : join(env['STEADFAST_CORPUS'], '../arc');

/** What a test says that was skipped because there are no tasks. */
export const withoutTasks = 'skipped: no ARC tasks (they are looked for in `arc/` beside the corpus)';

/** So many tasks, evenly from both sets of ARC-AGI-1 and from ARC-AGI-2; none when they are not there. */
export function arcTasks(count: number): readonly ArcTask[] {
  const sets = ['arc-agi-1/training', 'arc-agi-1/evaluation', 'arc-agi-2/evaluation'].map((set) => join(folder, set));
  if (!sets.every(existsSync)) return [];
  return Array.from({ length: count }, (_, index) => {
    const set = sets[index % sets.length] ?? '';
    const files = readdirSync(set).toSorted();
    const file = files[Math.floor((index / count) * files.length)] ?? '';
    return readTask(file.replace('.json', ''), readFileSync(join(set, file), 'utf8'));
  });
}

function readTask(name: string, text: string): ArcTask {
  const { train, test } = asObject(parseJson(text));
  return { name, train: asArray(train).map(pairOf), test: asArray(test).map(pairOf) };
}

function pairOf(value: unknown): Pair {
  const { input, output } = asObject(value);
  if (!isGrid(input) || !isGrid(output)) throw new Error('An ARC task has a grid that is none.');
  return { input, output };
}

/** Tasks made for tests: one example, several tests, and a grid as large as they come. */
export const madeTasks: readonly ArcTask[] = [
  {
    name: 'made: one example',
    train: [{ input: [[1, 5]], output: [[2, 6]] }],
    test: [{ input: [[3, 0]], output: [[4, 1]] }],
  },
  {
    name: 'made: several tests',
    train: [
      { input: [[1, 0]], output: [[0, 1]] },
      { input: [[2, 0]], output: [[0, 2]] },
    ],
    test: [
      { input: [[3, 0]], output: [[0, 3]] },
      { input: [[4, 0]], output: [[0, 4]] },
    ],
  },
  {
    name: 'made: large',
    train: [1, 2].map((color) => ({ input: filled(0), output: filled(color) })),
    test: [{ input: filled(0), output: filled(3) }],
  },
];

function filled(color: number): Grid {
  return Array.from({ length: 30 }, () => Array.from({ length: 30 }, () => color));
}
