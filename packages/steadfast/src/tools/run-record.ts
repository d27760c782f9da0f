import type { CallOutcome } from './call-outcome.ts';
import { fingerprint } from './fingerprint.ts';
import type { LedgerEntry, ReplyEntry, StartEntry } from './ledger-entry.ts';

/** What is known of an effect: it was never begun, it was begun and its end is not known, or it came to its end. */
export type EffectState =
  | { readonly state: 'new' }
  | { readonly state: 'begun'; readonly start: StartEntry }
  | { readonly state: 'ended'; readonly outcome: CallOutcome };

/** A call that is about to be made. */
export interface PlannedCall {
  readonly step: number;
  readonly place: number;
  readonly tool: string;
  /** A hash of the arguments. */
  readonly input: string;
  /** What makes it the same as another call, where the tool says so. */
  readonly sameAs?: string;
}

/** What a ledger says of one run. It knows no clock and no file: it is told each entry. */
export class RunRecord {
  readonly run: string;
  #request: string | undefined;
  readonly #replies = new Map<number, ReplyEntry>();
  readonly #told = new Map<string, CallOutcome>();
  readonly #starts = new Map<string, StartEntry>();
  readonly #ends = new Map<string, CallOutcome>();
  /** Keys of effects that were begun and of whose end no model was told. */
  readonly #inDoubt = new Set<string>();

  constructor(run: string, entries: readonly LedgerEntry[] = []) {
    this.run = run;
    for (const entry of entries) if (entry.run === run) this.note(entry);
  }

  /** The hash of what the run was begun with. */
  get request(): string | undefined {
    return this.#request;
  }

  /** Takes an entry in; entries of one run come in the order of the ledger. */
  note(entry: LedgerEntry): void {
    switch (entry.type) {
      case 'run':
        this.#request = entry.request;
        break;
      case 'reply':
        this.#replies.set(entry.step, entry);
        break;
      case 'start':
        this.#starts.set(entry.key, entry);
        this.#inDoubt.add(entry.key);
        break;
      case 'end':
        this.#told.set(`${entry.step}/${entry.place}`, entry.outcome);
        if (this.#end(entry.outcome)) this.#inDoubt.delete(entry.outcome.idempotencyKey ?? '');
        break;
      case 'late':
        this.#end(entry.outcome);
        break;
    }
  }

  /** What a model answered at a step. */
  reply(step: number): ReplyEntry | undefined {
    return this.#replies.get(step);
  }

  /** What the model was told of a call. */
  told(step: number, place: number): CallOutcome | undefined {
    return this.#told.get(`${step}/${place}`);
  }

  /**
   * The idempotency key of a call. It is made of what does not change when the run is begun anew: the run, the place of the
   * call and its arguments. A call that repeats one of an earlier step, of whose end no model was told, has that one's key.
   */
  keyOf({ step, place, tool, input, sameAs }: PlannedCall): string {
    if (sameAs !== undefined) return `${this.run}.${tool}.${fingerprint(sameAs)}`;
    const own = `${this.run}.${step}.${place}.${fingerprint([tool, input])}`;
    if (this.#starts.has(own)) return own;
    const twin = [...this.#inDoubt]
      .map((key) => this.#starts.get(key))
      .find((start) => start !== undefined && start.step < step && start.tool === tool && start.input === input);
    return twin?.key ?? own;
  }

  /** What is known of the effect of a key. */
  effect(key: string): EffectState {
    const outcome = this.#ends.get(key);
    if (outcome !== undefined) return { state: 'ended', outcome };
    const start = this.#starts.get(key);
    return start === undefined ? { state: 'new' } : { state: 'begun', start };
  }

  /** Says whether the call came to an end: not what was never begun, nor what nobody knows the end of. */
  #end(outcome: CallOutcome): boolean {
    const { idempotencyKey: key, status } = outcome;
    if (key === undefined || (status !== 'done' && status !== 'failed')) return false;
    this.#ends.set(key, outcome);
    return true;
  }
}
