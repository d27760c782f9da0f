import type { UncertainVerdict } from './approval.ts';
import type { CallManner, PlacedCall } from './call-manner.ts';
import type { CallOutcome } from './call-outcome.ts';
import { assumedCall, deniedCall, timedOut, uncertainCall } from './call-words.ts';
import { fingerprint } from './fingerprint.ts';
import type { StartEntry } from './ledger-entry.ts';
import { endedOutcome, prepare } from './prepared-call.ts';
import type { PreparedCall } from './prepared-call.ts';
import type { PlannedCall } from './run-record.ts';
import { timedRun } from './timed-run.ts';
import type { ToolEnd } from './timed-run.ts';
import type { ToolContext } from './tool-context.ts';
import { endReason, untilEnded } from './until-ended.ts';

/** A call with the key under which its effect is known. */
interface KeyedCall extends PreparedCall {
  readonly key: string;
  readonly plan: PlannedCall;
}

const interrupted = 'the program was ended after it had begun';

/** Makes the calls of a run: each effect once, whatever was made before by this process or another. */
export class CallRunner {
  readonly #manner: CallManner;
  readonly #underWay = new Map<string, Promise<unknown>>();
  #asking: Promise<unknown> = Promise.resolve();

  constructor(manner: CallManner) {
    this.#manner = manner;
  }

  /**
   * Makes a call; whatever is wrong with it is an outcome for the model.
   * @throws ModelError when the run is ended; what the ledger's log or `approve` throws
   */
  async run(placed: PlacedCall): Promise<CallOutcome> {
    const { tools, ledger } = this.#manner;
    const told = ledger.record.told(placed.step, placed.place);
    if (told !== undefined) return { ...told, fromLedger: true };
    const prepared = await prepare(placed, tools);
    if (!('ready' in prepared)) return prepared;
    const { tool, ready } = prepared;
    const { step, place } = placed;
    const plan = { step, place, tool: tool.spec.name, input: fingerprint(ready.input), sameAs: ready.sameAs };
    const keyed = { ...prepared, plan, key: ledger.record.keyOf(plan) };
    if (tool.effects !== 'none') return this.#inTurn(keyed);
    return (await this.#denied(keyed)) ?? this.#tell(keyed, await this.#execute(keyed));
  }

  /** Calls that are the same by their tool's word wait for each other. */
  async #inTurn(keyed: KeyedCall): Promise<CallOutcome> {
    const { key } = keyed;
    for (let other = this.#underWay.get(key); other !== undefined; other = this.#underWay.get(key)) await other;
    const outcome = this.#once(keyed);
    this.#underWay.set(
      key,
      outcome.catch(() => undefined),
    );
    try {
      return await outcome;
    } finally {
      this.#underWay.delete(key);
    }
  }

  async #once(keyed: KeyedCall): Promise<CallOutcome> {
    const { ledger, clock } = this.#manner;
    const { key, plan, facts } = keyed;
    const known = ledger.record.effect(key);
    if (known.state === 'ended' && known.outcome.status === 'done') {
      const { status, output } = known.outcome;
      return this.#tell(keyed, { ...facts, status, output, idempotencyKey: key, durationMs: 0, fromLedger: true });
    }
    if (known.state === 'begun') {
      const verdict = await this.#verdict(keyed, known.start);
      if (verdict !== 'again') return this.#tell(keyed, uncertainOutcome(keyed, verdict));
    } else {
      const denied = await this.#denied(keyed);
      if (denied !== undefined) return denied;
    }
    if (this.#manner.signal.aborted) throw endReason(this.#manner.signal);
    const { step, place, tool, input } = plan;
    const { run } = ledger.record;
    await ledger.write({ type: 'start', run, at: clock.now(), step, place, key, tool, input });
    return this.#tell(keyed, await this.#execute(keyed));
  }

