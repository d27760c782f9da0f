import type { Adaptation } from '../model/completion.ts';
import type { OpaqueState } from '../model/message.ts';

/** What could not be said on the wire as it was asked, noted while a request is written. */
export class AdaptationList {
  readonly #all: Adaptation[] = [];
  #once: Map<string, { readonly at: number; readonly also: string[] }> | undefined;

  /** All notes so far, in order. */
  get all(): readonly Adaptation[] {
    return this.#all;
  }

  /** Notes that a field, and others for the same reason, are not sent, and why. */
  drop(field: string, detail: string, also: readonly string[] = []): void {
    this.#all.push(noteOf({ field, action: 'dropped', detail }, also));
  }

  /** Notes that a field is not sent; all fields that are not for the same reason are one note. */
  dropOnce(field: string, detail: string): void {
    this.#note({ field, action: 'dropped', detail });
  }

  /** Notes that a field, and others for the same reason, are sent in another form, and which. */
  change(field: string, detail: string, also: readonly string[] = []): void {
    this.#all.push(noteOf({ field, action: 'changed', detail }, also));
  }

  /** Notes that a field is sent in another form; all fields that are for the same reason are one note. */
  changeOnce(field: string, detail: string): void {
    this.#note({ field, action: 'changed', detail });
  }

  /** Notes, once for each kind of part, that the private data of another family stays behind. */
  leaveForeign(field: string, kind: string, state: OpaqueState | undefined, family: string): void {
    if (state === undefined || state.origin === family) return;
    const detail = `The private data of "${state.origin}" on ${kind} parts is only for that family.`;
    this.dropOnce(`${field}.state`, detail);
  }

  #note(note: Adaptation): void {
    const { field, detail } = note;
    this.#once ??= new Map();
    const known = this.#once.get(detail);
    if (known === undefined) {
      this.#once.set(detail, { at: this.#all.length, also: [] });
      this.#all.push(note);
      return;
    }
    const { at, also } = known;
    const first = this.#all[at];
    also.push(field);
    if (first !== undefined && also.length === 1) this.#all[at] = { ...first, also };
  }
}

function noteOf(note: Adaptation, also: readonly string[]): Adaptation {
  return also.length === 0 ? note : { ...note, also };
}
