/** Something that stands in a heap, and knows where. */
export interface HeapItem {
  /** Its place in the heap; -1 when it stands in none. Kept by the heap. */
  place: number;
}

/** A binary heap: the first by an order is at hand, and any item can be taken out, in time by the logarithm of the size. */
export class Heap<Item extends HeapItem> {
  readonly #items: Item[] = [];
  readonly #before: (one: Item, other: Item) => boolean;

  constructor(before: (one: Item, other: Item) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  get first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    this.#put(item, this.#items.length);
    this.#rise(item);
  }

  /** Takes an item out, if it is in. */
  remove(item: Item): void {
    const { place } = item;
    const last = this.#items.at(-1);
    if (last === undefined || this.#items[place] !== item) return;
    this.#items.pop();
    item.place = -1;
    if (last === item) return;
    this.#put(last, place);
    this.moved(last);
  }

  /** Puts an item right whose order has changed. */
  moved(item: Item): void {
    this.#rise(item);
    this.#sink(item);
  }

  #put(item: Item, place: number): void {
    this.#items[place] = item;
    item.place = place;
  }

  #rise(item: Item): void {
    for (let place = item.place; place > 0; place = item.place) {
      const above = (place - 1) >>> 1;
      const parent = this.#items[above];
      if (parent === undefined || !this.#before(item, parent)) return;
      this.#put(parent, place);
      this.#put(item, above);
    }
  }

  #sink(item: Item): void {
    for (;;) {
      const { place } = item;
      const left = this.#items[2 * place + 1];
      const right = this.#items[2 * place + 2];
      const child = right !== undefined && left !== undefined && this.#before(right, left) ? right : left;
      if (child === undefined || !this.#before(child, item)) return;
      const below = child.place;
      this.#put(child, place);
      this.#put(item, below);
    }
  }
}
