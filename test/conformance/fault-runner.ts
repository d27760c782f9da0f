import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { env, execPath } from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Setting } from './adapter.ts';

/** The folder of the wire-fault runner. */
export const runnerFolder =
  env['STEADFAST_FAULT_MATRIX'] ?? resolve(import.meta.dirname, '../../../shared/fault-matrix');

/** What is printed where there is none. */
export const noRunner = `Skipped: there is no fault runner in ${runnerFolder}; name its folder in STEADFAST_FAULT_MATRIX.`;

/** Whether the runner is there. */
export function hasRunner(): boolean {
  return existsSync(join(runnerFolder, 'run.mjs'));
}

/** One run of the fault matrix. */
export interface FaultRun {
  readonly adapter: string;
  readonly format: Setting['fmt'];
  readonly variant?: 'fallback';
  /** Which faults: a regular expression over their ids. Default: all. */
  readonly filter?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether the runner prints what it finds. Default: true. */
  readonly prints?: boolean;
}

/** The simulated provider of the fault matrix, a process of its own. */
export class FaultyProvider implements Disposable {
  readonly #child: ChildProcess;
  readonly #port: number;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.#port = port;
  }

  /** Starts one. */
  static async start(): Promise<FaultyProvider> {
    const port = await freePort();
    const child = spawn(execPath, [join(runnerFolder, 'provider.mjs'), String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((ready) => child.stdout.once('data', ready));
    return new FaultyProvider(child, port);
  }

  /** Lets a client take the matrix; settles with whether every cell passed. */
  async run({ adapter, format, variant, filter = '.', environment, prints = true }: FaultRun): Promise<boolean> {
    const flags = ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'];
    const child = spawn(execPath, [...flags, join(runnerFolder, 'run.mjs'), adapter, format, filter], {
      env: { ...env, PROV: `http://127.0.0.1:${this.#port}`, VARIANT: variant ?? '', ...environment },
      stdio: prints ? 'inherit' : ['ignore', 'ignore', 'inherit'],
    });
    return (await new Promise((done) => child.once('exit', done))) === 0;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}

/** The class of each fault, by its id. */
export async function faultClasses(): Promise<ReadonlyMap<string, string>> {
  const { FAULTS }: { FAULTS: readonly { id: string; group: string }[] } = await import(
    pathToFileURL(join(runnerFolder, 'faults.mjs')).href
  );
  return new Map(FAULTS.map(({ id, group }) => [id, group]));
}

/** A port that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
