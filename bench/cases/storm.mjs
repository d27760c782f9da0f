import { Worker } from '../worker.mjs';

const calls = 2000;
const settleMs = 500;

/** Callers who leave, in every phase of a call, leave nothing open behind them. */
export async function storm({ port, upstream, report }) {
  const client = new Worker('clients/storm.mjs', 'measured');
  const { result: before } = await upstream.ask('openSockets');
  const { result: tally } = await client.ask('storm', { port, calls });
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const { result: open } = await upstream.ask('openSockets');
  const { result: busy } = await upstream.ask('busySockets');
  client.end();

  report.title(`e. A storm: ${calls} callers who leave, somewhere between the start of a call and its end`);
  report.note(
    Object.entries(tally)
      .map(([end, count]) => `${count} ${end}`)
      .join(', '),
  );
  report.note(
    `open at the upstream: ${before} before, ${open} after ${settleMs} ms, of these kept idle ${open - busy}`,
  );
  report.bound('sockets with a request still under way', busy, 0);
}
