import type { IncomingMessage } from 'node:http';
import type { RequestEnd, RequestProgress, RequestRecord } from '../stage/request-record.ts';

/** A record with the means to write on. */
export interface OpenRecord {
  readonly record: RequestRecord;
  /** Notes what has become known. */
  readonly note: (progress: Partial<RequestProgress>) => void;
  /** Notes the end. */
  readonly close: (end: RequestEnd, now: number) => void;
}

interface Waiter {
  readonly test: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** The requests that a simulation was sent, the newest last, and the means to wait for more. */
export class RequestLog {
  readonly #most: number;
  readonly #records: RequestRecord[] = [];
  readonly #waiters = new Set<Waiter>();
  #count = 0;
  #open = 0;

  /** @param most how many records are kept; the oldest are dropped */
  constructor(most: number) {
    this.#most = most;
  }

  get records(): readonly RequestRecord[] {
    return this.#records.slice();
  }

  /** The record of that number; `undefined` before the request came and after it was dropped. */
  find(number: number): RequestRecord | undefined {
    return this.#records[number - 1 - (this.#count - this.#records.length)];
  }

  /** How many requests there have been. */
  get count(): number {
    return this.#count;
  }

  /** How many requests have not ended. */
  get open(): number {
    return this.#open;
  }

  /** Notes a request that begins. */
  begin(request: IncomingMessage, connection: number, now: number): OpenRecord {
    this.#count += 1;
    this.#open += 1;
    let settle: (end: RequestEnd) => void = () => undefined;
    const ended = new Promise<RequestEnd>((resolve) => {
      settle = resolve;
    });
    const { method = '', url: path = '', headers } = request;
    const record: RequestRecord = { number: this.#count, connection, method, path, headers, startedAt: now, ended };
    this.#records.push(record);
    if (this.#records.length > this.#most) this.#records.shift();
    const note = (progress: Partial<RequestProgress>): void => {
      Object.assign(record, progress);
      this.look();
    };
    return {
      record,
      note,
      close: (end, endedAt) => {
        this.#open -= 1;
        settle(end);
        note({ end, endedAt });
      },
    };
  }

  /** Settles as soon as the test holds; it is made whenever something happened. Rejects when the log is shut first. */
  until(test: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.add({ test, resolve, reject });
      this.look();
    });
  }

  /** Ends all waiting. */
  shut(): void {
    for (const { reject } of this.#waiters)
      reject(new Error('The simulation was closed before what was waited for happened.'));
    this.#waiters.clear();
  }

  /** Makes the tests of those who wait again: something happened outside of the log. */
  look(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.test()) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
