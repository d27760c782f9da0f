import type { Call } from '../model/call.ts';
import { ModelError } from '../model/error.ts';
import type { Clock } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import { abortedError } from '../time/sleep.ts';

/** What ends a run from outside: its caller, its deadline, and the time of its budget. */
export class RunLimits {
  /** Epoch milliseconds; `undefined` for a run that may take as long as it likes. */
  readonly deadline: number | undefined;
  readonly #ender = new AbortController();
  readonly #release: (() => void)[] = [];

  constructor(call: Call, clock: Clock) {
    const { signal, deadline = Infinity, budget } = call;
    const until = Math.min(deadline, clock.now() + (budget?.left.timeMs ?? Infinity));
    this.deadline = Number.isFinite(until) ? until : undefined;
    if (this.deadline !== undefined) {
      const over = deadline <= until ? deadlineError() : budgetTimeError(budget?.name ?? '');
      const timer = clock.after(until - clock.now(), () => this.#ender.abort(over));
      this.#release.push(() => timer.cancel());
    }
    if (signal !== undefined) this.#follow(signal);
  }

  /** Aborted with the `ModelError` of why the run has to end. */
  get signal(): AbortSignal {
    return this.#ender.signal;
  }

  /** Ends the run: its caller has left. */
  leave(): void {
    this.#ender.abort(new ModelError({ kind: 'aborted', message: 'The caller left the run.' }));
  }

  /** The run is over: lets go of timer and listener. */
  release(): void {
    for (const release of this.#release) release();
  }

  #follow(signal: AbortSignal): void {
    const end = (): void => this.#ender.abort(abortedError(signal));
    if (signal.aborted) end();
    else this.#release.push(onAbort(signal, end));
  }
}

function deadlineError(): ModelError {
  return new ModelError({
    kind: 'timeout',
    phase: 'deadline',
    message: 'The deadline of the run passed before its end.',
  });
}

function budgetTimeError(name: string): ModelError {
  const message = `The time of the budget "${name}" is used up. Give the run a larger one, or resume it with another.`;
  return new ModelError({ kind: 'budget', code: 'time', message });
}
