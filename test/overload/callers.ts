import { argv } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Adapter, Setting } from '../conformance/adapter.ts';

/** What the callers are to do. */
export interface CallersSettings {
  /** The module of the client: `make`, as the fault runner knows it. */
  readonly adapter: string;
  readonly origin: string;
  readonly fmt: Setting['fmt'];
  readonly clients: number;
  readonly seconds: number;
  readonly deadlineMs: number;
  /** For clients that are set up: how often they try again. */
  readonly retries: number;
}

/** What became of their calls. */
export interface CallersTally {
  /** Calls answered within the time. */
  readonly successes: number;
  /** Calls answered at all, those included that ended after the time. */
  readonly answered: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
  /** Jain's index of the successes of each caller: 1 where all had as many. */
  readonly jain: number;
}

/** Whoever failed comes back after so long. */
const afterFailureMs = 1_000;

// The callers of the overload run, all in one process: each asks again as soon as it is answered, until the time is up.
const settings: CallersSettings = JSON.parse(argv[2] ?? '');
const module: { make(setting: Setting): Adapter } = await import(pathToFileURL(settings.adapter).href);
const { origin, fmt, clients, seconds, deadlineMs, retries } = settings;
const adapter = module.make({ origin, fbOrigin: origin, fmt, T: deadlineMs, retries, variant: undefined });
const times: number[] = [];
const successes = Array.from({ length: clients }, () => 0);
const failures: Record<string, number> = {};
const end = performance.now() + seconds * 1_000;

await Promise.all(successes.map((_, index) => ask(index)));
process.send?.(tally());
process.disconnect();

async function ask(index: number): Promise<void> {
  while (performance.now() < end) {
    const begun = performance.now();
    try {
      const signal = AbortSignal.timeout(deadlineMs);
      const { text } = await adapter.call({ mode: 'json', signal, deadlineMs, onDelta: () => undefined });
      if (text !== 'Hello.') throw new Error(`answered ${JSON.stringify(text)}`);
      const now = performance.now();
      times.push(now - begun);
      if (now < end) successes[index] = (successes[index] ?? 0) + 1;
    } catch (error) {
      const name = nameOf(error);
      failures[name] = (failures[name] ?? 0) + 1;
      await delay(Math.max(0, Math.min(afterFailureMs, end - performance.now())));
    }
  }
}

/** The error's name with its kind or status, as far as it has them. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const kind = 'kind' in error ? ` ${String(error.kind)}` : '';
  const status = 'status' in error ? ` ${String(error.status)}` : '';
  return error.name + kind + status;
}

function tally(): CallersTally {
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const sum = successes.reduce((total, count) => total + count, 0);
  const squares = successes.reduce((total, count) => total + count * count, 0);
  const jain = squares === 0 ? 0 : (sum * sum) / (clients * squares);
  return { successes: sum, answered: times.length, failures, p50: at(0.5), p95: at(0.95), longest: at(1), jain };
}
