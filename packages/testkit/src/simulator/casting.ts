import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { RequestRefused } from '../protocols/question.ts';
import { type FaultRequest, readFaultRequest } from './fault-request.ts';
import { Script, type Step } from './script.ts';
import type { SimulateOptions } from './simulate-options.ts';

/** How many conversations are remembered for faults that strike once; the oldest are forgotten. */
const mostConversations = 10_000;
const prefix = 'fault/';

/** What of a request decides what happens to it. */
export interface CastFacts {
  readonly model: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Uint8Array;
}

/**
 * Decides what happens to a request, the first that applies: the fault that the header `x-sim-fault` or a model called
 * `fault/…` asks for, the script of the model, the script of the simulation, the simulated model itself.
 */
export class Casting {
  readonly #script: Script | undefined;
  readonly #models: ReadonlyMap<string, Script>;
  readonly #struck = new Set<string>();

  constructor({ script, models = {} }: Pick<SimulateOptions, 'script' | 'models'>) {
    this.#script = script === undefined ? undefined : new Script(script);
    this.#models = new Map(Object.entries(models).map(([model, steps]) => [model, new Script(steps)]));
  }

  /** The names of models that have a script. */
  get models(): readonly string[] {
    return [...this.#models.keys()];
  }

  /**
   * The step for a request.
   * @throws RequestRefused for a fault that does not exist
   */
  cast(facts: CastFacts): Step {
    const asked = askedFault(facts);
    if (asked === undefined) return (this.#models.get(facts.model) ?? this.#script)?.take() ?? { type: 'answer' };
    const { fault, options, once } = read(asked);
    if (once && !this.#strike(`${fault.name} ${conversationOf(facts)}`)) return { type: 'answer' };
    return { type: 'fault', name: fault.name, options };
  }

  #strike(key: string): boolean {
    if (this.#struck.has(key)) return false;
    this.#struck.add(key);
    const [oldest] = this.#struck;
    if (this.#struck.size > mostConversations && oldest !== undefined) this.#struck.delete(oldest);
    return true;
  }
}

function askedFault({ model, headers }: CastFacts): string | undefined {
  const header = headers['x-sim-fault'];
  if (typeof header === 'string' && header !== '') return header;
  return model.startsWith(prefix) ? model.slice(prefix.length) : undefined;
}

function read(text: string): FaultRequest {
  try {
    return readFaultRequest(text);
  } catch (error) {
    throw new RequestRefused(error instanceof Error ? error.message : String(error), { param: 'model' });
  }
}

/** The header `x-sim-conversation` names a conversation; without it, requests with the same body are of the same. */
function conversationOf({ headers, bytes }: CastFacts): string {
  const named = headers['x-sim-conversation'];
  return typeof named === 'string' ? named : createHash('sha256').update(bytes).digest('base64');
}
