import { describe, expect, test } from 'vitest';
import { ModelError, isModelError } from '../model/error.ts';
import type { Call } from '../model/call.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import { toCompletion } from '../model/to-completion.ts';
import { unreportedUsage } from '../model/usage.ts';
import { seededRandom } from '../simulation/seeded-random.ts';
import { sleep } from '../time/sleep.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { limit } from './limit.ts';
import { newGate } from './limiter-gate.ts';
import { retry } from './retry.ts';
import { stack } from './stack.ts';

/** A provider with a hidden token bucket. Times are seconds since the beginning. */
interface Plan {
  readonly capacity: (second: number) => number;
  /** Seconds' worth that may be used at once. */
  readonly burst: number;
  readonly latencyMs: number;
  /** What a refusal asks for: the exact wait, nothing, or so many milliseconds. */
  readonly hint: 'exact' | 'none' | number;
  /** The share of requests refused at random, without a hint. */
  readonly noise: number;
  readonly seed: number;
}

const usual: Plan = { capacity: () => 150, burst: 1, latencyMs: 300, hint: 'none', noise: 0, seed: 1 };

class Upstream {
  readonly clock: VirtualClock;
  readonly #plan: Plan;
  readonly #random: () => number;
  readonly #from: number;
  readonly admitted: { readonly second: number; readonly who: string }[] = [];
  readonly refused: { readonly second: number; readonly who: string }[] = [];
  #level: number;
  #at: number;

  constructor(plan: Plan, clock: VirtualClock) {
    this.clock = clock;
    this.#plan = plan;
    this.#random = seededRandom(plan.seed, 'upstream');
    this.#from = clock.now();
    this.#at = clock.now();
    this.#level = Math.max(1, plan.capacity(0) * plan.burst);
  }

