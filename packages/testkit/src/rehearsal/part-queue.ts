/** Hands parts from one who writes to one who reads, in order; the reader may come later. */
export class PartQueue<Part> {
  readonly #parts: Part[] = [];
  #end: { readonly error?: unknown } | undefined;
  #wake: (() => void) | undefined;

  /** Adds a part; after the end nothing is added. */
  push(part: Part): void {
    if (this.#end !== undefined) return;
    this.#parts.push(part);
    this.#wake?.();
  }

  /** Ends the queue, with an error that the reader meets after the parts that are left. */
  end(error?: unknown): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  /** Reads the parts up to the end; `onLeave` is called when the reader stops. */
  async *read(onLeave: () => void): AsyncGenerator<Part, void> {
    try {
      for (;;) {
        const part = this.#parts.shift();
        if (part !== undefined) yield part;
        else if (this.#end === undefined) await this.#change();
        else {
          if (this.#end.error !== undefined) throw this.#end.error;
          return;
        }
      }
    } finally {
      onLeave();
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
