import type { Budget } from '../model/budget.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { allEnded } from './all-ended.ts';
import { ExpertWork } from './expert-work.ts';
import { isOver } from './next-step.ts';
import type { ExpertEnd } from './next-step.ts';
import type { RefineEntry, RefineEvent } from './refine-entry.ts';
import type { Found, RefineOptions } from './refine-options.ts';
import { outcomeOf } from './refine-outcome.ts';
import type { RefineOutcome } from './refine-outcome.ts';
import { takenUp } from './run-budget.ts';
import { elapsedIn, runOf, spentBy, spentByExpert, withEntry } from './run-state.ts';
import type { RunState } from './run-state.ts';

/** Where a run writes its entries, and what it draws on. */
export interface RunGround {
  readonly append: (entry: RefineEntry) => Promise<void>;
  /** What the log holds of this task. */
  readonly entries: readonly RefineEntry[];
  /** Charged with the past already. */
  readonly within: Budget | undefined;
}

/** A task that is worked on: the state of its log, and those who add to it. */
export class RefineRun<Answer> {
  readonly options: RefineOptions<Answer>;
  readonly clock: Clock;
  readonly #ground: RunGround;
  readonly #ender = new AbortController();
  #state: RunState;

  constructor(options: RefineOptions<Answer>, ground: RunGround) {
    this.options = options;
    this.clock = options.clock ?? systemClock;
    this.#ground = ground;
    this.#state = runOf(ground.entries);
  }

  get state(): RunState {
    return this.#state;
  }

  /** Aborted when the run is over, whoever ends it. */
  get signal(): AbortSignal {
    return this.#ender.signal;
  }

  /** Lets all experts work until they end, and sums up. What a check or the log throws ends the run, and is thrown. */
  async work(): Promise<RefineOutcome<Found<Answer>>> {
    const { options, clock } = this;
    const { task, limits, agree, signal } = options;
    const past = { spent: spentBy(this.#state), elapsedMs: elapsedIn(this.#state) };
    const budget = takenUp({ name: task ?? 'task', ...limits, within: this.#ground.within }, past, clock);
    const experts = this.#experts(budget, past.elapsedMs);
    await this.append({ type: 'begun' });
    const abort = (): void => this.#ender.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const ends = await this.#ends(experts);
      return outcomeOf(this.#state, ends, { agree, aborted: signal?.aborted === true }, budget.spent);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Writes down what happened; only then is it known here. */
  async append(event: RefineEvent): Promise<void> {
    const entry: RefineEntry = { ...event, at: this.clock.now(), task: this.options.task };
    await this.#ground.append(entry);
    this.#state = withEntry(this.#state, entry);
    if (isOver(this.#state, this.options)) this.#ender.abort();
  }

  /** Experts have worked for as long as their run has. */
  #experts(budget: Budget, elapsedMs: number): readonly ExpertWork<Answer>[] {
    return this.options.experts.map((expert, index) => {
      const name = expert.name ?? `expert ${index + 1}`;
      const spent = spentByExpert(this.#ground.entries, name);
      const own = takenUp({ name, ...expert.limits, within: budget }, { spent, elapsedMs }, this.clock);
      return new ExpertWork(this, { ...expert, name, seed: expert.seed ?? index }, own);
    });
  }

  async #ends(experts: readonly ExpertWork<Answer>[]): Promise<ReadonlyMap<string, ExpertEnd>> {
    const { signal } = this.options;
    if (signal?.aborted === true) this.#ender.abort(signal.reason);
    return new Map(
      await allEnded(
        experts.map(async (expert) => [expert.name, await expert.work()] as const),
        this.#ender,
      ),
    );
  }
}
