import type { Agent } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes an agent's idle connections after at most so many milliseconds, and at least half as many. It looks at them now
 * and then instead of setting a timer for each: calls pay nothing for it.
 * @returns ends the sweeping
 */
export function sweepIdle(agent: Agent, idleMs: number): () => void {
  let before = new Map<Socket, number>();
  const timer = setInterval(() => {
    const now = new Map<Socket, number>();
    for (const sockets of Object.values(agent.freeSockets)) {
      for (const socket of sockets ?? []) {
        // What has sent nothing since the last look has lain idle since then.
        if (before.get(socket) === socket.bytesWritten) socket.destroy();
        else now.set(socket, socket.bytesWritten);
      }
    }
    before = now;
  }, idleMs / 2);
  timer.unref();
  return () => clearInterval(timer);
}
