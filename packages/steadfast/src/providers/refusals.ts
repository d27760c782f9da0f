import type { RefusableField } from '../layers/properties-refusal.ts';

/** How many targets are kept: names of models come from callers, and must not fill the memory. */
const mostTargets = 10_000;

/** What the targets of all models that were made together have refused so far. */
export class Refusals {
  readonly #fields = new Map<string, Set<RefusableField>>();

  /** The fields that the model at this address has refused. */
  of(baseUrl: string, target: string): Set<RefusableField> {
    const name = `${baseUrl}\n${target}`;
    const known = this.#fields.get(name);
    if (known !== undefined) return known;
    const [oldest] = this.#fields.keys();
    if (this.#fields.size >= mostTargets && oldest !== undefined) this.#fields.delete(oldest);
    const fields = new Set<RefusableField>();
    this.#fields.set(name, fields);
    return fields;
  }
}
