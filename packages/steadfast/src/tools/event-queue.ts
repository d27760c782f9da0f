import { ModelError } from '../model/error.ts';

/** How many events wait for the reader before the run does. */
const mostWaiting = 256;

/** Events on their way from a run to its one reader. */
export class EventQueue<Event> {
  #waiting: Event[] = [];
  #state: 'open' | 'ended' = 'open';
  #error: unknown;
  #taken = false;
  #discarding = false;
  /** Rings when something came, or when the queue ended. */
  #news: PromiseWithResolvers<void> | undefined;
  /** Rings when there is room again. */
  #room: PromiseWithResolvers<void> | undefined;

  /** Nobody will read: events need not be kept. */
  discard(): void {
    if (this.#taken) return;
    this.#discarding = true;
    this.#empty();
  }

  /** Adds an event. */
  push(event: Event): void {
    if (this.#discarding || this.#state === 'ended') return;
    this.#waiting.push(event);
    this.#news?.resolve();
  }

  /** Settles when the reader has caught up. */
  async room(): Promise<void> {
    if (this.#waiting.length < mostWaiting) return;
    this.#room ??= Promise.withResolvers();
    await this.#room.promise;
  }

  /** There will be no more events; an error is given to the reader behind those that there are. */
  end(error?: unknown): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#error = error;
    this.#news?.resolve();
    this.#room?.resolve();
  }

  /** Reads the events; calls back when the reader leaves before their end. */
  async *read(left: () => void): AsyncGenerator<Event, undefined> {
    if (this.#taken || this.#discarding) throw readTwiceError();
    this.#taken = true;
    try {
      for (;;) {
        yield* this.#take();
        if (this.#waiting.length > 0) continue;
        if (this.#state === 'ended') break;
        this.#news = Promise.withResolvers();
        await this.#news.promise;
      }
      if (this.#error !== undefined) throw this.#error;
    } finally {
      if (this.#state === 'open') left();
      this.#discarding = true;
      this.#empty();
    }
    return undefined;
  }

  #take(): readonly Event[] {
    const events = this.#waiting;
    this.#empty();
    return events;
  }

  #empty(): void {
    this.#waiting = [];
    this.#room?.resolve();
    this.#room = undefined;
  }
}

function readTwiceError(): ModelError {
  const message = "A run's events have one reader, who begins before the result is asked for.";
  return new ModelError({ kind: 'invalid-request', message });
}
