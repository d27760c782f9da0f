import { Agent, createServer, request } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sweepIdle } from './idle-sweep.ts';

test('a connection that lies idle between two looks is closed, one that works in between is not', async () => {
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const agent = new Agent({ keepAlive: true });
  const stop = sweepIdle(agent, 1_000);
  onTestFinished(() => {
    vi.useRealTimers();
    stop();
    agent.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const call = (): Promise<void> =>
    new Promise((done) => {
      request({ agent, port, host: '127.0.0.1' }, (reply) => reply.resume().on('end', () => setImmediate(done))).end();
    });
  const idle = (): number => Object.values(agent.freeSockets).flat().length;

  await call();
  vi.advanceTimersByTime(500);
  await call();
  vi.advanceTimersByTime(500);
  expect(idle()).toBe(1);
  vi.advanceTimersByTime(500);
  await new Promise((turn) => setImmediate(turn));
  expect(idle()).toBe(0);
});
