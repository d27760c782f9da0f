import {
  defaultMaxLineBytes,
  type FrameReader,
  type FrameReaderOptions,
  lineTooLong,
  type OnFrame,
} from './frame-reader.ts';

const lineFeed = 10;
const space = 32;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2). Comments, ids, retry times and unknown fields are passed over.
 * Unlike the standard, an event at the very end whose blank line is missing still counts: some providers send it so.
 */
export class SseReader implements FrameReader {
  readonly #onEvent: OnFrame;
  readonly #limit: number;
  readonly #decoder = new TextDecoder();
  #rest = '';
  #afterReturn = false;
  #event = '';
  #data: string | undefined;

  constructor(onEvent: OnFrame, options: FrameReaderOptions = {}) {
    this.#onEvent = onEvent;
    this.#limit = options.maxLineBytes ?? defaultMaxLineBytes;
  }

  push(chunk: Uint8Array): void {
    this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  end(): void {
    this.#take(this.#decoder.decode());
    if (this.#rest !== '') this.#take('\n');
    this.#dispatch();
  }

  #take(raw: string): void {
    const text = this.#afterReturn || raw.includes('\r') ? this.#withLineFeeds(raw) : raw;
    if (this.#rest === '') {
      this.#keep(text, this.#readLines(text));
    } else if (text.includes('\n')) {
      const whole = this.#rest + text;
      this.#keep(whole, this.#readLines(whole));
    } else {
      // What is known to hold no line's end is not searched again, so that a long line in many chunks takes linear time.
      this.#keep(this.#rest + text, 0);
    }
  }

  #keep(text: string, from: number): void {
    if (text.length - from > this.#limit) throw lineTooLong(this.#limit);
    this.#rest = from === text.length ? '' : text.slice(from);
  }

  /** Makes each line ending, CR LF or CR alone, LF, also where a chunk was cut between CR and LF. */
  #withLineFeeds(raw: string): string {
    if (raw === '') return raw;
    const text = this.#afterReturn && raw.startsWith('\n') ? raw.slice(1) : raw;
    this.#afterReturn = raw.endsWith('\r');
    return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  }

  /** Reads all whole lines; gives the place where the unfinished one begins. */
  #readLines(text: string): number {
    let start = 0;
    for (;;) {
      const end = text.indexOf('\n', start);
      if (end < 0) return start;
      if (end - start > this.#limit) throw lineTooLong(this.#limit);
      if (end === start) this.#dispatch();
      else if (text.startsWith('data:', start)) this.#addData(text.slice(valueStart(text, start + 5), end));
      else this.#readField(text, start, end);
      start = end + 1;
      if (this.#data !== undefined && text.charCodeAt(start) === lineFeed) {
        this.#dispatch();
        start += 1;
      }
    }
  }

  #readField(text: string, start: number, end: number): void {
    if (text.startsWith('event:', start)) this.#event = text.slice(valueStart(text, start + 6), end);
    else if (text.startsWith('data\n', start)) this.#addData('');
    else if (text.startsWith('event\n', start)) this.#event = '';
  }

  #addData(value: string): void {
    if (this.#data === undefined) {
      this.#data = value;
      return;
    }
    if (this.#data.length + value.length > this.#limit) throw lineTooLong(this.#limit);
    this.#data += `\n${value}`;
  }

  #dispatch(): void {
    const event = this.#event;
    const data = this.#data;
    this.#event = '';
    this.#data = undefined;
    if (data !== undefined) this.#onEvent(event, data);
  }
}

function valueStart(line: string, afterColon: number): number {
  return line.charCodeAt(afterColon) === space ? afterColon + 1 : afterColon;
}
