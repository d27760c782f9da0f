import { readdirSync } from 'node:fs';

/**
 * The worker's side: does what the bench asks for over IPC, by name, and tells what it cost.
 * `cpuUs` is the CPU time of this whole process (all threads, user and system) while the work ran, in microseconds.
 * Everybody also knows `startClock` and `readClock`, for work that others cause from outside, and on Linux `holding`:
 * the process's memory in bytes and how many files it has open.
 * @param {Record<string, (options: any) => unknown>} works
 */
export function answer(works) {
  let clock = process.cpuUsage();
  const clocks = {
    startClock: () => {
      clock = process.cpuUsage();
    },
    readClock: () => {
      const { user, system } = process.cpuUsage(clock);
      return user + system;
    },
    holding: () => ({ rss: process.memoryUsage.rss(), files: readdirSync('/proc/self/fd').length }),
  };
  const serve = async (work, options) => {
    const before = process.cpuUsage();
    const result = await { ...clocks, ...works }[work](options);
    const { user, system } = process.cpuUsage(before);
    return { result, cpuUs: user + system };
  };
  process.on('message', ({ work, options }) => {
    serve(work, options).then(
      (reply) => process.send?.(reply),
      (error) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ ready: true });
}

/**
 * Runs a job so many times, so many at once.
 * @param {{ count: number, concurrency: number }} size
 * @param {() => Promise<unknown>} job
 */
export async function repeat({ count, concurrency }, job) {
  let left = count;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      await job();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}
