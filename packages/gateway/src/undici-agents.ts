import type { Agent } from 'undici';

/**
 * How many requests one agent has under way at most. Its pools look through all their connections whenever one opens or
 * closes: with 9,000 of them, callers who leave at once would hold everybody up for seconds.
 */
const mostUnderWay = 256;

/** An agent, and how many requests it has under way. */
export interface Place {
  readonly agent: Agent;
  underWay: number;
}

/** As many of undici's agents as requests under way need. The first ones are filled first, so that connections are used again. */
export class UndiciAgents {
  readonly #make: () => Agent;
  readonly #places: Place[] = [];

  constructor(make: () => Agent) {
    this.#make = make;
  }

  /** Takes a place for one request; give it back by counting `underWay` down. */
  take(): Place {
    let place = this.#places.find(({ underWay }) => underWay < mostUnderWay);
    if (place === undefined) {
      place = { agent: this.#make(), underWay: 0 };
      this.#places.push(place);
    }
    place.underWay += 1;
    return place;
  }

  /** Closes idle connections. */
  async close(): Promise<void> {
    await Promise.all(this.#places.map(({ agent }) => agent.close()));
  }
}
