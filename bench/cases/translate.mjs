import { interleave } from '../measure.mjs';
import { apiKey, modelName, promptOf } from '../prompt.mjs';
import { burstEvents } from '../upstream-bytes.mjs';
import { Worker } from '../worker.mjs';

const streamsAtOnce = 8;

/** By the caller's protocol: what it asks a gateway for, to be answered by a provider of the other protocol. */
const asked = {
  chat: { path: '/v1/chat/completions', model: 'anthropic/claude-sonnet-5-5' },
  messages: { path: '/v1/messages', model: `openai/${modelName}` },
};
const titles = {
  chat: 'Messages, written as Chat Completions',
  messages: 'Chat Completions, written as Messages',
};

/** Streams and requests of one protocol are written in another: against whoever parses them and writes them barely. */
export async function translate({ port, report, plan }) {
  await inMemory({ report, plan });
  for (const [mode, words] of [
    ['burst', 'in writes of 16 KiB'],
    ['each', 'one write an event'],
  ]) {
    await throughGateways({ port, report, plan, mode, words });
  }
}

async function inMemory({ report, plan }) {
  const worker = new Worker('clients/translation.mjs', 'measured');
  const subjects = (work, caller, count, units) =>
    ['bare', 'ours'].map((who) => ({
      name: who === 'bare' ? `bare, ${work}` : `steadfast, ${work}`,
      burst: async () => {
        const { result, cpuUs } = await worker.ask(work, { caller, who, count });
        if (work === 'stream' && result.words !== burstEvents) throw new Error(`${who} wrote ${result.words} words`);
        return { cpu: cpuUs / count / units };
      },
    }));
  for (const [caller, title] of Object.entries(titles)) {
    const { cpu } = await interleave(subjects('stream', caller, 5, burstEvents), { rounds: plan(80), warmup: 20 });
    report.title(`f. A stream of 2,000 events of ${title}, in memory`);
    report.table('CPU us per event', cpu);
    report.ratio(cpu[1], cpu[0], 2);
  }
  for (const [caller, title] of [
    ['chat', 'Chat Completions, written as one of Messages'],
    ['strict', 'Chat Completions with strict tools, written as one of Messages'],
    ['messages', 'Messages, written as one of Chat Completions'],
  ]) {
    const { cpu } = await interleave(subjects('request', caller, 100, 1), { rounds: plan(80), warmup: 20 });
    report.title(`f. A request of 32 KB of ${title}, in memory; bare is JSON.parse and JSON.stringify`);
    report.table('CPU us per request', cpu);
    report.ratio(cpu[1], cpu[0], 3);
  }
  worker.end();
}

async function throughGateways({ port: upstreamPort, report, plan, mode, words }) {
  const load = new Worker('load.mjs', 'beside');
  const environment = { UPSTREAM_PORT: String(upstreamPort), UPSTREAM_MODE: mode, GATEWAY_KEY: apiKey };
  const gateway = async (name, file) => {
    const worker = new Worker(file, 'measured', environment);
    const { result: port } = await worker.ask('port');
    return { name, worker, port };
  };
  const gateways = [
    await gateway('bare translator', 'gateways/bare-translator.mjs'),
    await gateway('steadfast', 'gateways/steadfast.mjs'),
  ];
  for (const [caller, title] of Object.entries(titles)) {
    const subjects = gateways.map((one) => ({ ...one, burst: () => streams(load, one, caller) }));
    const { cpu } = await interleave(subjects, { rounds: plan(60), warmup: 10 });
    report.title(`f. A gateway, 8 streams of 2,000 events of ${title}, ${words}`);
    report.table('CPU us per event', cpu);
    report.ratio(cpu[1], cpu[0], 2);
  }
  for (const { worker } of [...gateways, { worker: load }]) worker.end();
}

/** Has streams sent through a gateway and gives the gateway's own CPU time for each event, in microseconds. */
async function streams(load, { worker, port }, caller) {
  const { path, model } = asked[caller];
  const messages = [{ role: 'user', content: promptOf(1024) }];
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
  const request = { path, headers, body: JSON.stringify({ model, max_tokens: 4096, messages, stream: true }) };
  await worker.ask('startClock');
  await load.ask('streams', { port, request, connections: streamsAtOnce });
  const { result: cpuUs } = await worker.ask('readClock');
  return { cpu: cpuUs / streamsAtOnce / burstEvents };
}
