import type { Transport, WireExchange, WireHandler, WireHead, WireRequest } from '../wire/transport.ts';

/**
 * What goes wrong. `throw`: the request cannot be sent at all, where it is not a reply that goes wrong; `cut`: the connection
 * breaks; `stall`: nothing more comes.
 */
export type WireFault = 'throw' | 'cut' | 'stall';

/** Where it goes wrong: at which step, counted from 0. Each request is a step, and so is each event of its reply. */
export interface FaultPoint {
  readonly at: number;
  readonly fault: WireFault;
}

/** A transport of which one step goes wrong, and which counts what is open. */
export class FaultyTransport implements Transport {
  readonly #inner: Transport;
  readonly #point: FaultPoint;
  #steps = 0;
  #open = 0;

  /** @param point an `at` that is never reached harms nothing: its run counts the steps */
  constructor(inner: Transport, point: FaultPoint) {
    this.#inner = inner;
    this.#point = point;
  }

  /** The steps that there were so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Exchanges that have neither ended nor been aborted. */
  get open(): number {
    return this.#open;
  }

  send(request: WireRequest, handler: WireHandler): WireExchange {
    const fault = this.#step();
    if (fault === 'throw') throw new TypeError('This request cannot be sent, says the simulation.');
    this.#open += 1;
    const leave = (): void => {
      this.#open -= 1;
    };
    const exchange = new FaultyExchange(handler, () => this.#step(), leave);
    if (fault === 'cut') queueMicrotask(() => exchange.cut('ECONNREFUSED'));
    else if (fault !== 'stall') exchange.carry(this.#inner.send(request, exchange));
    return exchange;
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #step(): WireFault | undefined {
    const step = this.#steps;
    this.#steps += 1;
    return step === this.#point.at ? this.#point.fault : undefined;
  }
}

class FaultyExchange implements WireExchange, WireHandler {
  readonly #handler: WireHandler;
  readonly #step: () => WireFault | undefined;
  readonly #leave: () => void;
  #inner: WireExchange | undefined;
  #begun = false;
  #state: 'open' | 'silent' | 'over' = 'open';

  constructor(handler: WireHandler, step: () => WireFault | undefined, leave: () => void) {
    this.#handler = handler;
    this.#step = step;
    this.#leave = leave;
  }

  carry(inner: WireExchange): void {
    this.#inner = inner;
  }

  cut(code: string): void {
    this.#inner?.abort();
    const phase = this.#begun ? 'body' : 'headers';
    this.#finish(() => this.#handler.onError({ phase, code, cause: new Error('Cut by the simulation.') }));
  }

  abort(): void {
    this.#inner?.abort();
    this.#finish(() => undefined);
  }

  pause(): void {
    this.#inner?.pause();
  }

  resume(): void {
    this.#inner?.resume();
  }

  onHead(head: WireHead): void {
    this.#begun = true;
    this.#pass(() => this.#handler.onHead(head));
  }

  onData(chunk: Uint8Array): void {
    this.#pass(() => this.#handler.onData(chunk));
  }

  onEnd(): void {
    this.#pass(() => this.#finish(() => this.#handler.onEnd()));
  }

  onError(failure: Parameters<WireHandler['onError']>[0]): void {
    this.#finish(() => this.#handler.onError(failure));
  }

  #pass(event: () => void): void {
    if (this.#state !== 'open') return;
    const fault = this.#step();
    if (fault === undefined) event();
    else if (fault === 'stall') {
      this.#inner?.abort();
      this.#state = 'silent';
    } else this.cut('ECONNRESET');
  }

  #finish(last: () => void): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#leave();
    last();
  }
}
