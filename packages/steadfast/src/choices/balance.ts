import type { Completion } from '../model/completion.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { pickTarget } from './balance-pick.ts';
import type { Candidate, PickCircumstances } from './balance-pick.ts';
import { answerLoad, beginLoad, endLoad, failLoad, healthAt, latencyAt, newTargetLoad } from './target-load.ts';
import type { TargetLoad } from './target-load.ts';
import { through } from './through.ts';
import type { Ask } from './through.ts';
import { turnRules } from './turn-options.ts';
import type { TurnOptions, TurnRules } from './turn-options.ts';
import { askInTurn } from './turns.ts';

/** Settings of `balance`. */
export interface BalanceOptions extends TurnOptions {
  /** The name of the choice. Default: the models' names, joined by ` or `. */
  readonly id?: string;
  /** What a call costs at a model, in any unit; `undefined` where that is not known. Default: cost does not count. */
  readonly costOf?: (model: Model, request: CompletionRequest) => number | undefined;
  /** How much twice the cost counts: 1 as much as twice the time, 0 nothing. Default: 1. */
  readonly costWeight?: number;
  /** What was learned of each model before, in their order; it is changed in place. Default: nothing. */
  readonly loads?: readonly TargetLoad[];
}

/**
 * Shares calls out between models that answer the same: each goes to the less burdened of two, by the calls that are under
 * way there, by how long it takes of late, by failures and cost. Calls of one session go to the same model as long as it
 * stands, so that the provider's cache of prompts keeps hitting. After a failure the others are asked, as `fallback` does.
 */
export function balance(models: readonly Model[], options: BalanceOptions = {}): Model {
  if (models.length === 0) {
    throw new ModelError({ kind: 'invalid-request', message: 'A balance needs at least one model to ask.' });
  }
  const { id = models.map((model) => model.id).join(' or '), costOf, costWeight = 1 } = options;
  const rules = turnRules('balance', options);
  const targets = new Targets(models, rules, { costOf, costWeight, loads: options.loads });
  return through(
    id,
    models,
    (_, ask, input, call, { streamed }) => {
      const request = toRequest(input);
      const pick = (left: readonly Model[]): Model | undefined => targets.pick(left, request, call, streamed);
      return askInTurn(models, targets.counted(ask, streamed), request, call, rules, pick);
    },
    rules.clock,
  );
}

type TargetRules = Pick<BalanceOptions, 'costOf' | 'loads'> & Pick<PickCircumstances, 'costWeight'>;

/** The models of a balance, and what is known of each. */
class Targets {
  readonly #loads: ReadonlyMap<Model, TargetLoad>;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #rules: TargetRules;

  constructor(models: readonly Model[], { clock, random }: TurnRules, rules: TargetRules) {
    this.#loads = new Map(models.map((model, index) => [model, rules.loads?.[index] ?? newTargetLoad()]));
    this.#clock = clock;
    this.#random = random;
    this.#rules = rules;
  }

  pick(left: readonly Model[], request: CompletionRequest, call: OpenCall, streamed: boolean): Model | undefined {
    const now = this.#clock.now();
    const { costOf, costWeight } = this.#rules;
    const candidates = left.map((model): Candidate => {
      return { id: model.id, load: this.#loadOf(model), cost: costOf?.(model, request) };
    });
    const circumstances = { now, streamed, session: call.session, costWeight };
    const picked = pickTarget(candidates, circumstances, this.#random);
    const model = picked && left[picked.index];
    if (model === undefined) return undefined;
    call.journal.decide(() => {
      const load = this.#loadOf(model);
      const latencyMs = Math.round(latencyAt(load, now, streamed, 0));
      const facts = { underWay: load.underWay, latencyMs, health: healthAt(load, now), among: left.length };
      return { by: 'balance', target: model.id, verdict: picked?.verdict ?? '', facts };
    });
    return model;
  }

  /** Asks, and learns from it how the model fares. */
  counted<Settled extends Completion | CompletionStream>(ask: Ask<Settled>, streamed: boolean): Ask<Settled> {
    return async (model, request, call) => {
      const load = this.#loadOf(model);
      const begun = this.#clock.now();
      const leave = (): void => endLoad(load);
      beginLoad(load);
      try {
        const settled = await ask(model, request, call);
        const now = this.#clock.now();
        answerLoad(load, now, now - begun, streamed);
        if ('ended' in settled) void settled.ended.then(leave);
        else leave();
        return settled;
      } catch (error) {
        leave();
        if (isModelError(error)) failLoad(load, this.#clock.now(), error);
        throw error;
      }
    };
  }

  #loadOf(model: Model): TargetLoad {
    return this.#loads.get(model) ?? newTargetLoad();
  }
}
