import type { CallRecord } from './call-record.ts';
import type { SimulationResult } from './simulate.ts';

/** The least value that so large a share of the values does not exceed; `NaN` of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** Jain's index of fairness (Jain, Chiu and Hawe 1984): 1 when all have the same, 1/n when one of n has all. */
export function jainIndex(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares);
}

/** How many of the times lie in each second, from the beginning up to, but not including, an end. */
export function perSecond(times: readonly number[], endMs: number): number[] {
  const counts = Array.from({ length: Math.ceil(endMs / 1_000) }, () => 0);
  for (const ms of times) {
    const second = Math.floor(ms / 1_000);
    if (ms < endMs && ms >= 0) counts[second] = (counts[second] ?? 0) + 1;
  }
  return counts;
}

/** The most of the times that lie in any span of so many milliseconds. */
export function busiest(times: readonly number[], spanMs: number): number {
  const sorted = Float64Array.from(times).toSorted();
  let most = 0;
  let first = 0;
  for (const [index, ms] of sorted.entries()) {
    while ((sorted[first] ?? ms) <= ms - spanMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** What a simulation shows, in figures. */
export interface Figures {
  /** Calls that were begun in the span. */
  readonly calls: number;
  readonly answered: number;
  /** Errors by kind. */
  readonly failures: Readonly<Record<string, number>>;
  readonly failed: number;
  /** Answers that came in the span, for each second of it on average. */
  readonly goodput: number;
  /** Requests that reached a provider in the span, for each second of it on average. */
  readonly upstreamLoad: number;
  /** Of those, the share that was refused by a bucket. */
  readonly limitedShare: number;
  /** Attempts of all calls that were begun in the span, for each of them that was answered. */
  readonly attemptsPerSuccess: number;
  /** Milliseconds from the call to the whole answer. */
  readonly latency: { readonly p50: number; readonly p95: number; readonly p99: number };
  readonly waitedMs: { readonly p50: number; readonly p95: number };
  /** Jain's index over what each caller was answered. */
  readonly fairness: number;
}

/** Reckons the figures of the span from one time to another. Default: the whole simulation. */
export function figuresOf(result: SimulationResult, fromMs: number = 0, toMs: number = result.forMs): Figures {
  const within = (ms: number): boolean => ms >= fromMs && ms < toMs;
  const begun = result.calls.filter(({ ms }) => within(ms));
  const answered = begun.filter(isAnswered);
  const arrivals = [...result.upstreams.values()]
    .flatMap((upstream) => upstream.arrivals)
    .filter(({ ms }) => within(ms));
  const limited = arrivals.filter(({ verdict }) => verdict === 'limited').length;
  const seconds = (toMs - fromMs) / 1_000;
  const latencies = answered.map(({ ms, endMs }) => endMs - ms);
  const waits = answered.map(({ waitedMs }) => waitedMs);
  const attempts = begun.reduce((total, call) => total + call.attempts, 0);
  const inTime = result.calls.filter((call) => isAnswered(call) && within(call.endMs)).length;
  const latency = { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), p99: quantile(latencies, 0.99) };
  return {
    calls: begun.length,
    answered: answered.length,
    failures: failuresOf(begun),
    failed: begun.length - answered.length,
    goodput: inTime / seconds,
    upstreamLoad: arrivals.length / seconds,
    limitedShare: arrivals.length === 0 ? 0 : limited / arrivals.length,
    attemptsPerSuccess: attempts / answered.length,
    latency,
    waitedMs: { p50: quantile(waits, 0.5), p95: quantile(waits, 0.95) },
    fairness: jainIndex(answersByCaller(begun)),
  };
}

/** When answers came, in milliseconds since the beginning. */
export function answerTimes(result: SimulationResult): number[] {
  return result.calls.filter(isAnswered).map(({ endMs }) => endMs);
}

/** When requests reached providers, in milliseconds since the beginning. */
export function arrivalTimes(result: SimulationResult): number[] {
  return [...result.upstreams.values()].flatMap((upstream) => upstream.arrivals.map(({ ms }) => ms));
}

function isAnswered({ outcome }: CallRecord): boolean {
  return outcome === 'ok';
}

function failuresOf(calls: readonly CallRecord[]): Record<string, number> {
  const failures: Record<string, number> = {};
  for (const { outcome } of calls) if (outcome !== 'ok') failures[outcome] = (failures[outcome] ?? 0) + 1;
  return failures;
}

function answersByCaller(calls: readonly CallRecord[]): number[] {
  const answers = new Map<string, number>();
  for (const { caller, outcome } of calls) {
    answers.set(caller, (answers.get(caller) ?? 0) + (outcome === 'ok' ? 1 : 0));
  }
  return [...answers.values()];
}
