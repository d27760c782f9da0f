import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const canPin =
  process.platform === 'linux' && availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Says how processes are kept apart. */
export const placement = canPin ? 'measured on core 0, upstream and load on core 1' : 'not pinned to cores';

const longestWorkMs = 60_000;

/** Where CPU profiles of what is measured are written; undefined when none are. */
const profiles = process.env.BENCH_PROFILES;

/** A process of its own, so that its CPU time is its own; it runs one work at a time. */
export class Worker {
  #process;
  #waiting = undefined;
  #ready;

  /**
   * @param {string} file in this folder
   * @param {'measured' | 'beside'} role what is measured has a core to itself
   * @param {Record<string, string>} environment
   */
  constructor(file, role, environment = {}) {
    this.file = file;
    const profile = role === 'measured' && profiles !== undefined ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [];
    const node = [process.execPath, ...profile, join(import.meta.dirname, file)];
    const [command = '', ...rest] = canPin ? ['taskset', '-c', role === 'measured' ? '0' : '1', ...node] : node;
    this.#process = spawn(command, rest, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production', ...environment },
    });
    this.#ready = this.#next();
    this.#process.on('message', (message) => this.#settle(message));
    this.#process.on('exit', (code, signal) => this.#settle({ error: `ended by itself (${signal ?? code})` }));
  }

  /**
   * Has a work done and gives what it cost.
   * @param {string} work
   * @param {object} options
   * @returns {Promise<{ result: any, cpuUs: number }>}
   */
  async ask(work, options = {}) {
    await this.#ready;
    const reply = this.#next();
    const timer = setTimeout(
      () => this.#settle({ error: `${work} took more than ${longestWorkMs} ms` }),
      longestWorkMs,
    );
    this.#process.send({ work, options });
    return reply.finally(() => clearTimeout(timer));
  }

  /** Lets the process go; it ends by itself. */
  end() {
    this.#process.removeAllListeners('exit');
    this.#process.disconnect();
  }

  #next() {
    const waiting = Promise.withResolvers();
    this.#waiting = waiting;
    return waiting.promise;
  }

  #settle(message) {
    if (message.error !== undefined) this.#waiting?.reject(new Error(`${this.file}: ${message.error}`));
    else this.#waiting?.resolve(message);
  }
}
