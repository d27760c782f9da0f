import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { argv } from 'node:process';

/** How the limited provider behaves. */
export interface UpstreamSettings {
  /** Requests a second that it takes; as many again may come at once. */
  readonly perSecond: number;
  /** What a refusal says of the wait: whole seconds (RFC 9110), milliseconds as OpenAI does, or nothing. */
  readonly hint: 'seconds' | 'exact' | 'none';
  /** A time in which it answers nobody: it refuses all with 503, or says nothing. */
  readonly outage?: Outage;
}

/** Times are epoch milliseconds. */
export interface Outage {
  readonly from: number;
  readonly to: number;
  readonly manner: 'refuse' | 'hang';
}

/** What it saw. */
export interface UpstreamTally {
  readonly requests: number;
  readonly refused: number;
  /** Requests whose caller left before the answer. */
  readonly left: number;
  /** When requests came, where there is an outage: epoch milliseconds. */
  readonly arrivals: readonly number[];
}

/** A reply takes about so many milliseconds: its logarithm is normally distributed around this. */
const medianMs = 300;
const spread = 0.3;

// The provider of the overload run, a process of its own: it answers so many requests a second, and refuses the others.
const settings: UpstreamSettings = JSON.parse(argv[2] ?? '');
const { outage } = settings;
const arrivals: number[] = [];
const tally = { requests: 0, refused: 0, left: 0, arrivals };
let level = settings.perSecond;
let filledAt = performance.now();

const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => answer(request.url?.includes('/messages') === true, response));
});
server.keepAliveTimeout = 120_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = server.address();
  process.send?.({ ready: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('message', () => process.send?.(tally));
process.on('disconnect', () => process.exit());

function answer(isMessages: boolean, response: ServerResponse): void {
  tally.requests += 1;
  if (outage !== undefined) {
    const now = Date.now();
    arrivals.push(now);
    if (now >= outage.from && now < outage.to) {
      fail(outage.manner, response);
      return;
    }
  }
  const waitMs = take();
  if (waitMs > 0) {
    tally.refused += 1;
    response.writeHead(429, { 'content-type': 'application/json', ...hinted(waitMs) });
    response.end(JSON.stringify(isMessages ? refusal : { error: refusal.error }));
    return;
  }
  const body = JSON.stringify(isMessages ? message : completion);
  const timer = setTimeout(
    () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
    },
    medianMs * Math.exp(spread * normal()),
  );
  response.once('close', () => {
    if (response.writableFinished) return;
    clearTimeout(timer);
    tally.left += 1;
  });
}

function fail(manner: Outage['manner'], response: ServerResponse): void {
  if (manner === 'hang') return;
  response.writeHead(503, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { type: 'server_error', message: 'The server is down.' } }));
}

/** Takes one from the bucket; else gives the milliseconds until there is one. */
function take(): number {
  const { perSecond } = settings;
  const now = performance.now();
  level = Math.min(perSecond, level + ((now - filledAt) * perSecond) / 1_000);
  filledAt = now;
  if (level < 1) return ((1 - level) * 1_000) / perSecond;
  level -= 1;
  return 0;
}

function hinted(waitMs: number): Record<string, string> {
  if (settings.hint === 'none') return {};
  const seconds = { 'retry-after': String(Math.ceil(waitMs / 1_000)) };
  return settings.hint === 'exact' ? { ...seconds, 'retry-after-ms': String(Math.ceil(waitMs)) } : seconds;
}

/** A number of the standard normal distribution, by Box and Muller. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

const refusal = {
  type: 'error',
  error: { type: 'rate_limit_error', code: 'rate_limit_exceeded', message: 'Rate limit reached. Please slow down.' },
};
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_763_000_000,
  model: 'fake-1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 },
};
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'fake-1',
  content: [{ type: 'text', text: 'Hello.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 4, output_tokens: 2 },
};
