import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Setting } from '../conformance/adapter.ts';
import type { CallersSettings, CallersTally } from './callers.ts';
import { Helper, memoryOf } from './process.ts';
import type { UpstreamSettings, UpstreamTally } from './upstream.ts';

/** A gateway between the callers and the provider. */
export interface Between extends Disposable {
  readonly url: string;
  readonly pid: number | undefined;
}

/** Who is put under load. */
export interface OverloadSubject {
  readonly name: string;
  /** The module of the client: a whole path. */
  readonly adapter: string;
  readonly fmt: Setting['fmt'];
  readonly environment?: Readonly<Record<string, string>>;
  /** Starts the gateway in front of the provider at this address; callers find it in `GATEWAY_URL`. */
  readonly gateway?: (provider: string) => Promise<Between>;
}

/** How hard. */
export interface Load extends UpstreamSettings {
  readonly clients: number;
  readonly seconds: number;
  readonly deadlineMs: number;
}

/** What came of it. Shares are parts of 1, memory is in megabytes. */
export interface OverloadFigures extends CallersTally {
  /** Calls answered in time, of all that the provider could have answered. */
  readonly goodput: number;
  readonly requests: number;
  readonly refused: number;
  readonly attemptsPerSuccess: number;
  readonly failed: number;
  /** What the gateway's memory grew by from its start on. */
  readonly grownMb: number | undefined;
}

/** The load of the promise: more than three times as many callers as there is room for, each with 20 s for a call. */
export const fullLoad: Load = { perSecond: 150, hint: 'seconds', clients: 500, seconds: 60, deadlineMs: 20_000 };

/** As many retries as fit into a call, for clients that are set up for it. */
const manyRetries = 10;

/** The library and the gateway as they are. */
export const ours: readonly OverloadSubject[] = [
  { name: 'steadfast', adapter: join(import.meta.dirname, 'library.ts'), fmt: 'openai' },
  {
    name: '@steadfast/gateway',
    adapter: join(import.meta.dirname, 'gateway-caller.ts'),
    fmt: 'openai',
    gateway: async (provider) => {
      const helper = new Helper('gateway.ts', provider);
      return { url: await helper.address(), pid: helper.pid, [Symbol.dispose]: () => helper[Symbol.dispose]() };
    },
  },
];

/** Lets the callers loose on the provider, by one client or through one gateway. */
export async function overload(subject: OverloadSubject, load: Load): Promise<OverloadFigures> {
  const { adapter, fmt, gateway, environment } = subject;
  const { perSecond, hint, clients, seconds, deadlineMs } = load;
  using upstream = new Helper('upstream.ts', JSON.stringify({ perSecond, hint } satisfies UpstreamSettings));
  const origin = await upstream.address();
  using between = await gateway?.(origin);
  const before = await memoryOf(between?.pid);
  const settings: CallersSettings = { adapter, fmt, origin, clients, seconds, deadlineMs, retries: manyRetries };
  using callers = new Helper('callers.ts', JSON.stringify(settings), {
    ...environment,
    GATEWAY_URL: between?.url ?? '',
  });
  const told = callers.next<CallersTally>();
  await Promise.race([told, delay(seconds * 1_000)]);
  const after = await memoryOf(between?.pid);
  const tally = await told;
  const { requests, refused } = await upstream.ask<UpstreamTally>();
  return {
    ...tally,
    requests,
    refused,
    goodput: tally.successes / seconds / perSecond,
    attemptsPerSuccess: requests / tally.answered,
    failed: Object.values(tally.failures).reduce((total, count) => total + count, 0),
    grownMb: before === undefined || after === undefined ? undefined : after - before,
  };
}
