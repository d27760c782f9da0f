/** Something that is due at a time. Made by `AlarmHeap.add`, which alone keeps its place. */
export interface Alarm {
  readonly dueAt: number;
  readonly callback: () => void;
  /** How many were added before it. */
  readonly order: number;
  /** Where it stands in the heap; -1 when it has left. */
  place: number;
}

/**
 * Alarms in the order in which they fall due, those of one time in the order in which they were added. A binary heap in
 * which each alarm knows its place, so that the many that are put off before they ring leave nothing behind.
 */
export class AlarmHeap {
  readonly #alarms: Alarm[] = [];
  #added = 0;

  get size(): number {
    return this.#alarms.length;
  }

  /** The one that is due first. */
  get first(): Alarm | undefined {
    return this.#alarms[0];
  }

  add(dueAt: number, callback: () => void): Alarm {
    const alarm = { dueAt, callback, order: this.#added, place: this.#alarms.length };
    this.#added += 1;
    this.#alarms.push(alarm);
    this.#rise(alarm);
    return alarm;
  }

  /** Takes one out; does nothing when it has left. */
  remove(alarm: Alarm): void {
    if (alarm.place < 0) return;
    const last = this.#alarms.pop();
    if (last !== undefined && last !== alarm) {
      this.#put(last, alarm.place);
      this.#rise(last);
      this.#sink(last);
    }
    alarm.place = -1;
  }

  #rise(alarm: Alarm): void {
    while (alarm.place > 0) {
      const parent = this.#alarms[(alarm.place - 1) >>> 1];
      if (parent === undefined || !isBefore(alarm, parent)) return;
      this.#swap(alarm, parent);
    }
  }

  #sink(alarm: Alarm): void {
    for (;;) {
      const left = this.#alarms[alarm.place * 2 + 1];
      if (left === undefined) return;
      const right = this.#alarms[alarm.place * 2 + 2];
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (!isBefore(child, alarm)) return;
      this.#swap(alarm, child);
    }
  }

  #swap(one: Alarm, other: Alarm): void {
    const { place } = one;
    this.#put(one, other.place);
    this.#put(other, place);
  }

  #put(alarm: Alarm, place: number): void {
    this.#alarms[place] = alarm;
    alarm.place = place;
  }
}

function isBefore(one: Alarm, other: Alarm): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.order < other.order);
}
