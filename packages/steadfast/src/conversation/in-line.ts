import { onAbort } from '../time/on-abort.ts';
import { abortedError } from '../time/sleep.ts';

/** Lets what is done for one key be done one after another; what is done for other keys goes on beside it. */
export class InLine {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Waits for its turn; what it gives ends the turn.
   * @throws ModelError of kind `aborted` when the signal ends the wait
   */
  async enter(key: string | undefined, signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted === true) throw abortedError(signal);
    if (key === undefined) return () => undefined;
    const before = this.#last.get(key);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last.set(key, promise);
    const leave = (): void => {
      if (this.#last.get(key) === promise) this.#last.delete(key);
      resolve();
    };
    if (before === undefined) return leave;
    try {
      await orAborted(before, signal);
    } catch (error) {
      // Who stands behind waits for those before, too.
      void before.then(leave);
      throw error;
    }
    return leave;
  }
}

function orAborted(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return turn;
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => reject(abortedError(signal)));
    void turn.then(() => {
      forget();
      resolve();
    });
  });
}
