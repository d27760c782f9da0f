// A provider that lives in the caller's memory: it answers every request with the same bytes, in the next turn of the event loop.

/**
 * A transport that answers with these bytes: the head, and the body in these chunks. It keeps what `Transport` promises:
 * one end, none after an abort, and no chunk while paused.
 */
export class MemoryTransport {
  #whole;
  #streamed;

  /** @param {{ whole: readonly Uint8Array[], streamed: readonly Uint8Array[] }} bodies */
  constructor({ whole, streamed }) {
    this.#whole = { head: headOf('application/json'), chunks: whole };
    this.#streamed = { head: headOf('text/event-stream'), chunks: streamed };
  }

  send({ body }, handler) {
    return new MemoryExchange(body.includes('"stream":true') ? this.#streamed : this.#whole, handler);
  }

  async close() {}
}

function headOf(type) {
  return { status: 200, headers: { 'content-type': type, 'x-request-id': 'req_bench' } };
}

class MemoryExchange {
  #reply;
  #handler;
  #next = 0;
  #paused = false;
  #begun = false;
  #over = false;

  constructor(reply, handler) {
    this.#reply = reply;
    this.#handler = handler;
    setImmediate(() => this.#go());
  }

  abort() {
    this.#over = true;
  }

  pause() {
    this.#paused = true;
  }

  resume() {
    if (!this.#paused) return;
    this.#paused = false;
    setImmediate(() => this.#go());
  }

  #go() {
    const { head, chunks } = this.#reply;
    if (!this.#begun && !this.#over) {
      this.#begun = true;
      this.#handler.onHead(head);
    }
    while (!this.#over && !this.#paused) {
      if (this.#next === chunks.length) {
        this.#over = true;
        this.#handler.onEnd();
      } else {
        this.#handler.onData(chunks[this.#next]);
        this.#next += 1;
      }
    }
  }
}
