import { ModelError } from '../../../model/error.ts';
import { longestDelay } from '../../../time/clock.ts';
import type { Clock, Timer } from '../../../time/clock.ts';
import { onAbort } from '../../../time/on-abort.ts';
import type { OpenCall } from '../../../time/open-call.ts';
import { abortedError } from '../../../time/sleep.ts';

/** Ends an attempt from outside, when its caller does or when the deadline of the call comes. */
export class CallBounds {
  /** What ended the attempt. */
  error: ModelError | undefined;
  readonly #target: string;
  readonly #own = new AbortController();
  readonly #ended = Promise.withResolvers<never>();
  #leave: (() => void) | undefined;
  #timer: Timer | undefined;
  #onEnd: ((error: ModelError) => void) | undefined;

  constructor(call: OpenCall, target: string, clock: Clock) {
    this.#target = target;
    this.#ended.promise.catch(() => undefined);
    const { signal, deadline } = call;
    if (signal?.aborted === true) this.#endBy(signal);
    else if (signal !== undefined) this.#leave = onAbort(signal, () => this.#endBy(signal));
    if (deadline !== undefined) this.#arm(deadline - clock.now(), clock);
  }

  /** Aborts when the attempt ends; for the AI SDK's provider. */
  get signal(): AbortSignal {
    return this.#own.signal;
  }

  /**
   * Waits for work, but no longer than the attempt lasts; what comes later is discarded.
   * @throws ModelError of what ended it
   */
  async within<Value>(work: () => PromiseLike<Value>, discard?: (late: Value) => void): Promise<Value> {
    if (this.error !== undefined) throw this.error;
    const running = Promise.resolve(work());
    const late = (value: Value): void => {
      if (this.error !== undefined) discard?.(value);
    };
    // The loser of the race may still fail; nobody waits for it then.
    running.then(late, () => undefined);
    return await Promise.race([running, this.#ended.promise]);
  }

  /** Calls back when the attempt is ended from outside, at once where it has been. */
  onEnd(callback: (error: ModelError) => void): void {
    this.#onEnd = callback;
    if (this.error !== undefined) callback(this.error);
  }

  /** The attempt is over: nothing ends it any more. */
  release(): void {
    this.#leave?.();
    this.#timer?.cancel();
    this.#onEnd = undefined;
  }

  /** Its reader has gone: the provider's request is ended, and nobody is told. */
  abandon(): void {
    this.release();
    this.#own.abort();
  }

  #arm(leftMs: number, clock: Clock): void {
    if (leftMs > longestDelay) return;
    const end = (): void => {
      const message = `The deadline of the call passed before ${this.#target} had replied in full.`;
      this.#end(new ModelError({ kind: 'timeout', phase: 'deadline', message }), undefined);
    };
    if (leftMs > 0) this.#timer = clock.after(leftMs, end);
    else end();
  }

  #endBy(signal: AbortSignal): void {
    this.#end(abortedError(signal), signal.reason);
  }

  #end(error: ModelError, reason: unknown): void {
    if (this.error !== undefined) return;
    this.error = error;
    this.#own.abort(reason);
    this.#ended.reject(error);
    const tell = this.#onEnd;
    this.release();
    tell?.(error);
  }
}
