import { Heap } from './queue-heap.ts';
import type { HeapItem } from './queue-heap.ts';

/** What a queue has to know of somebody who waits. */
export interface QueueTicket {
  /** Whoever has the same id stands in one line. */
  readonly caller: string;
  /** The line's share beside others; above 0. */
  readonly weight: number;
  /** Who has more goes before all who have less. */
  readonly priority: number;
  /** Within a line, the earliest goes first: epoch milliseconds. */
  readonly deadline: number;
  /** Of the same deadline, whose call began first goes first: epoch milliseconds. */
  readonly startedAt: number;
  /** When waiting is no longer worth it: epoch milliseconds. */
  readonly latest: number;
}

/** A ticket that is in the queue. */
export interface Waiting<Ticket extends QueueTicket> {
  readonly ticket: Ticket;
}

class Waiter<Ticket extends QueueTicket> implements HeapItem, Waiting<Ticket> {
  place = -1;
  readonly ticket: Ticket;
  readonly line: Line<Ticket>;
  readonly arrival: number;
  readonly end: { place: number; readonly waiter: Waiter<Ticket> };

  constructor(ticket: Ticket, line: Line<Ticket>, arrival: number) {
    this.ticket = ticket;
    this.line = line;
    this.arrival = arrival;
    this.end = { place: -1, waiter: this };
  }
}

/** All who wait for one caller at one priority. */
class Line<Ticket extends QueueTicket> implements HeapItem {
  place = -1;
  readonly name: string;
  readonly priority: number;
  readonly waiters = new Heap<Waiter<Ticket>>(isEarlier);
  weight: number;
  /** The virtual time at which it is served next. */
  turn: number;

  constructor(name: string, { priority, weight }: QueueTicket, turn: number) {
    this.name = name;
    this.priority = priority;
    this.weight = weight;
    this.turn = turn;
  }
}

/**
 * Who waits, in the order in which they go: by priority; between callers by start-time fair queueing (Goyal, Vin and Cheng
 * 1996), so that each gets a share by its weight however many it has waiting; within a caller by deadline.
 */
export class FairQueue<Ticket extends QueueTicket> {
  readonly #lines = new Map<string, Line<Ticket>>();
  readonly #order = new Heap<Line<Ticket>>(isServedBefore);
  readonly #ends = new Heap<Waiter<Ticket>['end']>(endsEarlier);
  #virtualTime = 0;
  #arrivals = 0;

  /** How many wait. */
  get size(): number {
    return this.#ends.size;
  }

  /** Who goes next. */
  get first(): Ticket | undefined {
    return this.#order.first?.waiters.first?.ticket;
  }

  /** The time at which waiting stops being worth it for the first one: epoch milliseconds, infinite for nobody. */
  get soonest(): number {
    return this.#ends.first?.waiter.ticket.latest ?? Infinity;
  }

  /** Takes somebody in. */
  add(ticket: Ticket): Waiting<Ticket> {
    const line = this.#lineOf(ticket);
    this.#arrivals += 1;
    const waiter = new Waiter(ticket, line, this.#arrivals);
    line.waiters.add(waiter);
    this.#ends.add(waiter.end);
    return waiter;
  }

  /** Lets the next one go; its line stands back by what it was given. */
  take(): Ticket | undefined {
    const line = this.#order.first;
    const waiter = line?.waiters.first;
    if (line === undefined || waiter === undefined) return undefined;
    this.#virtualTime = Math.max(this.#virtualTime, line.turn);
    line.turn += 1 / line.weight;
    this.#drop(waiter);
    this.#order.moved(line);
    return waiter.ticket;
  }

  /** Takes somebody out who has gone. */
  remove(waiting: Waiting<Ticket>): void {
    if (waiting instanceof Waiter && waiting.end.place >= 0) this.#drop(waiting);
  }

  /** Takes out somebody for whom waiting until a time is not worth it; `undefined` when it is for all. */
  takeLate(until: number): Ticket | undefined {
    const waiter = this.#ends.first?.waiter;
    if (waiter === undefined || waiter.ticket.latest > until) return undefined;
    this.#drop(waiter);
    return waiter.ticket;
  }

  /** About how many go before somebody who would come now: those of higher priority, and the others by their shares. */
  ahead(ticket: QueueTicket): number {
    let higher = 0;
    let equal = 0;
    let weights = ticket.weight;
    const own = this.#lines.get(nameOf(ticket));
    for (const { priority, waiters, weight, name } of this.#lines.values()) {
      if (priority > ticket.priority) higher += waiters.size;
      if (priority !== ticket.priority) continue;
      equal += waiters.size;
      if (name !== own?.name) weights += weight;
    }
    const before = own === undefined ? 0 : this.#before(own, ticket);
    return higher + Math.min(equal, (before * weights) / ticket.weight + (weights / ticket.weight - 1));
  }

  /** Who goes before it in its own line. A line is in most cases by deadline already: its length is close enough. */
  #before({ waiters }: Line<Ticket>, { deadline, startedAt }: QueueTicket): number {
    const first = waiters.first?.ticket;
    const goesFirst = first !== undefined && earlier({ deadline, startedAt }, first);
    return goesFirst ? 0 : waiters.size;
  }

  #lineOf(ticket: Ticket): Line<Ticket> {
    const name = nameOf(ticket);
    const known = this.#lines.get(name);
    if (known !== undefined) {
      known.weight = ticket.weight;
      return known;
    }
    const line = new Line<Ticket>(name, ticket, this.#virtualTime);
    this.#lines.set(name, line);
    this.#order.add(line);
    return line;
  }

  #drop(waiter: Waiter<Ticket>): void {
    const { line } = waiter;
    line.waiters.remove(waiter);
    this.#ends.remove(waiter.end);
    if (line.waiters.size > 0) return;
    this.#order.remove(line);
    this.#lines.delete(line.name);
  }
}

function nameOf({ caller, priority }: QueueTicket): string {
  return `${priority} ${caller}`;
}

function earlier(one: Pick<QueueTicket, 'deadline' | 'startedAt'>, other: QueueTicket): boolean {
  if (one.deadline !== other.deadline) return one.deadline < other.deadline;
  return one.startedAt < other.startedAt;
}

function isEarlier<Ticket extends QueueTicket>(one: Waiter<Ticket>, other: Waiter<Ticket>): boolean {
  if (earlier(one.ticket, other.ticket)) return true;
  return !earlier(other.ticket, one.ticket) && one.arrival < other.arrival;
}

function endsEarlier<Ticket extends QueueTicket>(one: Waiter<Ticket>['end'], other: Waiter<Ticket>['end']): boolean {
  return one.waiter.ticket.latest < other.waiter.ticket.latest;
}

function isServedBefore<Ticket extends QueueTicket>(one: Line<Ticket>, other: Line<Ticket>): boolean {
  return one.priority === other.priority ? one.turn < other.turn : one.priority > other.priority;
}
