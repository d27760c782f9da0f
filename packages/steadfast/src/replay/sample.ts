import type { AttemptStep, DecisionRecord, RecordedCost } from '../watch/decision-record.ts';

/** An attempt as it was recorded: what its target did at a time. */
export interface Sample {
  /** Milliseconds since the first call. */
  readonly ms: number;
  /** Until the whole reply, the first content of a stream, or the error. */
  readonly durationMs: number;
  /** From the first content of a stream to its end. */
  readonly restMs: number;
  /** What it failed with; absent where it was answered. */
  readonly error?: Pick<AttemptStep, 'kind' | 'status' | 'phase' | 'retryAfterMs'>;
  readonly usage?: DecisionRecord['usage'];
  readonly cost?: RecordedCost;
}

/** What was recorded of targets. */
export interface Samples {
  /** By target, in the order of time. */
  readonly byTarget: ReadonlyMap<string, readonly Sample[]>;
  /** Attempts that were given up before they ended: what they would have come to was never seen. */
  readonly censored: number;
}

/** Reads what targets did out of records, which are in the order of time. */
export function samplesOf(records: readonly DecisionRecord[]): Samples {
  const byTarget = new Map<string, Sample[]>();
  const beginning = records[0]?.startedAt ?? 0;
  let censored = 0;
  for (const record of records) {
    const answering = answeringAttempt(record);
    for (const step of record.steps) {
      if (step.type !== 'attempt') continue;
      if (step.outcome === 'open' || step.outcome === 'aborted') {
        censored += 1;
        continue;
      }
      const known = byTarget.get(step.target) ?? [];
      known.push(sampleOf(record, step, step === answering, beginning));
      byTarget.set(step.target, known);
    }
  }
  for (const samples of byTarget.values()) samples.sort((one, other) => one.ms - other.ms);
  return { byTarget, censored };
}

function answeringAttempt({ steps, outcome }: DecisionRecord): AttemptStep | undefined {
  if (!outcome.ok) return undefined;
  const ends = steps.filter((step): step is AttemptStep => step.type === 'attempt' && step.outcome === 'ok');
  return ends.findLast(({ target }) => target === outcome.model) ?? ends.at(-1);
}

function sampleOf(record: DecisionRecord, step: AttemptStep, answered: boolean, beginning: number): Sample {
  const { startedAt, timings, usage, cost, streamed } = record;
  const { atMs, durationMs, outcome, kind, status, phase, retryAfterMs } = step;
  const ms = startedAt - beginning + atMs;
  const error = outcome === 'ok' ? undefined : { kind, status, phase, retryAfterMs };
  if (!answered) return { ms, durationMs, restMs: 0, error };
  const restMs = streamed ? Math.max(0, timings.totalMs - atMs - durationMs) : 0;
  return { ms, durationMs, restMs, usage, cost };
}
