import { randomUUID } from 'node:crypto';
import type { Budget } from '../model/budget.ts';
import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import { Journal } from '../model/journal.ts';
import type { CallEvent } from '../model/journal.ts';
import type { JsonValue } from '../model/json.ts';
import type { CompletionStream } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { writtenIn } from '../time/open-call.ts';
import type { OpenCall } from '../time/open-call.ts';
import type { DecisionRecord, RecordedBudget, Step } from './decision-record.ts';
import { later } from './deliveries.ts';
import { answered, failed, plain } from './outcome.ts';
import type { Ending } from './outcome.ts';
import { promptMarks } from './prompt-marks.ts';
import { requestFacts } from './request-facts.ts';
import { StepLog } from './step-log.ts';

/** Runs what is asked in circumstances of its own, such as those that follow what is asynchronous. */
export type Within = <Value>(ask: () => Value) => Value;

/** How calls are looked at. */
export interface Manner {
  readonly clock: Clock;
  readonly contents: boolean;
  readonly fingerprint: boolean;
  /** Must not throw. */
  readonly record?: (record: DecisionRecord) => void;
  /** Must not throw. */
  readonly event?: (event: CallEvent, id: string) => void;
  /** Default: as it is. */
  readonly within?: Within;
}

/** One call that is looked at, from its beginning to its end. */
export class Observation {
  readonly id: string = randomUUID();
  /** The call to go on with: it has a journal that is listened to. */
  readonly call: OpenCall;
  readonly #manner: Manner;
  readonly #asked: string;
  readonly #request: CompletionInput;
  readonly #streamed: boolean;
  readonly #startedAt: number;
  readonly #log: StepLog;
  readonly #budget: RecordedBudget | undefined;
  /** How many attempts the journal had before: a caller may write several calls into one. */
  readonly #before: number;
  #firstContentMs: number | undefined;
  #over = false;

  constructor(manner: Manner, asked: string, request: CompletionInput, call: Call | undefined, streamed: boolean) {
    const now = manner.clock.now();
    this.#manner = manner;
    this.#asked = asked;
    this.#request = request;
    this.#streamed = streamed;
    this.#startedAt = now;
    this.#log = new StepLog(manner.clock, now);
    this.#budget = call?.budget && budgetFacts(call.budget);
    const journal = call?.journal ?? new Journal(now);
    this.#before = call?.journal === undefined ? 0 : journal.attempts.length;
    journal.listen((event) => this.#hear(event));
    this.call = writtenIn(journal, call);
  }

  /** Asks what is within. */
  ask<Value>(ask: () => Value): Value {
    const { within } = this.#manner;
    return within === undefined ? ask() : within(ask);
  }

  /** The whole reply is here. */
  answered(completion: Completion): void {
    this.#end(() => answered(completion, this.#manner.contents));
  }

  /** The call failed. */
  failed(error: unknown): void {
    this.#end(() => failed(error, this.#manner.contents));
  }

  /** The reply has begun; the record is written when it is over. Nothing of it is read. */
  begun(stream: CompletionStream): void {
    this.#firstContentMs = this.#manner.clock.now() - this.#startedAt;
    void stream.ended
      .then(() => stream.result)
      .then(
        (completion) => this.answered(completion),
        (error: unknown) => this.failed(error),
      );
  }

  #hear(event: CallEvent): void {
    if (this.#over) return;
    this.#log.note(event);
    const { event: tell } = this.#manner;
    if (tell !== undefined) later(() => tell(event, this.id));
  }

  #end(ending: () => Ending): void {
    const { record: tell, clock } = this.#manner;
    const totalMs = clock.now() - this.#startedAt;
    if (tell === undefined) this.#over = true;
    else {
      later(() => {
        this.#over = true;
        tell(this.#record(ending(), totalMs));
      });
    }
  }

  #record({ reply, outcome, usage, cost, rateWindows }: Ending, totalMs: number): DecisionRecord {
    const { contents, fingerprint } = this.#manner;
    const { journal, caller, session, deadline } = this.call;
    const steps = this.#log.steps(journal.attempts.slice(this.#before), contents);
    const { omitted } = this.#log;
    const prompts = promptMarks(this.#request, this.call);
    return {
      version: 1,
      id: this.id,
      startedAt: this.#startedAt,
      asked: this.#asked,
      streamed: this.#streamed,
      caller: caller?.id,
      session,
      deadlineMs: deadline === undefined ? undefined : deadline - this.#startedAt,
      request: requestFacts(this.#request, fingerprint),
      prompts: prompts.length === 0 ? undefined : prompts,
      budget: this.#budget,
      targets: targetsOf(steps, outcome.ok ? outcome.model : undefined),
      steps,
      omitted: omitted === 0 ? undefined : omitted,
      adaptations: journal.adaptations,
      outcome,
      usage,
      cost,
      rateWindows,
      timings: { totalMs, firstContentMs: this.#firstContentMs, waitedMs: waitedMs(steps) },
      contents: contents ? { request: requestContents(this.#request), reply } : undefined,
    };
  }
}

function requestContents(input: CompletionInput): JsonValue | undefined {
  const { raw, ...request } = toRequest(input);
  return raw === undefined ? plain(request) : raw.json;
}

function waitedMs(steps: readonly Step[]): number {
  let total = 0;
  for (const step of steps) if (step.type === 'wait') total += step.ms;
  return total;
}

function targetsOf(steps: readonly Step[], answeredBy: string | undefined): string[] {
  const targets = new Set<string>();
  for (const step of steps) {
    if (step.type === 'decision') continue;
    targets.add(step.target);
    if (step.type === 'leave') targets.add(step.next);
  }
  if (answeredBy !== undefined) targets.add(answeredBy);
  return [...targets];
}

/** JSON has no word for infinite: what is not limited is left out. */
function budgetFacts({ name, left }: Budget): RecordedBudget {
  const finite = (amount: number): number | undefined => (Number.isFinite(amount) ? amount : undefined);
  return {
    name,
    left: {
      timeMs: finite(left.timeMs),
      calls: finite(left.calls),
      timeouts: finite(left.timeouts),
      tokens: finite(left.tokens),
      money: finite(left.money),
    },
  };
}
