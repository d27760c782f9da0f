import type { LimitRules } from '../layers/limiter-rules.ts';
import { newGate } from '../layers/limiter-gate.ts';
import type { Gate } from '../layers/limiter-gate.ts';

/** How many gates are kept: names of models come from callers, and must not fill the memory. */
const mostGates = 10_000;

/** The gates of all models that were made together: one for each provider, address, key and model. */
export class Gates {
  readonly #gates = new Map<string, Gate>();

  /** The gate shared by all who name the same parts; the rules are those of whoever names them first. */
  of(rules: LimitRules | undefined, ...parts: readonly string[]): Gate {
    const name = parts.join('\n');
    const known = this.#gates.get(name);
    if (known !== undefined) return known;
    const [oldest] = this.#gates.keys();
    if (this.#gates.size >= mostGates && oldest !== undefined) this.#gates.delete(oldest);
    const gate = newGate({ rules });
    this.#gates.set(name, gate);
    return gate;
  }
}
