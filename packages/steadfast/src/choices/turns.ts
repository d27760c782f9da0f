import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import type { OpenCall } from '../time/open-call.ts';
import { sleep } from '../time/sleep.ts';
import { allFailed } from './all-failed.ts';
import { isFinal, othersAfter } from './conditions.ts';
import { recoveryStep, setbackOf } from './recovery.ts';
import type { Setback } from './recovery.ts';
import type { Ask } from './through.ts';
import type { TurnRules } from './turn-options.ts';

/** Picks the target to be asked next. */
export type Pick = (left: readonly Model[]) => Model | undefined;

/**
 * Asks one target after another until one answers, as far as the errors allow it. When none is left, the one that recovers
 * first is waited for, as far as the deadline and the patience of the call allow.
 * @throws ModelError that stands for those of all targets; its `retryAfterMs` is the earliest recovery of any
 */
export async function askInTurn<Settled extends Completion | CompletionStream>(
  models: readonly Model[],
  ask: Ask<Settled>,
  request: CompletionInput,
  call: OpenCall,
  rules: TurnRules,
  pick: Pick,
): Promise<Settled> {
  const latest = rules.clock.now() + rules.deadlineMs;
  const bounded = { ...call, deadline: Math.min(call.deadline ?? latest, latest) };
  const turns = new Turns(models, bounded, rules, pick);
  for (let target = turns.first(); target !== undefined; target = await turns.next()) {
    try {
      return await ask(target, request, turns.callOf());
    } catch (error) {
      if (!isModelError(error)) throw error;
      turns.fail(target, error);
    }
  }
  throw turns.error();
}

class Turns {
  readonly #call: OpenCall;
  readonly #rules: TurnRules;
  readonly #pick: Pick;
  readonly #errors: ModelError[] = [];
  readonly #setbacks = new Map<Model, { readonly setback: Setback; readonly error: ModelError }>();
  #left: readonly Model[];
  #failed: { readonly target: Model; readonly error: ModelError } | undefined;
  /** How long the target whose turn it is may make the call wait. */
  #patienceMs: number | undefined;

  constructor(models: readonly Model[], call: OpenCall, rules: TurnRules, pick: Pick) {
    this.#left = models;
    this.#pick = pick;
    this.#call = call;
    this.#rules = rules;
  }

  first(): Model | undefined {
    return this.#take(this.#left);
  }

  /** The call as the target whose turn it is gets it: one that is not the last hope is not waited for long. */
  callOf(): Call {
    if (this.#patienceMs === undefined) return this.#call;
    return { ...this.#call, patienceMs: Math.min(this.#call.patienceMs ?? Infinity, this.#patienceMs) };
  }

  fail(target: Model, error: ModelError): void {
    this.#errors.push(error);
    this.#failed = { target, error };
    const setback = setbackOf(error, this.#setbacks.get(target)?.setback, this.#rules.clock.now());
    if (setback === undefined) this.#setbacks.delete(target);
    else this.#setbacks.set(target, { setback, error });
  }

  /** The target whose turn it is after one has failed, when its turn has come. */
  async next(): Promise<Model | undefined> {
    const { conditions, onAbsorbed } = this.#rules;
    const failed = this.#failed;
    if (failed === undefined || isFinal(failed.error, conditions)) return undefined;
    const { target, error } = failed;
    const next = this.#take(othersAfter(error, target, this.#left, conditions)) ?? (await this.#recovered());
    if (next !== undefined && next !== target) {
      this.#call.journal.leave(target.id, next.id, error);
      onAbsorbed(error, next);
    }
    return next;
  }

  /** The error of the whole call. */
  error(): ModelError {
    const { conditions, clock } = this.#rules;
    const { attempts } = this.#call.journal;
    const last = this.#failed?.error;
    if (last !== undefined && last.phase !== 'deadline' && isFinal(last, conditions)) return last.with({ attempts });
    const now = clock.now();
    const [earliest] = [...this.#setbacks.values()]
      .filter(({ setback }) => setback.told)
      .toSorted((a, b) => a.setback.recoversAt - b.setback.recoversAt);
    const recovery = earliest && { error: earliest.error, ms: Math.max(0, earliest.setback.recoversAt - now) };
    return allFailed(this.#errors, attempts, recovery);
  }

  #take(models: readonly Model[]): Model | undefined {
    const target = this.#pick(models);
    if (target === undefined) return undefined;
    this.#left = this.#left.filter((model) => model !== target);
    const isLast = this.#left.length === 0 && this.#setbacks.size === 0;
    this.#patienceMs = isLast ? undefined : this.#rules.patienceMs;
    return target;
  }

  async #recovered(): Promise<Model | undefined> {
    const { by, clock, random, patienceMs } = this.#rules;
    const { journal, signal } = this.#call;
    const held = [...this.#setbacks];
    const step = recoveryStep(
      held.map(([, { setback }]) => setback),
      clock.now(),
      { leftMs: this.#leftMs(), patienceMs },
      random(),
    );
    const [target, known] = held[step.index ?? -1] ?? [];
    if (target === undefined) return undefined;
    const { id } = target;
    if (step.type === 'stop') {
      const facts = { earliestMs: step.earliestMs ?? 'unknown', leftMs: this.#leftMs() };
      journal.decide(() => ({ by, target: id, verdict: 'too-late', facts }));
      return undefined;
    }
    const { waitMs } = step;
    this.#patienceMs = step.patienceMs;
    journal.decide(() => ({ by, target: id, verdict: 'wait-for-earliest', facts: { waitMs } }));
    if (waitMs === 0) return target;
    journal.wait(id, { reason: known?.setback.kind === 'circuit-open' ? 'circuit' : 'rate-limit', ms: waitMs });
    await sleep(clock, waitMs, signal);
    return target;
  }

  #leftMs(): number {
    const { deadline = Infinity, patienceMs = Infinity } = this.#call;
    return Math.min(patienceMs, deadline - this.#rules.clock.now());
  }
}
