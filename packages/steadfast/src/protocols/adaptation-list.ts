import type { Adaptation } from '../model/completion.ts';
import type { OpaqueState } from '../model/message.ts';

/** What could not be said on the wire as it was asked, noted while a request is written. */
export class AdaptationList {
  readonly #all: Adaptation[] = [];
  readonly #seen = new Set<string>();

  /** All notes so far, in order. */
  get all(): readonly Adaptation[] {
    return this.#all;
  }

  /** Notes that a field is not sent, and why. */
  drop(field: string, detail: string): void {
    this.#all.push({ field, action: 'dropped', detail });
  }

  /** Notes that a field is not sent, only the first time for this reason. */
  dropOnce(field: string, detail: string): void {
    if (this.#seen.has(detail)) return;
    this.#seen.add(detail);
    this.drop(field, detail);
  }

  /** Notes that a field is sent in another form, and which. */
  change(field: string, detail: string): void {
    this.#all.push({ field, action: 'changed', detail });
  }

  /** Notes once for each kind of part that the private data of another family stays behind. */
  leaveForeign(field: string, kind: string, state: OpaqueState | undefined, family: string): void {
    if (state === undefined || state.origin === family) return;
    const detail = `The private data of "${state.origin}" on ${kind} parts is only for that family.`;
    this.dropOnce(`${field}.state`, detail);
  }
}
