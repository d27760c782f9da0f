import type { Adaptation } from '../../model/completion.ts';

/** What could not be said on the wire as it was asked, noted while a request is written. */
export class AdaptationList {
  readonly #all: Adaptation[] = [];

  /** All notes so far, in order. */
  get all(): readonly Adaptation[] {
    return this.#all;
  }

  /** Notes that a field is not sent, and why. */
  drop(field: string, detail: string): void {
    this.#all.push({ field, action: 'dropped', detail });
  }

  /** Notes that a field is sent in another form, and which. */
  change(field: string, detail: string): void {
    this.#all.push({ field, action: 'changed', detail });
  }
}
