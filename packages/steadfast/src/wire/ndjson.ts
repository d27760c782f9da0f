import {
  defaultMaxLineBytes,
  type FrameReader,
  type FrameReaderOptions,
  lineTooLong,
  type OnFrame,
} from './frame-reader.ts';

/** Reads lines of JSON, each an event without a name; blank lines are passed over, the last line needs no line ending. */
export class NdjsonReader implements FrameReader {
  readonly #onLine: OnFrame;
  readonly #limit: number;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(onLine: OnFrame, options: FrameReaderOptions = {}) {
    this.#onLine = onLine;
    this.#limit = options.maxLineBytes ?? defaultMaxLineBytes;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): void {
    this.#take(`${this.#decoder.decode()}\n`);
  }

  #take(text: string): void {
    let start = 0;
    for (;;) {
      const end = text.indexOf('\n', start);
      if (end < 0) break;
      this.#read(this.#whole(text, start, end));
      this.#rest = '';
      start = end + 1;
    }
    this.#rest = this.#whole(text, start, text.length);
  }

  /** The unfinished line with what follows it. Only new text is ever searched, so a long line takes linear time. */
  #whole(text: string, start: number, end: number): string {
    if (this.#rest.length + end - start > this.#limit) throw lineTooLong(this.#limit);
    return this.#rest + text.slice(start, end);
  }

  #read(line: string): void {
    const data = line.trim();
    if (data !== '') this.#onLine('', data);
  }
}
