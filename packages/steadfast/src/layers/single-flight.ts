import type { Completion } from '../model/completion.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { SharedReader } from '../stream/shared-reader.ts';
import type { SharedStream } from '../stream/shared-stream.ts';
import type { Clock } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import type { OpenCall } from '../time/open-call.ts';
import { abortedError } from '../time/sleep.ts';
import { cachedCompletion } from './cache-entry.ts';

/** What a request brings: a whole reply, or a stream that is shared. */
export type Brought = Completion | SharedStream;

/** Somebody who waits for what a request brings. */
interface Seat {
  land(brought: Brought): void;
  crash(error: unknown): void;
}

/** One request on behalf of all who ask the same at the same time. It ends when the last of them has left. */
export class Flight {
  /** Whose circumstances the request lives by. */
  readonly call: OpenCall;
  readonly #clock: Clock;
  readonly #target: string;
  readonly #seats = new Set<Seat>();
  readonly #controller = new AbortController();
  readonly #onAbandon: () => void;
  #brought: Brought | undefined;

  /** `onAbandon` is called when all have left before anything was brought. */
  constructor(target: string, call: OpenCall, clock: Clock, onAbandon: () => void) {
    this.#target = target;
    this.call = call;
    this.#clock = clock;
    this.#onAbandon = onAbandon;
  }

  /** Aborts when all have left. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** How many wait for it to land. */
  get waiting(): number {
    return this.#seats.size;
  }

  /**
   * Waits for what the request brings, and takes of it what the call wants.
   * @throws ModelError as the request fails, or of kind `aborted` or `timeout` as the call ends by itself
   */
  join<Wanted>(call: OpenCall, take: (brought: Brought) => Wanted | Promise<Wanted>): Promise<Wanted> {
    const { signal } = call;
    if (signal?.aborted === true) return Promise.reject(abortedError(signal));
    if (this.#brought !== undefined) return Promise.resolve(take(this.#brought));
    return new Promise((resolve, reject) => {
      const seat: Seat = {
        land: (brought) => {
          release();
          resolve(take(brought));
        },
        crash: (error) => {
          release();
          reject(this.#own(call, error));
        },
      };
      const release = this.#bound(call, (error) => {
        this.#seats.delete(seat);
        release();
        reject(error);
        if (this.#seats.size > 0) return;
        this.#onAbandon();
        this.#controller.abort();
      });
      this.#seats.add(seat);
    });
  }

  /** The request has brought something. */
  land(brought: Brought): void {
    this.#brought = brought;
    const seats = [...this.#seats];
    this.#seats.clear();
    for (const seat of seats) seat.land(brought);
    if (seats.length === 0 && 'reader' in brought) brought.close();
  }

  /** The request has failed: each who waits is told, with an error of its own. */
  crash(error: unknown): void {
    const seats = [...this.#seats];
    this.#seats.clear();
    for (const seat of seats) seat.crash(error);
  }

  /** Reads a shared stream for a call, as long as its own circumstances allow. */
  read(stream: SharedStream, call: OpenCall): SharedReader {
    const release = this.#bound(call, (error) => reader.fail(error));
    const reader = stream.reader({
      complete: (completion) => this.whole(completion, call),
      broken: (error) => this.#own(call, error),
      onOver: release,
    });
    return reader;
  }

  /** The whole reply, as the call gets it. */
  whole(completion: Completion, call: OpenCall): Completion {
    if (call === this.call) return completion;
    return cachedCompletion(completion, { from: 'flight', ageMs: 0 }, call, this.#clock.now());
  }

  #own(call: OpenCall, error: unknown): unknown {
    if (call === this.call || !isModelError(error)) return error;
    return error.with({ attempts: call.journal.attempts });
  }

  /** The call's own signal and deadline; those who share the first call's deadline are ended with the request. */
  #bound({ signal, deadline }: OpenCall, end: (error: ModelError) => void): () => void {
    const leave = signal && onAbort(signal, () => end(abortedError(signal)));
    if (deadline === undefined || deadline === this.call.deadline) return () => leave?.();
    const timer = this.#clock.after(deadline - this.#clock.now(), () => end(this.#lateError()));
    return () => {
      leave?.();
      timer.cancel();
    };
  }

  #lateError(): ModelError {
    const target = this.#target;
    const message = `The deadline of the call passed before ${target} had replied in full.`;
    return new ModelError({
      kind: 'timeout',
      phase: 'deadline',
      message,
      provider: target.split('/')[0],
      model: target,
    });
  }
}
