import { ModelError } from '../model/error.ts';
import type { Clock } from './clock.ts';

/**
 * Waits so many milliseconds.
 * @throws ModelError of kind `aborted` as soon as the signal says so; the timer and the listener are gone then.
 */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortedError(signal));
      return;
    }
    const stop = (): void => {
      timer.cancel();
      if (signal !== undefined) reject(abortedError(signal));
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** The error of a call whose caller ended it; the signal's reason is its cause. */
export function abortedError(signal: AbortSignal): ModelError {
  return new ModelError({ kind: 'aborted', message: 'The caller ended the call.', cause: signal.reason });
}
