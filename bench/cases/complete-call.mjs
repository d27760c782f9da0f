import { interleave } from '../measure.mjs';
import { replyStart } from '../upstream-bytes.mjs';
import { Worker } from '../worker.mjs';

const concurrency = 32;

/** A complete call of 1 KB that is answered with 689 bytes, 32 at a time. */
export async function completeCall({ port, report, plan }) {
  const subject = (name, file, count, every, extra = {}) => {
    const worker = new Worker(file, 'measured');
    const burst = async () => {
      const { result, cpuUs } = await worker.ask('complete', { port, count, concurrency, ...extra });
      if (!result.startsWith(replyStart)) throw new Error(`${name} read something else: ${result}`);
      return { cpu: cpuUs / count };
    };
    return { name, burst, worker, every };
  };
  const subjects = [
    subject('bare node:http', 'clients/bare-http.mjs', 500, 1),
    subject('steadfast', 'clients/steadfast.mjs', 500, 1),
    subject('openai', 'clients/openai-sdk.mjs', 250, 4),
    subject('ai generateText, openai-compatible', 'clients/ai-sdk.mjs', 250, 4),
    subject('ai generateText, openai', 'clients/ai-sdk.mjs', 250, 4, { provider: 'openai' }),
  ];
  const { cpu } = await interleave(subjects, { rounds: plan(60), warmup: 8 });
  for (const { worker } of subjects) worker.end();

  const [bare, ours, openai, ai] = cpu;
  report.title('a. A complete call: 1 KB asked, 689 bytes answered, 32 at a time');
  report.table('CPU us per call', cpu);
  report.ratio(ours, bare, 1.7);
  report.ratio(ours, openai, 1 / 3);
  report.ratio(ours, ai, 1 / 3);
}
