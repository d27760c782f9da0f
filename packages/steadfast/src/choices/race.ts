import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import type { OpenCall } from '../time/open-call.ts';
import type { Ask } from './through.ts';

/** One of several requests of the same call. */
export interface Runner<Settled> {
  readonly model: Model;
  /** Where the model stands among those of the choice. */
  readonly index: number;
  /** Whether it was begun beside another. */
  readonly isHedge: boolean;
  readonly startedAt: number;
  /** Settles when it is over, however it ended; never rejects. */
  readonly over: Promise<RunnerEnd<Settled>>;
}

/** How a request ended. */
export type RunnerEnd<Settled> = { readonly settled: Settled } | { readonly error: unknown };

/** Requests of one call, of which the first that is answered counts. */
export class Race<Settled extends Completion | CompletionStream> {
  readonly #ask: Ask<Settled>;
  readonly #request: CompletionInput;
  readonly #call: OpenCall;
  readonly #clock: Clock;
  readonly #stops = new Map<Runner<Settled>, (reason: ModelError) => void>();

  constructor(ask: Ask<Settled>, request: CompletionInput, call: OpenCall, clock: Clock) {
    this.#ask = ask;
    this.#request = request;
    this.#call = call;
    this.#clock = clock;
  }

  /** Begins one more request; the caller's signal ends it as well. */
  start(model: Model, index: number, circumstances?: Partial<Call>): Runner<Settled> {
    const own = new AbortController();
    const { signal } = this.#call;
    const leave = signal && onAbort(signal, () => own.abort(signal.reason));
    if (signal?.aborted === true) own.abort(signal.reason);
    const asking = this.#ask(model, this.#request, { ...this.#call, ...circumstances, signal: own.signal });
    const over = asking.then(
      (settled): RunnerEnd<Settled> => {
        // A stream that was answered still ends when its caller leaves.
        if ('ended' in settled) void settled.ended.then(leave);
        else leave?.();
        return { settled };
      },
      (error: unknown): RunnerEnd<Settled> => {
        leave?.();
        return { error };
      },
    );
    const runner = { model, index, isHedge: this.#stops.size > 0, startedAt: this.#clock.now(), over };
    this.#stops.set(runner, (reason) => own.abort(reason));
    return runner;
  }

  /** Ends a request that lost; a stream that comes all the same is closed. Gives what became of it. */
  async stop(runner: Runner<Settled>): Promise<RunnerEnd<Settled>> {
    const message = `${runner.model.id} was asked at the same time as another model, which answered first.`;
    this.#stops.get(runner)?.(new ModelError({ kind: 'aborted', message, model: runner.model.id }));
    const end = await runner.over;
    if ('settled' in end && 'ended' in end.settled) await end.settled.close();
    return end;
  }
}

/** The error with which a request ended, if it is one of ours. */
export function errorOf<Settled>(end: RunnerEnd<Settled>): ModelError | undefined {
  return 'error' in end && isModelError(end.error) ? end.error : undefined;
}
