import type { Transport, WireExchange, WireHandler, WireRequest } from '../../packages/steadfast/src/wire/transport.ts';
import type { RecordedStream } from './recorded-streams.ts';

/** What happens after the last event: the body ends there, the connection breaks, or nothing more comes. */
export type Fault = 'end' | 'reset' | 'stall';

/** What is played to the next who asks. */
export interface Play {
  readonly stream: RecordedStream;
  /** How many of its events come. */
  readonly events: number;
  readonly fault: Fault;
}

/** Plays a recorded stream as far as some event, to whoever asks for anything; one at a time. */
export class CutTransport implements Transport {
  play: Play | undefined;
  /** Exchanges that nobody has ended yet. */
  open = 0;

  send(_request: WireRequest, handler: WireHandler): WireExchange {
    if (this.play === undefined) throw new Error('Nothing is to be played.');
    this.open += 1;
    return new CutExchange(this.play, handler, () => (this.open -= 1));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

class CutExchange implements WireExchange {
  readonly #play: Play;
  readonly #handler: WireHandler;
  readonly #onOver: () => void;
  #next = 0;
  #begun = false;
  #paused = false;
  #over = false;

  constructor(play: Play, handler: WireHandler, onOver: () => void) {
    this.#play = play;
    this.#handler = handler;
    this.#onOver = onOver;
    queueMicrotask(() => this.#step());
  }

  abort(): void {
    this.#end();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    queueMicrotask(() => this.#step());
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#onOver();
  }

  /** An event for each turn, so that whoever reads does so in between. */
  #step(): void {
    if (this.#over || this.#paused) return;
    const { stream, events } = this.#play;
    if (!this.#begun) {
      this.#begun = true;
      this.#handler.onHead({ status: 200, headers: { 'content-type': stream.contentType } });
    } else if (this.#next < events) this.#handler.onData(stream.events[this.#next++] ?? new Uint8Array());
    else {
      this.#last();
      return;
    }
    queueMicrotask(() => this.#step());
  }

  #last(): void {
    const { fault } = this.#play;
    if (fault === 'stall') return;
    this.#end();
    if (fault === 'end') this.#handler.onEnd();
    else this.#handler.onError({ phase: 'body', code: 'ECONNRESET', cause: new Error('socket hang up') });
  }
}
