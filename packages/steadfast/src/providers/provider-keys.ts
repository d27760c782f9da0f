import type { ErrorKind } from '../model/error-kind.ts';
import { ModelError, isModelError } from '../model/error.ts';
import type { Call } from '../model/call.ts';
import type { Clock } from '../time/clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { chooseKey, freeKey, limitKey, newKeyRing, putAside, takeKey } from './key-ring.ts';
import type { KeyRingState } from './key-ring.ts';

/** What the keys of a target are made with. */
export interface KeysOptions {
  /** `provider/model`. */
  readonly id: string;
  readonly count: number;
  readonly clock: Clock;
  /** Is told of each key that is put aside. Default: a process warning. */
  readonly onAside?: (error: ModelError) => void;
}

/** The keys of one target: those that work are used in turn, those that don't are put aside for a while. */
export class Keys {
  readonly #options: KeysOptions;
  #state: KeyRingState;

  constructor(options: KeysOptions) {
    this.#options = options;
    this.#state = newKeyRing(options.count);
  }

  /** What is known of each key: plain data. */
  get state(): KeyRingState {
    return this.#state;
  }

  /**
   * Asks with one key after another, until one is taken. A key that is limited is waited for only when none is left.
   * @throws ModelError as it came, or one that names them all where all are put aside
   */
  async ask<Answer extends object>(run: (key: number, call: Call) => Promise<Answer>, call: OpenCall): Promise<Answer> {
    const tried = new Set<number>();
    const limited: Limited[] = [];
    let last: ModelError | undefined;
    for (let key = this.#choose(tried); key !== undefined; key = this.#choose(tried)) {
      tried.add(key);
      const isOnly = this.#choose(new Set([key])) === undefined;
      try {
        return await this.#with(key, run, isOnly ? call : { ...call, patienceMs: 0 });
      } catch (error) {
        if (!isModelError(error)) throw error;
        last = error;
        if (this.#isPutAside(key, error, call)) continue;
        if (isOnly || !passing.has(error.kind)) throw error;
        this.#state = limitKey(this.#state, key, this.#options.clock.now(), error.retryAfterMs ?? guessMs);
        limited.push({ key, error });
      }
    }
    return this.#later(limited, run, call, last);
  }

  /** All keys are limited or put aside: the one that is free first is waited for where there is a line, or its error given. */
  #later<Answer extends object>(
    limited: readonly Limited[],
    run: (key: number, call: Call) => Promise<Answer>,
    call: OpenCall,
    last: ModelError | undefined,
  ): Promise<Answer> {
    const [soonest] = limited.toSorted((a, b) => waitOf(a) - waitOf(b));
    if (soonest === undefined) throw this.#noneError(last, call);
    // An error without a status is a limiter's of our own, which has a line for those who wait.
    if (soonest.error.status !== undefined) throw soonest.error;
    return this.#with(soonest.key, run, call);
  }

  #choose(tried: ReadonlySet<number>): number | undefined {
    return chooseKey(this.#state, this.#options.clock.now(), tried);
  }

  async #with<Answer extends object>(
    key: number,
    run: (key: number, call: Call) => Promise<Answer>,
    call: Call,
  ): Promise<Answer> {
    this.#state = takeKey(this.#state, key);
    const free = (): void => {
      this.#state = freeKey(this.#state, key);
    };
    try {
      const answer = await run(key, call);
      if ('ended' in answer && answer.ended instanceof Promise) void answer.ended.then(free);
      else free();
      return answer;
    } catch (error) {
      free();
      throw error;
    }
  }

  #isPutAside(key: number, error: ModelError, { journal }: OpenCall): boolean {
    const { id, count, clock, onAside = reportAside } = this.#options;
    // Another call may have found out before this one came back.
    const isKnown = (this.#state.keys[key]?.asideUntil ?? 0) > clock.now();
    const state = putAside(this.#state, key, clock.now(), error);
    if (state === undefined) return false;
    this.#state = state;
    const { asideUntil = 0 } = state.keys[key] ?? {};
    const until = new Date(asideUntil).toISOString();
    journal.uncount(id);
    journal.decide(() => ({
      by: 'keys',
      target: id,
      verdict: 'aside',
      facts: { key: key + 1, reason: error.kind, until },
    }));
    if (!isKnown)
      onAside(error.with({ message: `Key ${key + 1} of ${count} is put aside until ${until}. ${error.message}` }));
    return true;
  }

  #noneError(last: ModelError | undefined, { journal }: OpenCall): ModelError {
    const { id, count, clock } = this.#options;
    const { keys } = this.#state;
    const reasons = keys.map(({ reason }, index) => `key ${index + 1}: ${reason ?? 'unknown'}`).join('; ');
    const [first] = keys.toSorted((a, b) => a.asideUntil - b.asideUntil);
    const inSeconds = Math.ceil(((first?.asideUntil ?? 0) - clock.now()) / 1_000);
    const told = last === undefined ? '' : ` ${last.message}`;
    const message = `None of the ${count} keys for ${id} works (${reasons}); one is tried again in ${inSeconds} s.${told}`;
    const facts = { message, shouldRetry: false, attempts: journal.attempts };
    if (last !== undefined) return last.with(facts);
    return new ModelError({ kind: first?.reason ?? 'auth', provider: id.split('/')[0], model: id, ...facts });
  }
}

interface Limited {
  readonly key: number;
  readonly error: ModelError;
}

/** What passes by itself, so that another key may be free before. */
const passing: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['rate-limit', 'circuit-open']);

/** For how long a limit holds that names no time, in milliseconds. */
const guessMs = 1_000;

function waitOf({ error }: Limited): number {
  return error.retryAfterMs ?? guessMs;
}

/** Reports a key that is put aside as a process warning: other keys that work must not hide one that doesn't. */
function reportAside(error: ModelError): void {
  process.emitWarning(error.message, { type: 'SteadfastWarning', code: 'STEADFAST_KEY_REFUSED' });
}
