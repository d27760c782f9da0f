import { quantile } from '../simulation/figures.ts';
import { attemptsOf } from '../watch/decision-record.ts';
import type { DecisionRecord } from '../watch/decision-record.ts';

/** What calls came to, in figures. Times are milliseconds. */
export interface CallFigures {
  readonly calls: number;
  readonly answered: number;
  /** Errors by kind; calls that their callers ended are `aborted`. */
  readonly failures: Readonly<Record<string, number>>;
  readonly attempts: number;
  readonly attemptsPerAnswer: number;
  /** Answers by target. */
  readonly answers: Readonly<Record<string, number>>;
  /** Of calls that were answered, until the whole reply. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Of all calls. */
  readonly waitedMs: { readonly mean: number; readonly p95: number };
  /** US dollars, of the calls whose cost is known. */
  readonly cost: { readonly known: number; readonly unknownCalls: number };
}

/** Reckons the figures of records. */
export function figuresOfRecords(records: readonly DecisionRecord[]): CallFigures {
  const failures: Record<string, number> = {};
  const answers: Record<string, number> = {};
  const latencies: number[] = [];
  let attempts = 0;
  let known = 0;
  let unknownCalls = 0;
  for (const record of records) {
    const { outcome, timings, cost } = record;
    attempts += attemptsOf(record).length;
    if (!outcome.ok) {
      failures[outcome.kind] = (failures[outcome.kind] ?? 0) + 1;
      continue;
    }
    answers[outcome.model] = (answers[outcome.model] ?? 0) + 1;
    latencies.push(timings.totalMs);
    if (cost?.known === true) known += cost.amount;
    else unknownCalls += 1;
  }
  const waits = records.map(({ timings }) => timings.waitedMs);
  const waited = waits.reduce((total, ms) => total + ms, 0);
  return {
    calls: records.length,
    answered: latencies.length,
    failures,
    attempts,
    attemptsPerAnswer: attempts / latencies.length,
    answers,
    latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), p99: quantile(latencies, 0.99) },
    waitedMs: { mean: waited / records.length, p95: quantile(waits, 0.95) },
    cost: { known, unknownCalls },
  };
}
