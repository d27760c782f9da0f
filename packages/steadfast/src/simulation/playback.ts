import type { Clock, Timer } from '../time/clock.ts';
import type { RefusalFate, ReplyFate, Upstream } from './upstream.ts';

/** Is told what a provider does with a request. `end`, `cut` and `refuse` are the last that it hears. */
export interface Audience {
  /** A streamed reply begins; content follows later. */
  begin(reply: ReplyFate): void;
  /** A part of a streamed reply, or all of a whole one. */
  part(reply: ReplyFate, index: number): void;
  end(reply: ReplyFate): void;
  /** The connection breaks. */
  cut(): void;
  refuse(refusal: RefusalFate): void;
}

/** What a simulated provider looks at in a request. */
export interface Asked {
  readonly inputTokens: number;
  readonly maxOutputTokens?: number;
  readonly streamed: boolean;
}

/** When a streamed reply begins, in milliseconds after its request, if its content does not come earlier. */
const headMs = 20;

/** A request at a simulated provider: plays what becomes of it, on the clock. */
export class Playback {
  readonly #clock: Clock;
  readonly #upstream: Upstream;
  readonly #audience: Audience;
  #timer: Timer | undefined;
  #held: (() => void) | undefined;
  #paused = false;
  #over = false;

  constructor(clock: Clock, upstream: Upstream, audience: Audience) {
    this.#clock = clock;
    this.#upstream = upstream;
    this.#audience = audience;
  }

  /** Sends the request, at so many milliseconds after the beginning. */
  start(ms: number, { inputTokens, maxOutputTokens, streamed }: Asked): void {
    const fate = this.#upstream.arrive(ms, inputTokens, maxOutputTokens);
    if (fate.type === 'refusal') this.#after(fate.afterMs, () => this.#finish(() => this.#audience.refuse(fate)));
    else if (fate.type === 'reply' && streamed) this.#stream(fate);
    else if (fate.type === 'reply') this.#whole(fate);
  }

  /** Whoever asked has gone. */
  stop(): void {
    this.#finish(() => undefined);
  }

  /** Holds the reply back. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    const held = this.#held;
    this.#held = undefined;
    held?.();
  }

  #whole(reply: ReplyFate): void {
    const lastMs = reply.gapsMs.reduce((total, gap) => total + gap, reply.firstContentMs);
    if (reply.ends === 'stall') return;
    if (reply.ends === 'cut') this.#after(lastMs / 2, () => this.#finish(() => this.#audience.cut()));
    else {
      this.#after(lastMs, () => {
        this.#audience.part(reply, 0);
        this.#finish(() => this.#audience.end(reply));
      });
    }
  }

  #stream(reply: ReplyFate): void {
    const earlyMs = Math.min(headMs, reply.firstContentMs);
    this.#after(earlyMs, () => {
      this.#audience.begin(reply);
      this.#after(reply.firstContentMs - earlyMs, () => this.#part(reply, 0));
    });
  }

  #part(reply: ReplyFate, index: number): void {
    this.#audience.part(reply, index);
    const gapMs = reply.gapsMs[index];
    if (reply.ends !== 'whole' && index + 1 >= reply.gapsMs.length / 2) {
      if (reply.ends === 'cut') this.#after(gapMs ?? 0, () => this.#finish(() => this.#audience.cut()));
    } else if (gapMs === undefined) this.#finish(() => this.#audience.end(reply));
    else this.#after(gapMs, () => this.#part(reply, index + 1));
  }

  #after(ms: number, act: () => void): void {
    if (this.#over) return;
    this.#timer = this.#clock.after(ms, () => {
      if (this.#paused) this.#held = act;
      else act();
    });
  }

  #finish(last: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer?.cancel();
    this.#held = undefined;
    this.#upstream.leave();
    last();
  }
}
