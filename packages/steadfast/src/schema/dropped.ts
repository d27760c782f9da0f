/**
 * What became of a rule: it is not sent, so that replies may break it (`loosened`); what the schema left open is shut
 * (`closed`); the same is said in another form (`rewritten`); it said nothing of the value (`annotation`); or the dialect
 * can't say what is asked at all (`unsayable`).
 */
export type DroppedEffect = 'loosened' | 'closed' | 'rewritten' | 'annotation' | 'unsayable';

/** What was left out of a schema, or changed in it, for a dialect. */
export interface Dropped {
  /** Where in the schema: `properties.age.minimum`; empty for the whole. */
  readonly path: string;
  readonly effect: DroppedEffect;
  /** One sentence for people: what was done and why. */
  readonly detail: string;
}

/** What is left out and changed while a schema is written. */
export class DroppedList {
  readonly all: Dropped[] = [];
  readonly #seen = new Set<string>();

  /** Notes one thing, once for each path. */
  add(path: string, effect: DroppedEffect, detail: string): void {
    const key = `${effect} ${path} ${detail}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.all.push({ path, effect, detail });
  }
}
