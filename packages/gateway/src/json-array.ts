import { SseReader } from 'steadfast/wire';

/** Turns a stream of server-sent events into the JSON array of their data: how Google streams where no events are asked for. */
export class JsonArray {
  readonly #reader = new SseReader((_, data) => {
    this.#text += `${this.#hasBegun ? ',\r\n' : '['}${data}`;
    this.#hasBegun = true;
  });
  #hasBegun = false;
  #text = '';

  /** Takes whole events and gives the elements that they are. */
  take(events: string | Uint8Array): string {
    this.#reader.push(typeof events === 'string' ? Buffer.from(events) : events);
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** The end of the array. */
  end(): string {
    return this.#hasBegun ? ']' : '[]';
  }
}
