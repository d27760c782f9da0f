import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { isModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import { atEveryAwait } from './at-every-await.ts';
import { FaultyTransport } from './faulty-transport.ts';
import type { WireFault } from './faulty-transport.ts';
import { steppedClock } from './stepped-clock.ts';
import { World } from './world.ts';

interface Harm {
  readonly at?: number;
  readonly fault?: WireFault;
  readonly onStep?: (stage: Stage) => void;
}

type Outcome = 'answered' | 'failed';

const limits = { headersMs: 5_000, firstContentMs: 5_000, idleMs: 5_000, bodyMs: 20_000 };

/** A call of a model that always fails, then of one that answers; and all that the call could leave behind. */
class Stage {
  readonly world = new World(1, {
    first: { outages: [{ fromMs: 0, toMs: 1e9 }] },
    second: { firstContentMs: 30, parts: 3, buckets: [{ scope: 'requests', perSecond: 10 }], reports: true },
  });
  readonly caller = new AbortController();
  readonly wire: FaultyTransport;
  readonly #model: Model;
  readonly #graceMs: number;

  constructor({ at = Infinity, fault = 'cut', onStep }: Harm = {}) {
    const clock = steppedClock(this.world.clock, () => onStep?.(this));
    this.wire = new FaultyTransport(this.world.transport(clock), { at, fault });
    // A server that leaves the body open after the end of a stream is left after a second.
    this.#graceMs = fault === 'stall' ? 1_000 : 0;
    const defaults = { retry: { retries: 1 }, limits };
    const models = this.world.models({ clock, transport: this.wire, defaults });
    this.#model = models.fallback(['first/a', 'second/a']);
  }

  /** Makes the call, lets time pass until it has settled, and looks at what it leaves behind. */
  async play(streamed: boolean): Promise<Outcome> {
    const { clock } = this.world;
    await this.world.ready();
    const settled: unknown[] = [];
    const call = streamed ? this.#read() : this.#ask();
    const note = (outcome: unknown): number => settled.push(outcome);
    void call.then(note, note);
    for (let round = 0; settled.length === 0 && round < 2_000; round += 1) await clock.run(50);
    expect(settled).toHaveLength(1);
    expect(await call).toBe(settled[0]);
    await clock.run(this.#graceMs);
    expect({ timers: clock.pending, exchanges: this.wire.open }).toEqual({ timers: 0, exchanges: 0 });
    expect(getEventListeners(this.caller.signal, 'abort')).toHaveLength(0);
    return call;
  }

  async #ask(): Promise<Outcome> {
    try {
      const { text } = await this.#model.complete('hello', { signal: this.caller.signal });
      expect(text).toBe('yes');
      return 'answered';
    } catch (error) {
      return judged(error);
    }
  }

  async #read(): Promise<Outcome> {
    let text = '';
    let ends = 0;
    try {
      const stream = await this.#model.stream('hello', { signal: this.caller.signal });
      for await (const part of stream) {
        expect(ends).toBe(0);
        if (part.type === 'text-delta') text += part.text;
        if (part.type === 'finish') ends += 1;
      }
      expect([text, ends]).toEqual(['yes yes yes', 1]);
      return 'answered';
    } catch (error) {
      expect('yes yes yes'.startsWith(text)).toBe(true);
      return judged(error);
    }
  }
}

function judged(error: unknown): 'failed' {
  if (!isModelError(error)) throw error;
  return 'failed';
}

const faults: readonly WireFault[] = ['throw', 'cut', 'stall'];

for (const streamed of [false, true]) {
  const what = streamed ? 'a stream' : 'a whole reply';

  test(`${what} settles once and leaves nothing behind, whichever step of the wire goes wrong`, async () => {
    const whole = new Stage();
    expect(await whole.play(streamed)).toBe('answered');
    expect(whole.wire.steps).toBeGreaterThanOrEqual(12);
    const outcomes = new Set<Outcome>();
    for (const fault of faults) {
      for (let at = 0; at < whole.wire.steps; at += 1) outcomes.add(await new Stage({ at, fault }).play(streamed));
    }
    expect(outcomes).toContain('answered');
  });

  test(`${what} settles once and leaves nothing behind, whichever await its caller leaves at`, async () => {
    const outcomes = new Set<Outcome>();
    const struck = await atEveryAwait(async () => {
      const stage = new Stage();
      await stage.world.ready();
      const play = async (): Promise<void> => void outcomes.add(await stage.play(streamed));
      return { play, strike: () => stage.caller.abort() };
    });
    expect(struck).toBeGreaterThan(50);
    expect(outcomes).toEqual(new Set(['answered', 'failed']));
  });

  test(`${what} settles once and leaves nothing behind, whichever timer its caller leaves at`, async () => {
    const playTo = async (at: number): Promise<number> => {
      let steps = 0;
      const onStep = ({ caller }: Stage): void => {
        if (steps === at) caller.abort();
        steps += 1;
      };
      await new Stage({ onStep }).play(streamed);
      return steps;
    };
    const whole = await playTo(Infinity);
    expect(whole).toBeGreaterThan(4);
    for (let at = 0; at < whole; at += 1) expect(await playTo(at)).toBeGreaterThan(at);
  });
}
