import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { execPath } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../fault-runner.ts';
import { portkeyEntry } from './install.ts';

/** Portkey's gateway, a process of its own. */
export interface Portkey extends Disposable {
  readonly url: string;
  readonly pid: number | undefined;
}

const startMs = 20_000;

/**
 * Starts it.
 * @throws Error when it does not listen within 20 s
 */
export async function startPortkey(): Promise<Portkey> {
  const port = await freePort();
  const child = spawn(execPath, [portkeyEntry, `--port=${port}`, '--headless'], { stdio: 'ignore' });
  const end = Date.now() + startMs;
  while (!(await listens(port))) {
    if (Date.now() > end) throw new Error("Portkey's gateway did not start within 20 s.");
    await delay(100);
  }
  return { url: `http://127.0.0.1:${port}`, pid: child.pid, [Symbol.dispose]: () => child.kill() };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
