import { expect, test } from 'vitest';
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
  /** Share of the capacity that was used. */
  readonly used: number;
  /** 429s for each call. */
  readonly refused: number;
  readonly attemptsPerSuccess: number;
  readonly failures: number;
  readonly p50: number;
  readonly p95: number;
}

function figures(upstream: Upstream, user: User, who: string, from: number, to: number, capacity: number): Figures {
  const within = ({ second }: { second: number }): boolean => second >= from && second < to;
  const admitted = upstream.admitted.filter(within).length;
  const refused = upstream.refused.filter((each) => within(each) && each.who.startsWith(who)).length;
  const done = user.outcomes.filter(({ startedAt }) => startedAt >= from && startedAt < to);
  const good = done.filter(({ error }) => error === undefined);
  const times = good.map(({ ms }) => ms).toSorted((one, other) => one - other);
  const own = upstream.admitted.filter((each) => within(each) && each.who.startsWith(who)).length;
  return {
    used: admitted / (capacity * (to - from)),
    refused: refused / (own + refused),
    attemptsPerSuccess: (own + refused) / own,
    failures: done.length - good.length,
    p50: times[Math.floor(times.length * 0.5)] ?? 0,
    p95: times[Math.floor(times.length * 0.95)] ?? 0,
  };
}

async function closedLoop(plan: Partial<Plan>, clients: number, seconds: number, deadlineMs = 20_000): Promise<{ upstream: Upstream; user: User }> {
  const clock = new VirtualClock();
  const upstream = new Upstream({ ...usual, ...plan }, clock);
  const user = new User(upstream, deadlineMs, plan.seed ?? 1);
  const running = Array.from({ length: clients }, () => user.client(''));
  await clock.run(seconds * 1_000);
  user.stop();
  await clock.run();
  await Promise.all(running);
  return { upstream, user };
}

const show = process.env['SHOW'] === '1' ? console.log : (): void => undefined;

for (const seed of [1, 2])
for (const hint of ['none', 'exact', 1_000] as const) {
  for (const burst of [0.05, 1, 10]) {
  test(`overload ${hint} ${burst} ${seed}`, async () => {
    const { upstream, user } = await closedLoop({ hint, burst, seed }, 500, 60);
    show('overload', hint, burst, figures(upstream, user, '', 0, 60, 150));
    show('overload later', hint, burst, figures(upstream, user, '', 20, 60, 150));
  });
  test(`steady, halved, doubled ${hint} ${burst} ${seed}`, async () => {
    const capacity = (second: number) => (second < 100 ? 100 : second < 200 ? 50 : 100);
    const { upstream, user } = await closedLoop({ hint, burst, capacity, seed }, 200, 300);
    show('steady', hint, burst, figures(upstream, user, '', 30, 100, 100));
    show('halved', hint, burst, figures(upstream, user, '', 120, 200, 50));
    show('doubled', hint, burst, figures(upstream, user, '', 240, 300, 100), JSON.stringify(user.gate.state?.pace));
  });
  }
}
test('noise', async () => {
  const { upstream, user } = await closedLoop({ capacity: () => 1e9, noise: 0.5 }, 50, 60);
  show('noise', figures(upstream, user, '', 0, 60, 50/.32), JSON.stringify(user.gate.state?.pace));
});
test('trace', async () => {
  const clock = new VirtualClock();
  const upstream = new Upstream({ ...usual, burst: 0.05 }, clock);
  const user = new User(upstream, 20_000, 1);
  const running = Array.from({ length: 500 }, () => user.client(''));
  for (let i = 0; i < 60; i++) { await clock.run(500); const p = user.gate.state!.pace; show(i/2, p.phase, p.perSecond?.toFixed(1), p.ceiling.toFixed(1), p.noise.toFixed(2), p.era, p.window.sent, p.window.refused, p.excess.toFixed(0), p.slack.toFixed(0), upstream.refused.length, upstream.admitted.length); }
  user.stop(); await clock.run(); await Promise.all(running);
});
for (const same of [true, false]) for (const burst of [0.2, 1]) test(`tenants ${same}`, async () => {
  const clock = new VirtualClock();
  const upstream = new Upstream({ ...usual, burst, hint: 'none' }, clock);
  const users = Array.from({ length: same ? 6 : 1 }, (_, i) => new User(upstream, 20_000, i));
  const running = users.flatMap((user, i) => Array.from({ length: same ? 80 : 400 }, () => user.client('u' + i)));
  let over = false;
  const random = seededRandom(7, 'poisson');
  const poisson = async (i: number) => { while (!over) { await sleep(clock, -Math.log(1 - random()) * 1000 / 15); upstream.take('p' + i); } };
  const others = same ? [] : [1,2,3,4,5].map((i) => poisson(i));
  await clock.run(120_000);
  over = true; users.forEach((u) => u.stop()); await clock.run(); await Promise.all([...running, ...others]);
  const counts = new Map<string, number>();
  for (const { who, second } of upstream.admitted) if (second > 30 && second < 120) counts.set(who, (counts.get(who) ?? 0) + 1);
  const list = [...counts.values()];
  const jain = list.reduce((a, b) => a + b, 0) ** 2 / (list.length * list.reduce((a, b) => a + b * b, 0));
  show('tenants', same, burst, jain.toFixed(3), JSON.stringify([...counts]), figures(upstream, users[0]!, 'u0', 30, 120, 150));
});
for (const rate of [1, 5, 20]) test('low ' + rate, async () => {
    const capacity = (second: number) => (second < 300 ? rate : second < 600 ? rate / 2 : rate);
    const { upstream, user } = await closedLoop({ hint: 'none', burst: 5, capacity, seed: 1 }, Math.ceil(rate * 4), 1200);
    show('low steady', rate,  figures(upstream, user, '', 60, 300, rate));
    show('low halved', rate, figures(upstream, user, '', 360, 600, rate / 2));
    show('low doubled', rate,  figures(upstream, user, '', 900, 1200, rate));
});
test('noise and capacity', async () => {
  const { upstream, user } = await closedLoop({ noise: 0.5 }, 500, 60);
  show('noisecap', figures(upstream, user, '', 10, 60, 150), JSON.stringify(user.gate.state?.pace));
});
test('few', () => expect(1).toBe(1));
