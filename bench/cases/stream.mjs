import { interleave } from '../measure.mjs';
import { burstEvents, textLength } from '../upstream-bytes.mjs';
import { Worker } from '../worker.mjs';

const expected = textLength(burstEvents);

/** A stream of 2,000 events, read to its end as text; one at a time, as fast as it comes. */
export async function stream({ port, report, plan }) {
  const bare = new Worker('clients/bare-http.mjs', 'measured');
  const ours = new Worker('clients/steadfast.mjs', 'measured');
  const openai = new Worker('clients/openai-sdk.mjs', 'measured');
  const ai = new Worker('clients/ai-sdk.mjs', 'measured');
  const subjectsFor = (mode) => {
    const subject = (name, worker, work, count) => {
      const burst = async () => {
        const { result, cpuUs } = await worker.ask(work, { port, mode, count, concurrency: 1 });
        if (result !== expected) throw new Error(`${name} read ${result} characters instead of ${expected}`);
        return { cpu: cpuUs / count / burstEvents };
      };
      return { name, burst };
    };
    return [
      subject('bare node:http', bare, 'stream', 10),
      subject('steadfast, text', ours, 'stream', 10),
      subject('steadfast, parts', ours, 'parts', 10),
      { ...subject('openai', openai, 'stream', 5), every: 5 },
      { ...subject('ai streamText, openai-compatible', ai, 'stream', 3), every: 5 },
    ];
  };
  for (const [mode, words] of [
    ['burst', 'in writes of 16 KiB'],
    ['each', 'one write an event'],
  ]) {
    const { cpu } = await interleave(subjectsFor(mode), { rounds: plan(50), warmup: 5 });
    report.title(`b. A stream of 2,000 events, ${words}`);
    report.table('CPU us per event', cpu);
    for (const figure of cpu.slice(1, 3)) {
      report.ratio(figure, cpu[0], 1.5);
      report.ratio(figure, cpu[4], 1 / 4);
    }
  }
  for (const worker of [bare, ours, openai, ai]) worker.end();
}
