import { spawn } from 'node:child_process';
import { kill } from 'node:process';

/** How a program ended. */
export interface Ended {
  /** `undefined` when a signal ended it, also when that was sent for taking too long. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and with what a program is run, and how long it may take, in milliseconds. */
export interface Circumstances {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly mostMs: number;
}

/** Runs a program to its end; what takes too long is ended, with all that it started. */
export function runProgram(
  command: string,
  args: readonly string[],
  { folder, environment, mostMs }: Circumstances,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that a launcher's child ends with it.
    const child = spawn(command, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text.stdout += piece));
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (text.stderr += piece));
    const timer = setTimeout(() => {
      if (child.pid !== undefined) kill(-child.pid, 'SIGKILL');
    }, mostMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? undefined, ...text });
    });
  });
}
