import { interleave } from '../measure.mjs';
import { burstEvents, replyStart } from '../upstream-bytes.mjs';
import { Worker } from '../worker.mjs';

const mostPerCall = 15;
const mostPerPart = 0.3;
const calls = 500;
const streams = 5;

/** What the coat adds to a call and to a part of a stream, around a provider in memory: the bare model is the floor. */
export async function coat({ report, plan }) {
  const worker = new Worker('clients/coat.mjs', 'measured');
  const { result: layers } = await worker.ask('layers');
  const names = ['bare', 'the whole coat', 'the coat of model()', ...layers];
  const subjects = (work, count, check, units) =>
    names.map((name) => ({
      name,
      burst: async () => {
        const { result, cpuUs } = await worker.ask(work, { who: name, count });
        if (!check(result)) throw new Error(`${name} got ${result}`);
        return { cpu: cpuUs / count / units };
      },
    }));
  const show = (unit, cpu, most) => {
    report.table(unit, cpu);
    const [floor] = cpu;
    for (const { name, min } of cpu.slice(1)) report.note(`${name} adds ${(min - floor.min).toFixed(3)} us`);
    report.bound(`the whole coat adds ${unit}`, cpu[1].min - floor.min, most, ' us');
  };

  const whole = await interleave(
    subjects('complete', calls, (text) => text.startsWith(replyStart), 1),
    { rounds: plan(60), warmup: 15 },
  );
  report.title('g. The coat around a complete call, in memory');
  show('CPU us per call', whole.cpu, mostPerCall);

  const streamed = await interleave(
    subjects('stream', streams, (parts) => parts === burstEvents, burstEvents),
    { rounds: plan(60), warmup: 15 },
  );
  report.title('g. The coat around a stream of 2,000 parts, in memory');
  show('CPU us per part', streamed.cpu, mostPerPart);
  worker.end();
}
