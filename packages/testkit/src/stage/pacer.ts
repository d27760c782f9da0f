import type { Clock } from '../ground/clock.ts';
import { type Random, seededRandom } from '../ground/random.ts';
import type { Exchange } from './exchange.ts';

/** How fast a simulated model speaks. */
export interface Pace {
  /** Milliseconds until the first token. Default: 0. */
  readonly firstTokenMs?: number;
  /** Default: as fast as they can be sent. */
  readonly tokensPerSecond?: number;
  /** How much each time varies, as a share of it: 0.2 for 20 % more or less. Default: 0. */
  readonly jitter?: number;
  /** Of the generator of the jitter. Default: 1. */
  readonly seed?: number;
}

/** Holds back tokens so that they come at their pace. Times are counted from the start, so that delays do not add up. */
export class Pacer {
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #random: Random;
  #due: number;
  #begun = false;

  constructor(clock: Clock, pace: Pace) {
    this.#clock = clock;
    this.#pace = pace;
    this.#random = seededRandom(pace.seed ?? 1);
    this.#due = clock.now();
  }

  /** Waits until so many more tokens have been spoken. */
  async speak(exchange: Exchange, tokens: number): Promise<void> {
    const { firstTokenMs = 0, tokensPerSecond = Number.POSITIVE_INFINITY } = this.#pace;
    const msPerToken = 1000 / tokensPerSecond;
    // The first token comes at the first-token time; only those after it take their own time.
    const ms = this.#begun ? tokens * msPerToken : firstTokenMs + Math.max(0, tokens - 1) * msPerToken;
    this.#begun = true;
    this.#due += this.#vary(ms);
    await exchange.wait(this.#clock, this.#due - this.#clock.now());
  }

  #vary(ms: number): number {
    const { jitter = 0 } = this.#pace;
    return jitter === 0 ? ms : ms * (1 + jitter * (2 * this.#random() - 1));
  }
}
