import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import type { Adapter, Setting } from '../conformance/adapter.ts';

/** What callers that come by chance are to do. */
export interface OpenCallersSettings {
  /** The module of the client: `make`, as the fault runner knows it. */
  readonly adapter: string;
  readonly origin: string;
  readonly fmt: Setting['fmt'];
  readonly perSecond: number;
  /** Epoch milliseconds. */
  readonly until: number;
  readonly deadlineMs: number;
}

/** What became of their calls; times are epoch milliseconds. */
export interface OpenCallersTally {
  readonly begunAt: readonly number[];
  readonly answeredAt: readonly number[];
  /** When those that failed had begun. */
  readonly failedFrom: readonly number[];
}

const settings: OpenCallersSettings = JSON.parse(argv[2] ?? '');
const module: { make(setting: Setting): Adapter } = await import(pathToFileURL(settings.adapter).href);
const { origin, fmt, perSecond, until, deadlineMs } = settings;
const adapter = module.make({ origin, fbOrigin: origin, fmt, T: deadlineMs, retries: 2, variant: undefined });
const begunAt: number[] = [];
const answeredAt: number[] = [];
const failedFrom: number[] = [];
const running = new Set<Promise<void>>();
let next = Date.now();

// Calls come at random times, whatever becomes of those before.
await new Promise<void>((resolve) => {
  const timer = setInterval(() => {
    for (const now = Date.now(); next <= now; next -= (Math.log(1 - Math.random()) * 1_000) / perSecond) begin();
    if (Date.now() < until) return;
    clearInterval(timer);
    resolve();
  }, 5);
});
await Promise.all(running);
// A channel that is closed at once loses the end of what is long.
process.send?.({ begunAt, answeredAt, failedFrom } satisfies OpenCallersTally, () => process.disconnect());

function begin(): void {
  const call = ask().finally(() => running.delete(call));
  running.add(call);
}

async function ask(): Promise<void> {
  const begun = Date.now();
  begunAt.push(begun);
  try {
    const signal = AbortSignal.timeout(deadlineMs);
    await adapter.call({ mode: 'json', signal, deadlineMs, onDelta: () => undefined });
    answeredAt.push(Date.now());
  } catch {
    failedFrom.push(begun);
  }
}
