import type { Random } from '../simulation/seeded-random.ts';
import { indexOf } from './index-of.ts';
import { isRefusal, learnLimit, rateAt } from './learned-limit.ts';
import type { LearnedLimit } from './learned-limit.ts';
import type { Sample } from './sample.ts';

/** What was recorded this close to a time tells what the target does then, in milliseconds. */
const nearMs = 1_000;

/** Further from all that was recorded than this, nothing is known of a time. */
const blindMs = 10_000;

/** A target that does what was recorded of it: at each time what it did about then, and beyond its limit it refuses. */
export class RecordedTarget {
  readonly limit: LearnedLimit | undefined;
  /** Attempts that were recorded of it. */
  readonly size: number;
  readonly #random: Random;
  readonly #samples: readonly Sample[];
  readonly #times: readonly number[];
  readonly #refusals: readonly Sample[];
  #level = 0;
  #at = 0;
  #asked = 0;
  #blind = 0;

  /** @param samples in the order of time, at least one */
  constructor(samples: readonly Sample[], random: Random) {
    this.#random = random;
    this.size = samples.length;
    this.limit = learnLimit(samples);
    this.#refusals = samples.filter(isRefusal);
    const others = this.limit === undefined ? samples : samples.filter((sample) => !isRefusal(sample));
    this.#samples = others.length === 0 ? samples : others;
    this.#times = this.#samples.map(({ ms }) => ms);
  }

  /** How often it was asked, and how often at a time of which nothing is known. */
  get asked(): { readonly times: number; readonly blind: number } {
    return { times: this.#asked, blind: this.#blind };
  }

  /** What becomes of an attempt so many milliseconds after the first call, at or after the one before. */
  ask(ms: number): Sample {
    this.#asked += 1;
    return this.#refusal(ms) ?? this.#about(ms);
  }

  #refusal(ms: number): Sample | undefined {
    if (this.limit === undefined) return undefined;
    const { burst, hints, perSecond } = this.limit;
    const rate = rateAt(perSecond, ms);
    this.#level = Math.max(0, this.#level - ((ms - this.#at) * rate) / 1_000);
    this.#at = ms;
    const over = this.#level + 1 - burst;
    if (over <= hair) {
      this.#level += 1;
      return undefined;
    }
    const like = this.#refusals[Math.floor(this.#random() * this.#refusals.length)];
    const retryAfterMs = hints ? Math.ceil((over * 1_000) / rate) : undefined;
    return { ms, durationMs: like?.durationMs ?? 0, restMs: 0, error: { ...like?.error, retryAfterMs } };
  }

  #about(ms: number): Sample {
    const first = indexOf(this.#times, ms - nearMs);
    const end = indexOf(this.#times, ms + nearMs);
    const chosen = end > first ? first + Math.floor(this.#random() * (end - first)) : this.#nearest(ms, first);
    const sample = this.#samples[chosen];
    if (sample === undefined) throw new Error('A recorded target has at least one attempt.');
    return sample;
  }

  #nearest(ms: number, next: number): number {
    const before = ms - (this.#times[next - 1] ?? -Infinity);
    const after = (this.#times[next] ?? Infinity) - ms;
    if (Math.min(before, after) > blindMs) this.#blind += 1;
    return before < after ? next - 1 : next;
  }
}

/** Sums of fractions may fall short of a whole by a hair. */
const hair = 1e-9;
