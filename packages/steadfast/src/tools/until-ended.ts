import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import { onAbort } from '../time/on-abort.ts';
import { abortedError } from '../time/sleep.ts';

/** Why a run was ended: its time is over, or its caller has left. */
export function endReason(signal: AbortSignal): ModelError {
  const reason: unknown = signal.reason;
  return isModelError(reason) ? reason : abortedError(signal);
}

/**
 * Waits for a promise as long as the run lasts.
 * @throws ModelError as soon as the run is ended
 */
export async function untilEnded<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  if (signal.aborted) throw endReason(signal);
  const { promise: end, reject } = Promise.withResolvers<never>();
  const unhook = onAbort(signal, () => reject(endReason(signal)));
  try {
    return await Promise.race([promise, end]);
  } finally {
    unhook();
  }
}
