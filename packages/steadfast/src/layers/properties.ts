import type { AdaptedRequest } from '../model/adapted-request.ts';
import type { Adaptation, Completion } from '../model/completion.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput, CompletionRequest, ProtocolId } from '../model/completion-request.ts';
import { ModelError } from '../model/error.ts';
import type { CompletionStream, Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { around } from './around.ts';
import type { Next } from './around.ts';
import { withDefaults } from './properties-defaults.ts';
import type { ModelProperties } from './properties-defaults.ts';
import { refusedField } from './properties-refusal.ts';
import type { RefusableField } from './properties-refusal.ts';

/** What is done about a request that a model does not take as it is: adapt and tell, refuse it, or adapt in silence. */
export type AdaptationMode = 'report' | 'strict' | 'lenient';

/** Settings of `properties`. */
export interface PropertiesOptions {
  /** What the model is asked with where a request does not say it. */
  readonly defaults?: ModelProperties;
  /** Fits a request to what the model takes; gives `undefined` for one that fits. Default: all do. */
  readonly adapt?: (request: CompletionRequest) => AdaptedRequest | undefined;
  /** Default: `report`. */
  readonly mode?: AdaptationMode;
  /** The model's own protocol: a request that came in it passes untouched. */
  readonly protocol?: ProtocolId;
  /** What the model has refused so far; shared by all who ask it. Default: nothing yet. */
  readonly refused?: Set<RefusableField>;
  /** When the model is shut down, and what its provider recommends in its place: a process warning says so, once. */
  readonly endOfLife?: { readonly on: string; readonly replacement?: string };
  readonly clock?: Clock;
}

/**
 * Asks a model with its own properties, in the form that it takes: what it does not take is left out or said otherwise,
 * and listed in the completion's `adaptations`. A field that the provider refuses by name is left out and asked without,
 * once; what was learned holds for later calls.
 * @throws ModelError of kind `invalid-request` that names field and model, in the mode `strict`
 */
export function properties(options: PropertiesOptions = {}): Layer {
  const { protocol, endOfLife, clock = systemClock } = options;
  return (inner) => {
    const tailor = new Tailor(inner.id, options);
    return around((next, input, call) => {
      if (endOfLife !== undefined) warnOfEnd(inner.id, endOfLife, clock.now());
      const relayed = typeof input !== 'string' && input.raw !== undefined && input.raw.protocol === protocol;
      return relayed || tailor.isIdle(input) ? next(input, call) : tailor.ask(next, toRequest(input), call);
    }, clock)(inner);
  };
}

const nothing: readonly Adaptation[] = [];

/** Fits requests to one model. */
class Tailor {
  readonly #id: string;
  readonly #defaults: ModelProperties | undefined;
  readonly #adapt: PropertiesOptions['adapt'];
  readonly #mode: AdaptationMode;
  readonly #refused: Set<RefusableField>;

  constructor(id: string, { defaults, adapt, mode = 'report', refused = new Set() }: PropertiesOptions) {
    this.#id = id;
    this.#defaults = defaults;
    this.#adapt = adapt;
    this.#mode = mode;
    this.#refused = refused;
  }

  /** Says whether there can be nothing to do: a plain text has no settings. */
  isIdle(input: CompletionInput): boolean {
    return typeof input === 'string' && this.#defaults === undefined;
  }

  /** Asks in the model's own form; once more without a field that the provider refuses by its name. */
  async ask<Settled extends Completion | CompletionStream>(
    next: Next<Settled>,
    asked: CompletionRequest,
    call: OpenCall,
  ): Promise<Settled> {
    const whole = this.#defaults === undefined ? asked : withDefaults(asked, this.#defaults);
    const { request, adaptations } = this.#withoutRefused(
      this.#adapt?.(whole) ?? { request: whole, adaptations: nothing },
    );
    this.#tell(adaptations, call);
    if (this.#mode === 'strict') return next(request, call);
    try {
      return await next(request, call);
    } catch (error) {
      const field = refusedField(error, request);
      if (field === undefined) throw error;
      this.#refused.add(field);
      this.#tell([refusal(this.#id, field)], call);
      return next({ ...request, [field]: undefined }, call);
    }
  }

  #withoutRefused({ request, adaptations }: AdaptedRequest): AdaptedRequest {
    if (this.#refused.size === 0) return { request, adaptations };
    const fields = [...this.#refused].filter((field) => request[field] !== undefined);
    const left = Object.fromEntries(fields.map((field) => [field, undefined]));
    const refusals = fields.map((field) => refusal(this.#id, field));
    return { request: { ...request, ...left }, adaptations: [...adaptations, ...refusals] };
  }

  #tell(adaptations: readonly Adaptation[], call: OpenCall): void {
    const [first] = adaptations;
    if (first === undefined || this.#mode === 'lenient') return;
    if (this.#mode === 'strict') throw strictError(this.#id, first);
    call.journal.adapt(adaptations);
  }
}

function refusal(target: string, field: RefusableField): Adaptation {
  return { field, action: 'dropped', detail: `${target} refuses it.`, target };
}

function strictError(id: string, { field, action, detail }: Adaptation): ModelError {
  const done = action === 'dropped' ? 'would be left out' : 'would be changed';
  const message = `${field} ${done}, and the mode is "strict": ${detail}`;
  const [provider] = id.split('/');
  return new ModelError({ kind: 'invalid-request', code: 'unsupported_setting', message, provider, model: id });
}

const warned = new Set<string>();

function warnOfEnd(id: string, { on, replacement }: { on: string; replacement?: string }, now: number): void {
  if (warned.has(id)) return;
  warned.add(id);
  const said = Date.parse(on) <= now ? `was shut down on ${on}` : `will be shut down on ${on}`;
  const advice = replacement === undefined ? '' : ` Its provider recommends ${replacement} in its place.`;
  process.emitWarning(`${id} ${said}.${advice}`, { type: 'SteadfastWarning', code: 'STEADFAST_END_OF_LIFE' });
}
