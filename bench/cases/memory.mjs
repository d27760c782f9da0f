import { Worker } from '../worker.mjs';

const first = 100_000;
const last = 1_000_000;
const step = 50_000;
/** The most by which what is held may have grown between the first look and the last, as a share. */
const mostGrowth = 1.05;

/** A million calls leave nothing behind, also where no two of them are of the same caller, session or model. */
export async function memory({ report, quick }) {
  const end = quick ? last / 5 : last;
  report.title(`h. Memory after ${count(first)} and after ${count(end)} calls, all garbage collected`);
  const lister = new Worker('clients/coat.mjs', 'measured');
  const { result: crowds } = await lister.ask('crowds');
  lister.end();
  for (const who of crowds) {
    const worker = new Worker('clients/coat.mjs', 'measured');
    let early;
    for (let from = 0; from < end; from += step) {
      if (from === first) early = (await worker.ask('memory')).result;
      await worker.ask('crowd', { who, from, count: step });
    }
    const { result: late } = await worker.ask('memory');
    worker.end();
    report.note(
      `${who}: heap ${mb(early.heapMb)}, then ${mb(late.heapMb)}; RSS ${mb(early.rssMb)}, then ${mb(late.rssMb)}`,
    );
    report.bound(`heap, ${who}, late / early`, late.heapMb / early.heapMb, mostGrowth);
  }
}

function mb(value) {
  return `${value.toFixed(1)} MB`;
}

function count(value) {
  return value.toLocaleString('en');
}
