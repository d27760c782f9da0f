import type { Client } from 'undici';

/** One of undici's clients: a connection to an origin, opened when it is first asked, that is asked one thing at a time. */
export interface Line {
  readonly origin: string;
  readonly client: Client;
  /** Its connection stands. */
  stands: boolean;
  /** Its place among the idle ones of its origin; -1 while it is in use. */
  place: number;
}

/**
 * A connection for each request under way, kept for the next request once it is over. The one used last is used first, so
 * that those not needed any more run out. Undici's own pool looks through all its connections whenever one opens or closes:
 * with 9,000 of them, callers who leave at once would hold everybody up for seconds.
 */
export class UndiciClients {
  readonly #make: (origin: string) => Client;
  readonly #idle = new Map<string, Line[]>();
  readonly #all = new Set<Client>();
  #closed = false;

  constructor(make: (origin: string) => Client) {
    this.#make = make;
  }

  /** Takes a line for one request: an idle one, or a new one. */
  take(origin: string): Line {
    const line = this.#idle.get(origin)?.pop();
    if (line === undefined) return this.open(origin);
    line.place = -1;
    return line;
  }

  /** Makes a line that nobody has used before. */
  open(origin: string): Line {
    const client = this.#make(origin);
    const line = { origin, client, stands: false, place: -1 };
    this.#all.add(client);
    client.on('connect', () => {
      line.stands = true;
    });
    client.on('disconnect', () => {
      line.stands = false;
      if (line.place >= 0) this.drop(line);
    });
    return line;
  }

  /** Gives a line back, whose request is over. */
  give(line: Line): void {
    if (this.#closed || !line.stands) {
      this.drop(line);
      return;
    }
    const idle = this.#idle.get(line.origin) ?? [];
    line.place = idle.push(line) - 1;
    if (idle.length === 1) this.#idle.set(line.origin, idle);
  }

  /** Lets a line go that cannot be used again. */
  drop(line: Line): void {
    this.#leave(line);
    this.#all.delete(line.client);
    const { client } = line;
    if (!client.closed && !client.destroyed) void client.close();
  }

  /** Closes idle connections, and the others once their requests are over. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#idle.clear();
    const all = [...this.#all];
    this.#all.clear();
    await Promise.all(all.map((client) => client.close()));
  }

  /** The last of the idle ones takes its place. */
  #leave(line: Line): void {
    const idle = this.#idle.get(line.origin);
    if (idle === undefined || line.place < 0) return;
    const last = idle.pop();
    if (last !== undefined && last !== line) {
      idle[line.place] = last;
      last.place = line.place;
    }
    line.place = -1;
    if (idle.length === 0) this.#idle.delete(line.origin);
  }
}
