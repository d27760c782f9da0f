import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OverloadFigures } from '../../overload/overload.ts';
import { peersFolder } from './install.ts';

/** A cell of the matrix that was not passed. */
export interface FailedCell {
  readonly fault: string;
  /** Its class. */
  readonly group: string;
  readonly mode: string;
  readonly verdict: string;
  readonly why: string;
}

/** What a subject made of the matrix in one protocol, with or without a second provider. */
export interface FaultResult {
  readonly kind: 'faults';
  readonly name: string;
  readonly manner: string;
  readonly format: string;
  readonly fallback: boolean;
  readonly day: string;
  /** Cells by class of fault. */
  readonly cells: Readonly<Record<string, number>>;
  readonly failed: readonly FailedCell[];
  /** Rejections and exceptions that nobody caught. */
  readonly uncaught: number;
}

/** What a subject made of the load. */
export interface OverloadResult {
  readonly kind: 'overload';
  readonly name: string;
  readonly manner: string;
  readonly day: string;
  readonly seconds: number;
  readonly figures: OverloadFigures;
}

/** What is kept from run to run, so that one subject can be run again alone. */
export type Result = FaultResult | OverloadResult;

const folder = join(peersFolder, 'results');

/** Keeps a result in place of the last of its kind. */
export async function keepResult(result: Result): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { kind, name, manner } = result;
  const rest = result.kind === 'faults' ? [result.format, result.fallback ? 'fallback' : 'alone'] : [];
  const file = [kind, name, manner, ...rest].join('-').replaceAll(/[^\w.-]+/g, '_');
  await writeFile(join(folder, `${file}.json`), JSON.stringify(result));
}

/** All results that are kept. */
export async function keptResults(): Promise<readonly Result[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text): Result => JSON.parse(text));
}
