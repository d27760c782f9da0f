import type { Adaptation } from '../../model/completion.ts';
import type { OpaqueState } from '../../model/message.ts';

/** Collects what a request could not be told as asked. */
export class Adaptations {
  readonly #list: Adaptation[] = [];
  readonly #seen = new Set<string>();

  /** All of them, in the order in which they were noted. */
  get list(): readonly Adaptation[] {
    return this.#list;
  }

  /** Notes what is left out. */
  dropped(field: string, detail: string): void {
    this.#list.push({ field, action: 'dropped', detail });
  }

  /** Notes what is said in another form. */
  changed(field: string, detail: string): void {
    this.#list.push({ field, action: 'changed', detail });
  }

  /** Notes once for each kind of part that the private data of another family stays behind. */
  leaveForeign(field: string, kind: string, state: OpaqueState | undefined, family: string): void {
    if (state === undefined || state.origin === family || this.#seen.has(`${kind} ${state.origin}`)) return;
    this.#seen.add(`${kind} ${state.origin}`);
    this.dropped(`${field}.state`, `The private data of "${state.origin}" on ${kind} parts is only for that family.`);
  }

  /** Notes a thing only the first time. */
  droppedOnce(field: string, detail: string): void {
    if (this.#seen.has(detail)) return;
    this.#seen.add(detail);
    this.dropped(field, detail);
  }
}
