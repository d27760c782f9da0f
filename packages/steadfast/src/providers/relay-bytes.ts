const lineFeed = 10;

/** How many bytes of what is held back an event's end can share: all but one of CR LF CR LF. */
const shared = 3;

/** Passes bytes of a relayed stream on in whole events, so that what a caller got never ends in the middle of one. */
export class RelayBytes {
  readonly #framing: 'sse' | 'ndjson';
  readonly #ends: readonly string[];
  #held: Buffer[] = [];

  constructor(framing: 'sse' | 'ndjson') {
    this.#framing = framing;
    this.#ends = framing === 'sse' ? ['\n\n', '\r\n\r\n', '\r\r'] : ['\n'];
  }

  /** Takes the next bytes and gives all up to the end of the last whole event. */
  take(chunk: Uint8Array): Uint8Array | undefined {
    if (this.#held.length === 0 && this.#endsWhole(chunk)) return chunk;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const tail =
      this.#held.length === 0 ? bytes.subarray(0, 0) : Buffer.concat(this.#held.slice(-shared)).subarray(-shared);
    const seen = tail.length === 0 ? bytes : Buffer.concat([tail, bytes]);
    const end = this.#lastEnd(seen) - tail.length;
    if (end <= 0) {
      this.#held.push(bytes);
      return undefined;
    }
    const whole = bytes.subarray(0, end);
    const passed = this.#held.length === 0 ? whole : Buffer.concat([...this.#held, whole]);
    this.#held = end === bytes.length ? [] : [bytes.subarray(end)];
    return passed;
  }

  /** Gives what is left when the body has ended well, as a whole event: some servers leave out the end of the last one. */
  rest(): Uint8Array | undefined {
    if (this.#held.length === 0) return undefined;
    const rest = Buffer.concat([...this.#held, Buffer.from(this.#ends[0] ?? '')]);
    this.#held = [];
    return rest;
  }

  /** Most servers write whole events, whose lines end in LF. */
  #endsWhole(chunk: Uint8Array): boolean {
    const { length } = chunk;
    return chunk[length - 1] === lineFeed && (this.#framing === 'ndjson' || chunk[length - 2] === lineFeed);
  }

  #lastEnd(bytes: Buffer): number {
    let last = 0;
    for (const end of this.#ends) {
      const at = bytes.lastIndexOf(end);
      if (at >= 0) last = Math.max(last, at + end.length);
    }
    return last;
  }
}
