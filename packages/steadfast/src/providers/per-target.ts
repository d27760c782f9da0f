/** How many are kept: names of models come from callers, and must not fill the memory. */
const mostTargets = 10_000;

/** What all who name the same target share: made for the first of them, and kept for the targets that were named last. */
export class PerTarget<Shared> {
  readonly #shared = new Map<string, Shared>();

  /** What those share who name the same parts; `make` is called for the first of them. */
  of(parts: readonly string[], make: () => Shared): Shared {
    const name = parts.join('\n');
    const known = this.#shared.get(name) ?? make();
    this.#shared.delete(name);
    this.#shared.set(name, known);
    const [oldest] = this.#shared.keys();
    if (this.#shared.size > mostTargets && oldest !== undefined) this.#shared.delete(oldest);
    return known;
  }
}
