import { type Random, seededRandom } from '../ground/random.ts';

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

/** Says when tokens come at a pace. Times are counted from the start, so that delays do not add up. */
export class Pacer {
  readonly #pace: Pace;
  readonly #random: Random;
  #due: number;
  #begun = false;

  /** @param startedAt when the request came, in epoch milliseconds */
  constructor(pace: Pace, startedAt: number) {
    this.#pace = pace;
    this.#random = seededRandom(pace.seed ?? 1);
    this.#due = startedAt;
  }

  /** When so many more tokens have been spoken, in epoch milliseconds. */
  dueAfter(tokens: number): number {
    const { firstTokenMs = 0, tokensPerSecond = Number.POSITIVE_INFINITY } = this.#pace;
    const msPerToken = 1000 / tokensPerSecond;
    // The first token comes at the first-token time; only those after it take their own time.
    const ms = this.#begun ? tokens * msPerToken : firstTokenMs + Math.max(0, tokens - 1) * msPerToken;
    this.#begun = true;
    this.#due += this.#vary(ms);
    return this.#due;
  }

  #vary(ms: number): number {
    const { jitter = 0 } = this.#pace;
    return jitter === 0 ? ms : ms * (1 + jitter * (2 * this.#random() - 1));
  }
}
