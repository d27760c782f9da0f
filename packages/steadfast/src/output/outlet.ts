/** Hands items from a reply that comes to the one who reads them; they wait until they are read. */
export class Outlet<Item> implements AsyncIterable<Item> {
  #items: Item[] = [];
  #state: 'open' | 'ended' | 'failed' = 'open';
  #error: unknown;
  #wake: (() => void) | undefined;
  readonly #onLeave: () => void;

  /** @param onLeave is called when the reader stops before the end. */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  /** Adds an item behind those that wait. */
  push(item: Item): void {
    if (this.#state !== 'open') return;
    this.#items.push(item);
    this.#wake?.();
  }

  /** Puts an item in the place of what waits: only the latest counts. */
  replace(item: Item): void {
    this.#items = [];
    this.push(item);
  }

  /** Nothing more will come. */
  end(): void {
    this.#close('ended', undefined);
  }

  /** Nothing more will come, and the reader learns why after the items that wait. */
  fail(error: unknown): void {
    this.#close('failed', error);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void> {
    try {
      for (;;) {
        const items = this.#items;
        this.#items = [];
        yield* items;
        if (this.#items.length > 0) continue;
        if (this.#state === 'failed') throw this.#error;
        if (this.#state === 'ended') return;
        await this.#change();
      }
    } finally {
      if (this.#state === 'open') this.#onLeave();
    }
  }

  #close(state: 'ended' | 'failed', error: unknown): void {
    if (this.#state !== 'open') return;
    this.#state = state;
    this.#error = error;
    this.#wake?.();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
