import { isArray } from '../model/json.ts';
import { scoreLine, usualTokens } from './feedback.ts';
import type { Feedback, FeedbackOptions } from './feedback.ts';
import { countOf, fitTokens } from './fit-tokens.ts';
import type { Form } from './fit-tokens.ts';

/** A cell of a grid: a number or a short text. */
export type Cell = number | string;

/** Rows of cells. */
export type Grid = readonly (readonly Cell[])[];

const meaning = 'share of cells that are right: 0 = none, 1 = all';
const noCell = '-';

/** A cell of both grids laid on each other, as it is written. */
interface ComparedCell {
  readonly text: string;
  readonly isRight: boolean;
}

/**
 * Compares a grid with the one that was expected. The text gives the whole grid with `got/expected` where cells differ;
 * where that is too long only the rows that differ, and then only the cells. Of grids of different shapes every cell of
 * either counts. What is no grid at all, as models write it now and then, scores 0 and is told so.
 */
export function gridFeedback(got: unknown, expected: Grid, options: FeedbackOptions = {}): Feedback {
  const { maxTokens = usualTokens } = options;
  if (!isGrid(got)) {
    const what = 'What was given is no grid: it has to be a list of rows, each a list of numbers or texts.';
    const head = `${scoreLine('Accuracy', 0, meaning)}\n${what} Expected were ${shapeOf(expected)}.`;
    return { text: fitTokens(head, [], ['line', 'lines'], maxTokens), score: 0, meaning };
  }
  const rows = compared(got, expected);
  const cells = rows.flat();
  const wrong = cells.filter(({ isRight }) => !isRight).length;
  const score = cells.length === 0 ? 1 : 1 - wrong / cells.length;
  const head = scoreLine('Accuracy', score, meaning);
  if (wrong === 0) {
    return { text: fitTokens(`${head}\nThe grid is right.`, [], ['line', 'lines'], maxTokens), score, meaning };
  }
  const forms = [wholeGrid(rows), wrongRows(rows), wrongCells(rows)];
  const lines = [head, ...shapeLines(got, expected), legend(got, expected, wrong)];
  return { text: fitTokens(lines.join('\n'), forms, ['place', 'places'], maxTokens), score, meaning };
}

/** Says whether a value is a grid: rows of numbers or texts, not all of which need have the same length. */
export function isGrid(value: unknown): value is Grid {
  const isCell = (cell: unknown): boolean => typeof cell === 'number' || typeof cell === 'string';
  return isArray(value) && value.every((row) => isArray(row) && row.every(isCell));
}

function compared(got: Grid, expected: Grid): readonly (readonly ComparedCell[])[] {
  const height = Math.max(got.length, expected.length);
  return Array.from({ length: height }, (_row, y) => {
    // A row without cells that only one of them has counts as a cell, or it would not count at all.
    const isInBoth = y < got.length && y < expected.length;
    const width = Math.max(got[y]?.length ?? 0, expected[y]?.length ?? 0, isInBoth ? 0 : 1);
    return Array.from({ length: width }, (_cell, x) => {
      const one = got[y]?.[x];
      const other = expected[y]?.[x];
      const isRight = isInBoth && (Object.is(one, other) || one === other);
      return { isRight, text: isRight ? `${one}` : `${one ?? noCell}/${other ?? noCell}` };
    });
  });
}

function wholeGrid(rows: readonly (readonly ComparedCell[])[]): Form {
  return { lines: rows.map((row) => ({ text: written(row) })) };
}

function wrongRows(rows: readonly (readonly ComparedCell[])[]): Form {
  const lines = rows.flatMap((row, y) =>
    row.every(({ isRight }) => isRight) ? [] : [{ text: `row ${y + 1}: ${written(row)}` }],
  );
  const right = rows.length - lines.length;
  return { lines, note: right === 0 ? undefined : `(${countOf(right, ['row is', 'rows are'])} right and not shown.)` };
}

function wrongCells(rows: readonly (readonly ComparedCell[])[]): Form {
  return { lines: rows.flatMap((row, y) => runsIn(row).map((run) => ({ text: placed(run, row, y) }))) };
}

/** The stretches of a row that are wrong: first and last column, from 0. */
function runsIn(row: readonly ComparedCell[]): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  for (const [x, { isRight }] of row.entries()) {
    const run = runs.at(-1);
    if (isRight) continue;
    if (run?.[1] === x - 1) run[1] = x;
    else runs.push([x, x]);
  }
  return runs;
}

function placed([first, last]: readonly [number, number], row: readonly ComparedCell[], y: number): string {
  const columns = first === last ? `column ${first + 1}` : `columns ${first + 1} to ${last + 1}`;
  return `row ${y + 1}, ${columns}: ${written(row.slice(first, last + 1))}`;
}

function written(cells: readonly ComparedCell[]): string {
  return cells.map(({ text }) => text).join(' ');
}

function shapeLines(got: Grid, expected: Grid): readonly string[] {
  const [one, other] = [shapeOf(got), shapeOf(expected)];
  return one === other ? [] : [`The shape is wrong: got ${one}, expected ${other}.`];
}

function legend(got: Grid, expected: Grid, wrong: number): string {
  const missing = shapeOf(got) === shapeOf(expected) ? '' : `, and ${noCell} stands for a cell that is not there`;
  return `${countOf(wrong, ['cell is', 'cells are'])} wrong and written got/expected${missing}:`;
}

function shapeOf(grid: Grid): string {
  const widths = new Set(grid.map((row) => row.length));
  const rows = countOf(grid.length, ['row', 'rows']);
  if (widths.size > 1) return `${rows} of different lengths`;
  const [width = 0] = widths;
  return `${rows} of ${countOf(width, ['cell', 'cells'])}`;
}
