import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from 'steadfast/time';

/** The longest silence of a stream, in milliseconds: clients and proxies take longer ones for a dead connection. */
export const longestSilenceMs = 15_000;

/** Fills the silences of a stream with what its dialect has for that: a comment, an event, a line that says nothing. */
export class Pulse {
  readonly #clock: Clock;
  readonly #response: ServerResponse;
  readonly #beat: string;
  #last: number;
  #timer: Timer;

  constructor(clock: Clock, response: ServerResponse, beat: string) {
    this.#clock = clock;
    this.#response = response;
    this.#beat = beat;
    this.#last = clock.now();
    this.#timer = clock.after(longestSilenceMs, this.#tick);
  }

  /** Something was written. */
  touch(): void {
    this.#last = this.#clock.now();
  }

  /** Ends the pulse. */
  stop(): void {
    this.#timer.cancel();
  }

  readonly #tick = (): void => {
    const silent = this.#clock.now() - this.#last;
    if (silent >= longestSilenceMs) {
      // A caller that is slow to read has enough to read.
      if (!this.#response.writableNeedDrain) this.#response.write(this.#beat);
      this.touch();
    }
    this.#timer = this.#clock.after(
      silent >= longestSilenceMs ? longestSilenceMs : longestSilenceMs - silent,
      this.#tick,
    );
  };
}
