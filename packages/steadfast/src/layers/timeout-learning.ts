import type { AttemptLimits, Call } from '../model/call.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { isModelError } from '../model/error.ts';
import type { CompletionStream } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { boundOf, boundRules, learnTime, newLatency } from './latency.ts';
import type { Latencies, Latency } from './latency.ts';
import { callKind } from './timeout-kind.ts';

/** After so many streams only each eighth is looked at for the time between its parts, which costs a little for each part. */
const watchAll = 256;
const watchEach = 8;

/** What the times of one target are learned with. */
export interface TimeoutLearningParts {
  /** `provider/model`. */
  readonly target: string;
  readonly learned: Latencies;
  /** The most that each limit is. */
  readonly ceilings: AttemptLimits;
  /** Limits that are not learned. */
  readonly given: Partial<AttemptLimits>;
  readonly clock: Clock;
}

/** An attempt that is bounded by what was learned, and that is learned from. */
export interface LearningAttempt {
  readonly limits: AttemptLimits;
  /** It went well, as far as its commit point. */
  succeeded(stream: CompletionStream | undefined): void;
  failed(error: unknown): void;
}

/** Learns how long the calls to one target take, and bounds them by it. */
export class TimeoutLearning {
  readonly #parts: TimeoutLearningParts;

  constructor(parts: TimeoutLearningParts) {
    this.#parts = parts;
  }

  /** Begins an attempt. */
  begin(input: CompletionInput, call: Call | undefined, streamed: boolean): LearningAttempt {
    const { learned, ceilings, given, clock } = this.#parts;
    const latency = (learned[callKind(input)] ??= newLatency());
    const usual = this.#hasTimedOut(call) ? ceilings : limitsBy(latency, ceilings, streamed);
    const limits = { ...usual, ...given, ...call?.limits };
    const startedAt = clock.now();
    return {
      limits,
      succeeded: (stream) => this.#succeeded(latency, clock.now() - startedAt, stream),
      failed: (error) => {
        if (endedBy(error, limits) < endedBy(error, ceilings) && endedBy(error, limits) === endedBy(error, usual)) {
          latency.ended += 1;
        }
      },
    };
  }

  /**
   * A try that follows a timeout of the same call has the ceilings: a call may be ended early once, and the time that it
   * truly takes is learned.
   */
  #hasTimedOut(call: Call | undefined): boolean {
    const { target } = this.#parts;
    const attempts = call?.journal?.attempts ?? [];
    return attempts.some((attempt) => attempt.kind === 'timeout' && attempt.target === target);
  }

  #succeeded(latency: Latency, ms: number, stream: CompletionStream | undefined): void {
    latency.ended = 0;
    if (stream === undefined) {
      learnTime(latency.whole, boundRules.whole, ms);
      return;
    }
    learnTime(latency.firstContent, boundRules.firstContent, ms);
    const seen = Math.floor(latency.firstContent.quantiles.total);
    if (latency.gap.quantiles.total < watchAll || seen % watchEach === 0) this.#watch(latency, stream);
  }

  /** The time until the end counts as well: that of a stream which was ended too early loosens the bound. */
  #watch(latency: Latency, stream: CompletionStream): void {
    const { clock } = this.#parts;
    if (stream.watch === undefined) return;
    let last = clock.now();
    let longest = 0;
    stream.watch(() => {
      const now = clock.now();
      if (now - last > longest) longest = now - last;
      last = now;
      return undefined;
    });
    void stream.ended.then(() => {
      learnTime(latency.gap, boundRules.gap, Math.max(longest, clock.now() - last));
    });
  }
}

function limitsBy(
  { ended, firstContent, gap, whole }: Latency,
  ceilings: AttemptLimits,
  streamed: boolean,
): AttemptLimits {
  if (!streamed) {
    const bodyMs = boundOf(whole, ended, ceilings.bodyMs);
    return { ...ceilings, headersMs: Math.min(ceilings.headersMs, bodyMs), bodyMs };
  }
  const firstContentMs = boundOf(firstContent, ended, ceilings.firstContentMs);
  const headersMs = boundOf(firstContent, ended, ceilings.headersMs);
  return { ...ceilings, headersMs, firstContentMs, idleMs: boundOf(gap, 0, ceilings.idleMs) };
}

/** The limit by which an attempt was ended before its first content; `Infinity` where it was none. */
function endedBy(error: unknown, limits: AttemptLimits): number {
  if (!isModelError(error) || error.kind !== 'timeout') return Infinity;
  switch (error.phase) {
    case 'headers':
      return limits.headersMs;
    case 'first-content':
      return limits.firstContentMs;
    case 'body':
      return limits.bodyMs;
    default:
      return Infinity;
  }
}
