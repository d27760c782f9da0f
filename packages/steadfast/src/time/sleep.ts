import { ModelError } from '../model/error.ts';
import type { Clock } from './clock.ts';
import { onAbort } from './on-abort.ts';

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
    const leave =
      signal &&
      onAbort(signal, () => {
        timer.cancel();
        reject(abortedError(signal));
      });
    const timer = clock.after(ms, () => {
      leave?.();
      resolve();
    });
  });
}

/** The error of a call whose caller ended it; the signal's reason is its cause. */
export function abortedError(signal: AbortSignal): ModelError {
  return new ModelError({ kind: 'aborted', message: 'The caller ended the call.', cause: signal.reason });
}
