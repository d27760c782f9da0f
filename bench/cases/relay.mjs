import { interleave } from '../measure.mjs';
import { apiKey, modelName, promptOf } from '../prompt.mjs';
import { pacedEventCount } from '../upstream-bytes.mjs';
import { Worker } from '../worker.mjs';

const streamsAtOnce = 64;

/** What a caller of a gateway sends. */
function requestOf({ model, headers }, bytes, stream) {
  const messages = [{ role: 'user', content: promptOf(bytes) }];
  return {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages, ...(stream ? { stream } : {}) }),
  };
}

/** A gateway passes on requests of a protocol to a provider of the same. */
export async function relay({ port: upstreamPort, report, plan }) {
  const load = new Worker('load.mjs', 'beside');
  const gateway = async (name, file, { model = modelName, headers = {}, ...rest }) => {
    const worker = new Worker(file, 'measured', { UPSTREAM_PORT: String(upstreamPort), GATEWAY_KEY: apiKey });
    const { result: port } = await worker.ask('port');
    return { name, worker, port, model, headers: { authorization: `Bearer ${apiKey}`, ...headers }, ...rest };
  };
  const bare = await gateway('bare pipe', 'gateways/bare-pipe.mjs', { count: 500 });
  const named = { model: `openai/${modelName}`, count: 500 };
  const least = await gateway('least relay', 'gateways/least-relay.mjs', named);
  const ours = await gateway('steadfast', 'gateways/steadfast.mjs', named);
  const portkey = await gateway('portkey', 'gateways/portkey.mjs', {
    headers: { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/paced/v1` },
    count: 300,
    every: 5,
  });
  const gateways = [bare, ours, portkey];

  for (const [size, bytes] of [
    ['1 KB', 1024],
    ['32 KB', 32_768],
  ]) {
    const subjects = [...gateways, least].map((one) => ({ ...one, burst: () => wholeReplies(load, one, bytes) }));
    const { cpu } = await interleave(subjects, { rounds: plan(60), warmup: 8 });
    report.title(`c. Gateway, a request of ${size} answered with 689 bytes, 32 at a time`);
    report.table('CPU us per request', cpu);
    report.ratio(cpu[1], cpu[0], 1.5);
    report.ratio(cpu[1], cpu[2], 1 / 5);
    report.note(`of the bare pipe the least relay takes ${(cpu[3].min / cpu[0].min).toFixed(2)}`);
  }

  const streaming = gateways.map((one) => ({ ...one, every: 1, burst: () => streams(load, one) }));
  const { cpu, headMs } = await interleave(streaming, { rounds: plan(8), warmup: 1 });
  report.title('c. Gateway, 64 streams of 200 events, one every 5 ms');
  report.table('CPU us per event', cpu);
  report.table('ms until the head', headMs);
  // Events that are held up arrive together and cost less: the smallest value is of the most disturbed burst here.
  report.ratio(cpu[1], cpu[0], 1.5, 'median');

  const steady = [bare, ours].map((one) => ({ ...one, burst: () => steadyRate(load, one) }));
  const { p50, p99 } = await interleave(steady, { rounds: plan(8), warmup: 1 });
  report.title('c. Gateway, 1,000 requests of 1 KB a second over 64 connections');
  report.table('p50, ms', p50);
  report.table('p99, ms', p99);
  report.ratio(p99[1], p99[0], 2);

  for (const { worker } of [...gateways, least, { worker: load }]) worker.end();
}

/** Has the load sent to a gateway and gives the gateway's own CPU time for it, in microseconds. */
async function spentOn(gateway, send) {
  await gateway.worker.ask('startClock');
  const { result } = await send();
  const { result: cpuUs } = await gateway.worker.ask('readClock');
  return { result, cpuUs };
}

async function wholeReplies(load, gateway, bytes) {
  const { port, count } = gateway;
  const request = requestOf(gateway, bytes, false);
  const { cpuUs } = await spentOn(gateway, () => load.ask('closedLoop', { port, request, connections: 32, count }));
  return { cpu: cpuUs / count };
}

async function streams(load, gateway) {
  const request = requestOf(gateway, 1024, true);
  const send = () => load.ask('streams', { port: gateway.port, request, connections: streamsAtOnce });
  const { result, cpuUs } = await spentOn(gateway, send);
  return { cpu: cpuUs / streamsAtOnce / pacedEventCount, ...result };
}

async function steadyRate(load, gateway) {
  const request = requestOf(gateway, 1024, false);
  const size = { connections: 64, perSecond: 1000, seconds: 1.5 };
  const { result } = await load.ask('openLoop', { port: gateway.port, request, ...size });
  return result;
}