  get second(): number {
    return (this.clock.now() - this.#from) / 1_000;
  }

  /** Milliseconds to wait, 0 when the request is let in, -1 when it is refused for no reason. */
  take(who: string): number {
    const { capacity, burst, noise } = this.#plan;
    const { second } = this;
    const now = this.clock.now();
    const perSecond = capacity(second);
    this.#level = Math.min(Math.max(1, perSecond * burst), this.#level + ((now - this.#at) * perSecond) / 1_000);
    this.#at = now;
    const isNoise = noise > 0 && this.#random() < noise;
    if (isNoise || this.#level < 1 - 1e-9) {
      this.refused.push({ second, who });
      return isNoise ? -1 : ((1 - this.#level) * 1_000) / perSecond;
    }
    this.#level -= 1;
    this.admitted.push({ second, who });
    return 0;
  }

  model(): Model {
    const complete = async (_input: CompletionInput, call?: Call): Promise<ReturnType<typeof toCompletion>> => {
      const attempt = call?.journal?.open('sim/a', this.clock.now());
      const waitMs = this.take(call?.caller?.id ?? '');
      await sleep(this.clock, waitMs === 0 ? this.#plan.latencyMs * (0.8 + 0.4 * this.#random()) : 20, call?.signal);
      if (waitMs !== 0) {
        const { hint } = this.#plan;
        const retryAfterMs = waitMs < 0 || hint === 'none' ? undefined : hint === 'exact' ? Math.ceil(waitMs) : hint;
        const error = new ModelError({ kind: 'rate-limit', status: 429, message: '429', model: 'sim/a', retryAfterMs });
        attempt?.fail(this.clock.now(), error);
        throw error;
      }
      attempt?.succeed(this.clock.now());
      return toCompletion(
        { content: [], finishReason: 'stop', usage: unreportedUsage },
        {
          model: 'sim/a',
          attempts: call?.journal?.attempts ?? [],
          adaptations: [],
          timings: { queueMs: 0, firstContentMs: 0, totalMs: 0 },
        },
      );
    };
    return { id: 'sim/a', complete, stream: () => Promise.reject(new Error('not asked for')) };
  }
}

interface Outcome {
  readonly startedAt: number;
  readonly ms: number;
  readonly attempts: number;
  readonly error?: string;
}

/** One user of the provider: its own gate, and clients that call again as soon as they are answered. */
class User {
  readonly outcomes: Outcome[] = [];
  readonly gate = newGate();
  readonly #model: Model;
  readonly #upstream: Upstream;
  readonly #deadlineMs: number;
  #stopped = false;

  constructor(upstream: Upstream, deadlineMs: number, seed: number) {
    const { clock } = upstream;
    this.#upstream = upstream;
    this.#deadlineMs = deadlineMs;
    const random = seededRandom(seed, 'retry');
    this.#model = stack(upstream.model(), retry({ clock, random }), limit({ gate: this.gate, clock }));
  }

  stop(): void {
    this.#stopped = true;
  }

  async client(caller: string): Promise<void> {
    while (!this.#stopped) await this.call(caller);
  }

  async call(caller: string): Promise<void> {
    const { clock } = this.#upstream;
    const startedAt = this.#upstream.second;
    const begun = clock.now();
    try {
      const { attempts } = await this.#model.complete('hi', {
        deadline: begun + this.#deadlineMs,
        caller: { id: caller },
      });
      this.outcomes.push({ startedAt, ms: clock.now() - begun, attempts: attempts.length });
    } catch (error) {
      if (!isModelError(error)) throw error;
      this.outcomes.push({ startedAt, ms: clock.now() - begun, attempts: error.attempts.length, error: error.message });
      await sleep(clock, 1_000);
    }
  }
}

interface Figures {
  /** The share of the capacity that was used, by all. */
  readonly used: number;
  /** The share of the user's requests that was refused, and its requests for each that was let in. */
  readonly refused: number;
  readonly attempts: number;
  readonly failures: number;
  readonly p50: number;
  readonly p95: number;
}

function figures(upstream: Upstream, user: User, from: number, to: number, capacity: number): Figures {
  const within = ({ second }: { second: number }): boolean => second >= from && second < to;
  const own = ({ who }: { who: string }): boolean => !who.startsWith('other');
  const all = upstream.admitted.filter(within);
  const admitted = all.filter(own).length;
  const refused = upstream.refused.filter((each) => within(each) && own(each)).length;
  const done = user.outcomes.filter(({ startedAt }) => startedAt >= from && startedAt < to);
  const good = done.filter(({ error }) => error === undefined);
  const times = good.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return {
    used: all.length / (capacity * (to - from)),
    refused: refused / (admitted + refused),
    attempts: (admitted + refused) / admitted,
    failures: done.length - good.length,
    p50: at(0.5),
    p95: at(0.95),
  };
}

/** How even shares are: 1 when all are the same, 1 over their number when one has everything (Jain 1984). */
function jain(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  return sum ** 2 / (shares.length * shares.reduce((total, share) => total + share ** 2, 0));
}

interface Run {
  readonly upstream: Upstream;
  readonly user: User;
}

/** Lets so many clients of one user call for so many seconds, beside others who send by chance and never wait. */
async function simulate(plan: Partial<Plan>, clients: number, seconds: number, others: number = 0): Promise<Run> {
  const clock = new VirtualClock();
  const whole = { ...usual, ...plan };
  const upstream = new Upstream(whole, clock);
  const user = new User(upstream, 20_000, whole.seed);
  const running = Array.from({ length: clients }, (_, index) => user.client(`caller ${index % callers}`));
  const random = seededRandom(whole.seed, 'others');
  const send = async (who: string): Promise<void> => {
    await sleep(clock, (-Math.log(1 - random()) * 1_000 * others) / (whole.capacity(upstream.second) * othersShare));
    upstream.take(who);
    if (upstream.second < seconds) await send(who);
  };
  for (let index = 0; index < others; index += 1) running.push(send(`other ${index}`));
  await clock.run(seconds * 1_000);
  user.stop();
  await clock.run();
  await Promise.all(running);
  return { upstream, user };
}

const callers = 5;
const othersShare = 0.5;
const seeds = [1, 2, 3];
const hints = ['none', 'exact'] as const;

function tell(what: string, found: object): void {
  if (process.env['SHOW_FIGURES'] !== undefined) console.log(what, found);
}

describe.each(seeds)('seed %i', (seed) => {
  describe.each(hints)('hint: %s', (hint) => {
    test('a hidden bucket is used up and hardly ever asked for more, also when it is halved or doubled', async () => {
      const capacity = (second: number): number => (second >= 60 && second < 120 ? 50 : 100);
      const { upstream, user } = await simulate({ hint, capacity, seed }, 200, 220);
      const phases = { steady: [20, 60, 100], halved: [75, 120, 50], doubled: [160, 220, 100] } as const;
      for (const [name, [from, to, perSecond]] of Object.entries(phases)) {
        const found = figures(upstream, user, from, to, perSecond);
        tell(`${name}, ${hint}`, found);
        expect(found.used).toBeGreaterThanOrEqual(0.95);
        expect(found.refused).toBeLessThan(0.01);
        expect(found.failures).toBe(0);
      }
      const shares = Array.from({ length: callers }, (_, index) =>
        upstream.admitted.filter(({ who, second }) => second >= 20 && who === `caller ${index}`),
      );
      expect(jain(shares.map(({ length }) => length))).toBeGreaterThanOrEqual(0.95);
    });

    test('500 clients that call again at once use all there is, nearly without a refusal, and wait equally long', async () => {
      const { upstream, user } = await simulate({ hint, seed }, 500, 60);
      const found = figures(upstream, user, 0, 60, 150);
      tell(`overload, ${hint}`, found);
      expect(found.used).toBeGreaterThanOrEqual(0.95);
      expect(found.attempts).toBeLessThanOrEqual(1.1);
      expect(found.failures).toBe(0);
      expect(found.p95).toBeLessThanOrEqual(1.3 * found.p50);
    });

    test('beside five others who never wait, what they leave is used', async () => {
      const { upstream, user } = await simulate({ hint, seed }, 300, 160, 5);
      const found = figures(upstream, user, 40, 160, 150);
      tell(`others, ${hint}`, found);
      expect(found.used).toBeGreaterThanOrEqual(0.95);
      expect(found.refused).toBeLessThan(0.01);
      expect(found.failures).toBe(0);
    });
  });

  test('where half of all requests are refused at random, nobody is slowed down for it', async () => {
    const { upstream, user } = await simulate({ capacity: () => 1_000_000, noise: 0.5, seed }, 50, 40);
    // Each call takes 300 ms, and 20 ms for each refusal: 50 clients make 156 calls a second at most.
    const found = figures(upstream, user, 0, 40, 156);
    tell('noise', found);
    expect(found.attempts).toBeLessThanOrEqual(2.1);
    expect(found.used).toBeGreaterThanOrEqual(0.8);
    expect(found.failures).toBe(0);
  });
});
