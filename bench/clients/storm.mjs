// Callers who leave: while connecting, while waiting for the head, in the middle of a reply, out of a loop.
import { setTimeout as delay } from 'node:timers/promises';
import { model } from 'steadfast';
import { answer, repeat } from '../answer.mjs';
import { apiKey, modelName } from '../prompt.mjs';

const phases = [
  { mode: 'never', ask: complete, leaveAfterMs: 0 },
  { mode: 'never', ask: complete, leaveAfterMs: 20 },
  { mode: 'slow', ask: complete, leaveAfterMs: 49 },
  { mode: 'never', ask: read, leaveAfterMs: 20 },
  { mode: 'paced', ask: read, leaveAfterMs: 2 },
  { mode: 'paced', ask: read, leaveAfterMs: 60 },
  { mode: 'paced', ask: readSome, leaveAfterMs: 10_000 },
  { mode: 'paced', ask: ignore, leaveAfterMs: 60 },
  { mode: 'burst', ask: read, leaveAfterMs: 5 },
];

async function complete(asked, signal) {
  await asked.complete('Hello', { signal });
}

async function read(asked, signal) {
  const stream = await asked.stream('Hello', { signal });
  for await (const _part of stream);
}

async function readSome(asked, signal) {
  const stream = await asked.stream('Hello', { signal });
  let parts = 0;
  for await (const _part of stream) {
    parts += 1;
    if (parts === 10) break;
  }
}

/** Takes a stream and never reads it. */
async function ignore(asked, signal) {
  await asked.stream('Hello', { signal });
  await delay(80);
}

answer({
  storm: async ({ port, calls }) => {
    const models = phases.map(({ mode }) =>
      model(`openai/${modelName}`, { apiKey, baseUrl: `http://127.0.0.1:${port}/${mode}/v1` }),
    );
    const tally = {};
    let next = 0;
    await repeat({ count: calls, concurrency: 100 }, async () => {
      const { ask, leaveAfterMs } = phases[next % phases.length];
      const asked = models[next % phases.length];
      next += 1;
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), leaveAfterMs);
      const end = await ask(asked, controller.signal).then(
        () => 'ended well',
        (error) => error.kind ?? String(error),
      );
      clearTimeout(timer);
      tally[end] = (tally[end] ?? 0) + 1;
    });
    return tally;
  },
});
