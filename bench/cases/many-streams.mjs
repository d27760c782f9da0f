import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { apiKey, modelName, promptOf } from '../prompt.mjs';
import { Worker } from '../worker.mjs';

const wanted = 9_000;
/** So many come first, so that what all share is there when the others are counted. */
const few = 1_000;
/** For how long streams are held before they are counted, so that all have dripped. */
const holdMs = 12_000;
const leaveMs = 10_000;
const mostKb = 45;

/** Thousands of slow streams through a gateway: the memory of each, and that nothing of them stays when callers leave. */
export async function manyStreams({ port: upstreamPort, report }) {
  report.title('i. Slow streams through a gateway, an event every 10 s each');
  if (process.platform !== 'linux') {
    report.note('not measured: it is read from /proc, which only Linux has');
    return;
  }
  const files = openFiles();
  // A gateway has two sockets for each stream.
  const count = Math.min(wanted, Math.floor((files - 500) / 2));
  report.note(`${count} streams; a process may open ${files} files`);
  for (const [name, file] of [
    ['bare pipe', 'gateways/bare-pipe.mjs'],
    ['steadfast', 'gateways/steadfast.mjs'],
  ]) {
    const { kb, filesLeft, leftMs } = await held({ upstreamPort, file, count });
    report.note(`${name}: ${kb.toFixed(1)} KB of RSS a stream`);
    if (name !== 'steadfast') continue;
    report.bound('RSS a stream, steadfast', kb, mostKb, ' KB');
    report.bound('files still open after all have left', filesLeft, 0);
    report.bound('time until then', leftMs / 1_000, leaveMs / 1_000, ' s');
  }
}

async function held({ upstreamPort, file, count }) {
  const environment = { UPSTREAM_PORT: String(upstreamPort), UPSTREAM_MODE: 'drip', GATEWAY_KEY: apiKey };
  const gateway = new Worker(file, 'measured', environment);
  const callers = new Worker('clients/held-streams.mjs', 'beside');
  const { result: port } = await gateway.ask('port');
  const messages = [{ role: 'user', content: promptOf(1024) }];
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  const body = JSON.stringify({ model: `openai/${modelName}`, messages, stream: true });
  const request = { path: '/v1/chat/completions', headers, body };
  const { result: before } = await gateway.ask('holding');
  const rssOf = async (streams) => {
    const { result: open } = await callers.ask('hold', { port, request, count: streams });
    if (open !== streams) throw new Error(`${streams - open} of ${streams} streams ended by themselves`);
    await delay(holdMs);
    return (await gateway.ask('holding')).result.rss;
  };
  const early = await rssOf(few);
  const kb = ((await rssOf(count)) - early) / 1_024 / (count - few);
  await callers.ask('leave');
  const begun = performance.now();
  let files = Infinity;
  while (files > before.files && performance.now() - begun < leaveMs) {
    await delay(50);
    files = (await gateway.ask('holding')).result.files;
  }
  const leftMs = performance.now() - begun;
  gateway.end();
  callers.end();
  return { kb, filesLeft: Math.max(0, files - before.files), leftMs };
}

/** How many files a process may open. */
function openFiles() {
  const { stdout } = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' });
  return Number(stdout) || 1_024;
}