  async #verdict({ tool, facts, key, ready }: KeyedCall, { at, step }: StartEntry): Promise<UncertainVerdict> {
    const { whenUncertain, ledger, signal } = this.#manner;
    if (tool.effects === 'idempotent') return 'again';
    if (typeof whenUncertain !== 'function') return whenUncertain;
    const { run } = ledger.record;
    const call = { name: facts.name, input: ready.input, idempotencyKey: key, startedAt: at, runId: run, step };
    return untilEnded(Promise.resolve(whenUncertain(call)), signal);
  }

  /** Asks for approval, where it is wanted; gives the outcome of a call that was refused. */
  async #denied(keyed: KeyedCall): Promise<CallOutcome | undefined> {
    const { approve, ledger, signal } = this.#manner;
    const { ready, facts, placed } = keyed;
    if (approve === undefined || !ready.needsApproval) return undefined;
    const { id, name } = facts;
    const request = { id, name, input: ready.input, runId: ledger.record.run, step: placed.step, signal };
    const asked = this.#asking.then(() => approve(request));
    this.#asking = asked.catch(() => undefined);
    const answer = await untilEnded(asked, signal);
    const { approved, reason } = typeof answer === 'boolean' ? { approved: answer, reason: undefined } : answer;
    if (approved) return undefined;
    return this.#tell(keyed, { ...facts, status: 'denied', output: deniedCall(name, reason), durationMs: 0 });
  }

  async #execute(keyed: KeyedCall): Promise<CallOutcome> {
    const { signal, clock, timeoutMs, started } = this.#manner;
    const { tool, ready, placed, facts, key } = keyed;
    if (signal.aborted) throw endReason(signal);
    started?.(placed, ready.input, key);
    const startedAt = clock.now();
    const ms = tool.timeoutMs ?? timeoutMs;
    const { ended, late, by } = await timedRun((own) => ready.run(this.#context(keyed, own)), { ms, signal, clock });
    const known = { idempotencyKey: key, durationMs: clock.now() - startedAt };
    if (ended !== undefined) return { ...endedOutcome(keyed, ended), ...known };
    if (tool.effects !== 'none') void this.#noteLate(keyed, late, startedAt);
    if (by === 'caller') throw endReason(signal);
    const why = `it had not ended within ${ms} ms`;
    return tool.effects === 'none'
      ? { ...facts, status: 'timeout', output: timedOut(facts.name, ms), ...known }
      : { ...facts, status: 'uncertain', output: uncertainCall(facts.name, why), ...known };
  }

  #context({ placed, facts, key }: KeyedCall, signal: AbortSignal): ToolContext {
    const { ledger, budget, progressed } = this.#manner;
    const { step } = placed;
    const progress: ToolContext['progress'] = (value) => progressed?.(placed, value);
    return { signal, idempotencyKey: key, runId: ledger.record.run, step, callId: facts.id, budget, progress };
  }

  /** A tool that nobody waits for any more came to its end after all: whoever resumes the run will know. */
  async #noteLate(keyed: KeyedCall, late: Promise<ToolEnd>, startedAt: number): Promise<void> {
    const { ledger, clock } = this.#manner;
    const end = await late;
    if (end.status === 'uncertain') return;
    const at = clock.now();
    const { key } = keyed;
    const outcome = { ...endedOutcome(keyed, end), idempotencyKey: key, durationMs: at - startedAt };
    // Where it can't be written, the effect stays uncertain, as it was.
    await ledger.write({ type: 'late', run: ledger.record.run, at, key, outcome }).catch(() => undefined);
  }

  /** What the model will be told is written down first. */
  async #tell({ placed: { step, place } }: KeyedCall, outcome: CallOutcome): Promise<CallOutcome> {
    const { ledger, clock } = this.#manner;
    await ledger.write({ type: 'end', run: ledger.record.run, at: clock.now(), step, place, outcome });
    return outcome;
  }
}

function uncertainOutcome({ facts, key }: KeyedCall, verdict: 'show' | 'done'): CallOutcome {
  const words = verdict === 'show' ? uncertainCall : assumedCall;
  return { ...facts, status: 'uncertain', output: words(facts.name, interrupted), idempotencyKey: key, durationMs: 0 };
}
