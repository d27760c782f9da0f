import type { AttemptLimits, Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import type { ErrorPhase } from '../model/error-kind.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import { guardIdle } from '../stream/guard-idle.ts';
import type { Clock } from '../time/clock.ts';

/** Asks a model within limits. */
export interface Asking {
  complete(request: CompletionInput, call: Call | undefined, limits: AttemptLimits): Promise<Completion>;
  stream(request: CompletionInput, call: Call | undefined, limits: AttemptLimits): Promise<CompletionStream>;
}

/** Gives the limits to a model that keeps them by itself, and ends any other from outside. */
export function askingWithin(inner: Model, clock: Clock): Asking {
  return inner.keepsLimits === true ? passing(inner) : ending(inner, clock);
}

function passing(inner: Model): Asking {
  return {
    complete: (request, call, limits) => inner.complete(request, { ...call, limits }),
    stream: (request, call, limits) => inner.stream(request, { ...call, limits }),
  };
}

function ending(inner: Model, clock: Clock): Asking {
  return {
    complete: (request, call, limits) =>
      bounded(clock, limits.bodyMs, 'body', inner.id, call?.signal, (signal) =>
        inner.complete(request, { ...call, limits, signal }),
      ),
    stream: async (request, call, limits) => {
      const firstMs = limits.headersMs + limits.firstContentMs;
      const stream = await bounded(clock, firstMs, 'first-content', inner.id, call?.signal, (signal) =>
        inner.stream(request, { ...call, limits, signal }),
      );
      return guardIdle(stream, limits.idleMs, inner.id, clock);
    },
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
