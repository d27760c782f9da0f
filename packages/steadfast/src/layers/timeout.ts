import type { AttemptLimits } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import { ModelError } from '../model/error.ts';
import type { ErrorPhase } from '../model/error-kind.ts';
import type { CompletionStream, Layer, Model } from '../model/model.ts';
import { guardIdle } from '../stream/guard-idle.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/clock.ts';

/** Settings of `timeout`: the longest times of one attempt, in milliseconds. */
export interface TimeoutOptions extends Partial<AttemptLimits> {
  readonly clock?: Clock;
}

/**
 * What holds where nothing else is said. A whole reply sends its headers only when it is written, so they may take as
 * long as the reply; a stream has to begin within 2 minutes, which leaves time for reasoning that is not shown.
 */
export const defaultLimits: AttemptLimits = {
  headersMs: 300_000,
  firstContentMs: 120_000,
  idleMs: 60_000,
  bodyMs: 600_000,
};

/**
 * Bounds each attempt: until the headers, until the first content, between two parts, and altogether. The limits travel
 * with the call, so that a provider's connection keeps them to the letter; a model of another kind is ended from here.
 */
export function timeout(options: TimeoutOptions = {}): Layer {
  const { clock = systemClock, ...given } = options;
  const limits = { ...defaultLimits, ...given };
  return (inner: Model): Model => {
    if (inner.keepsLimits === true) return passing(inner, limits);
    return {
      id: inner.id,
      capabilities: inner.capabilities,
      complete: (request, call) =>
        bounded(clock, limits.bodyMs, 'body', inner.id, call?.signal, (signal) =>
          inner.complete(request, { ...call, limits, signal }),
        ),
      stream: async (request, call) => {
        const firstMs = limits.headersMs + limits.firstContentMs;
        const stream = await bounded(clock, firstMs, 'first-content', inner.id, call?.signal, (signal) =>
          inner.stream(request, { ...call, limits, signal }),
        );
        return guardIdle(stream, limits.idleMs, inner.id, clock);
      },
    };
  };
}

function passing(inner: Model, limits: AttemptLimits): Model {
  return {
    id: inner.id,
    capabilities: inner.capabilities,
    complete: (request, call) => inner.complete(request, { ...call, limits: { ...limits, ...call?.limits } }),
    stream: (request, call) => inner.stream(request, { ...call, limits: { ...limits, ...call?.limits } }),
  };
}

async function bounded<Settled extends Completion | CompletionStream>(
  clock: Clock,
  ms: number,
  phase: ErrorPhase,
  target: string,
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<Settled>,
): Promise<Settled> {
  const own = new AbortController();
  const signal = outer === undefined ? own.signal : AbortSignal.any([outer, own.signal]);
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = clock.after(ms, () => {
    reject(timeoutError(target, phase, ms));
    own.abort();
  });
  const running = run(signal);
  // The loser of the race may still fail; nobody waits for it then.
  running.catch(() => undefined);
  try {
    return await Promise.race([running, promise]);
  } finally {
    timer.cancel();
  }
}

function timeoutError(target: string, phase: ErrorPhase, ms: number): ModelError {
  const what = phase === 'body' ? 'its whole reply' : 'the first content of its reply';
  const message = `${target} did not give ${what} within ${ms} ms.`;
  return new ModelError({ kind: 'timeout', phase, message, provider: target.split('/')[0], model: target });
}
