import type { OverloadBound } from './bounds.ts';
import type { OpenCallersSettings, OpenCallersTally } from './open-callers.ts';
import type { OverloadSubject } from './overload.ts';
import { Helper } from './process.ts';
import type { Outage, UpstreamSettings, UpstreamTally } from './upstream.ts';

const capacity = 150;
const offered = 100;
const beforeMs = 15_000;
const afterMs = 25_000;
const deadlineMs = 20_000;

/** Lets callers come by chance while their provider is away for a time, and looks at what that does to it, and to them. */
export async function outageRun(
  { adapter, fmt, gateway, environment }: OverloadSubject,
  manner: Outage['manner'],
  seconds: number,
): Promise<readonly OverloadBound[]> {
  const from = Date.now() + startMs + beforeMs;
  const to = from + seconds * 1_000;
  const settings: UpstreamSettings = { perSecond: capacity, hint: 'seconds', outage: { from, to, manner } };
  using upstream = new Helper('upstream.ts', JSON.stringify(settings));
  const origin = await upstream.address();
  using between = await gateway?.(origin);
  const asked: OpenCallersSettings = { adapter, fmt, origin, perSecond: offered, until: to + afterMs, deadlineMs };
  using callers = new Helper('open-callers.ts', JSON.stringify(asked), {
    ...environment,
    GATEWAY_URL: between?.url ?? '',
  });
  const { begunAt, answeredAt, failedFrom } = await callers.next<OpenCallersTally>();
  const { arrivals } = await upstream.ask<UpstreamTally>();
  const count = (times: readonly number[], begin: number, end: number): number =>
    times.filter((time) => time >= begin && time < end).length;
  const usual = count(answeredAt, from - 10_000, from) / 10;
  // Callers come by chance: where nobody waits any more, a second has no more answers than it had callers.
  const came = count(begunAt, to + 4_000 - replyMs, to + 5_000 - replyMs);
  const goodput = count(answeredAt, to + 4_000, to + 5_000) / Math.min(usual, came);
  return [
    most('upstream load in the outage, of offered', count(arrivals, from, to) / seconds / offered, 1.2),
    {
      figure: 'answers in the 5th second after it',
      value: `${(goodput * 100).toFixed(0)} %`,
      bound: 'at least 90 %',
      holds: goodput >= 0.9,
    },
    most('busiest second after it, of capacity', busiest(arrivals, to) / capacity, 1.5),
    most('failures of calls begun 10 s after it', count(failedFrom, to + 10_000, Infinity), 0),
  ];
}

/** A reply takes about so long. */
const replyMs = 300;

/** The processes need so long to start. */
const startMs = 3_000;

function most(figure: string, value: number, bound: number): OverloadBound {
  return { figure, value: value.toFixed(2), bound: `at most ${bound.toFixed(2)}`, holds: value <= bound };
}

/** The most requests that came within any second from a time on. */
function busiest(times: readonly number[], from: number): number {
  const later = times.filter((time) => time >= from);
  let first = 0;
  let busiest = 0;
  for (const [index, time] of later.entries()) {
    while ((later[first] ?? time) <= time - 1_000) first += 1;
    busiest = Math.max(busiest, index - first + 1);
  }
  return busiest;
}
