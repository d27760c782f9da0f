import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';

/** A process of the overload run, which speaks over IPC. */
export class Helper implements Disposable {
  readonly #child: ChildProcess;

  /** @param file in this folder */
  constructor(file: string, argument: string, environment: Readonly<Record<string, string>> = {}) {
    this.#child = fork(join(import.meta.dirname, file), [argument], {
      execArgv: ['-C', '@steadfast/source', '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...env, ...environment },
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The next that it says. */
  next<Message>(): Promise<Message> {
    return new Promise((resolve, reject) => {
      const fail = (code: number | null): void => reject(new Error(`a process ended by itself (${code ?? 'signal'})`));
      this.#child.once('exit', fail);
      this.#child.once('message', (message: Message) => {
        this.#child.off('exit', fail);
        resolve(message);
      });
    });
  }

  /** Asks for what it has counted. */
  ask<Message>(): Promise<Message> {
    const reply = this.next<Message>();
    this.#child.send('tell');
    return reply;
  }

  /** The address that it listens at, which is the first that it says. */
  async address(): Promise<string> {
    const { ready } = await this.next<{ readonly ready: number }>();
    return `http://127.0.0.1:${ready}`;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }
}

/** The memory that a process holds, in megabytes; `undefined` where the system does not tell. */
export async function memoryOf(pid: number | undefined): Promise<number | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_024;
  } catch {
    return undefined;
  }
}
