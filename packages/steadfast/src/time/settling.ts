/** How many turns are asked for at once: a turn of its own costs four times as much as one of many. */
const turnsAtOnce = 16;

/**
 * Waits until all promises and ticks that can settle have done so. Node lets them settle between two callbacks of
 * `setImmediate`, also between two of the same round of the event loop, so that callbacks are laid in in advance.
 */
export class Settling {
  #turns = 0;
  #resolve: (() => void) | undefined;
  readonly #turn = (): void => {
    this.#turns -= 1;
    const resolve = this.#resolve;
    this.#resolve = undefined;
    resolve?.();
  };

  /** For one who waits at a time. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#turns > 0) return;
      this.#turns = turnsAtOnce;
      for (let turn = 0; turn < turnsAtOnce; turn += 1) setImmediate(this.#turn);
    });
  }
}
