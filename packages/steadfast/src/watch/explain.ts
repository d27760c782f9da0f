import type {
  AttemptStep,
  DecisionRecord,
  DecisionStep,
  Failed,
  LeaveStep,
  Step,
  WaitStep,
} from './decision-record.ts';
import { attemptsOf, waitsOf } from './decision-record.ts';
import { decisionWords } from './decision-words.ts';
import { count, failureOf, list, money, reasonOf, time, waitReasons, wordsOf } from './words.ts';

/** Says in one paragraph of plain words what happened in a call and why: each attempt, each wait, and how it ended. */
export function explain(record: DecisionRecord): string {
  const story = new Story(record);
  for (const step of record.steps) story.tell(step);
  story.rest();
  return [
    opening(record),
    ...story.sentences,
    omission(record),
    ending(record, story.answered),
    total(record),
    adaptations(record),
    price(record),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Tells the steps in order; what was waited for before an attempt is said with it. */
class Story {
  readonly #record: DecisionRecord;
  readonly #said: string[] = [];
  readonly #asked = new Set<string>();
  #waits: WaitStep[] = [];
  #before: Step | undefined;
  #next = '';
  #answered = 0;

  constructor(record: DecisionRecord) {
    this.#record = record;
  }

  /** Attempts that went well. */
  get answered(): number {
    return this.#answered;
  }

  get sentences(): string[] {
    return this.#said.map((words) => `${words}.`);
  }

  tell(step: Step): void {
    switch (step.type) {
      case 'wait':
        this.#waits.push(step);
        break;
      case 'attempt':
        this.#said.push(this.#attempt(step));
        break;
      case 'leave':
        this.#leave(step);
        break;
      default:
        this.#decision(step);
    }
    this.#before = step;
  }

  /** Says what was waited for with no attempt after it. */
  rest(): void {
    if (this.#waits.length === 0) return;
    const waits = this.#waits.map(({ target, reason, ms }) => `${time(ms)} for ${target} (${restReasons[reason]})`);
    this.#waits = [];
    this.#said.push(`Then it was waited ${list(waits)}`);
  }

  #attempt(step: AttemptStep): string {
    const { target, outcome, durationMs } = step;
    const again = this.#asked.has(target) ? ' again' : '';
    const first = this.#asked.size === 0 && this.#record.targets.length > 1 ? ' first' : '';
    const so = this.#next === target && this.#waits.length === 0 ? 'So ' : '';
    this.#next = '';
    this.#asked.add(target);
    const asked = `${so}${this.#afterWaits(target)}${target} was asked${again}${first}`;
    if (outcome === 'ok') {
      this.#answered += 1;
      const how = this.#record.streamed ? 'began to answer' : 'answered';
      return `${asked} and ${how} after ${time(durationMs)}`;
    }
    if (outcome === 'open') return `${asked}, and had not answered when this was written`;
    if (outcome === 'aborted') return `${asked}, and was not waited for any longer after ${time(durationMs)}`;
    return `${asked}; after ${time(durationMs)} it ${failureOf(step)}`;
  }

  #afterWaits(target: string): string {
    if (this.#waits.length === 0) return '';
    const waits = this.#waits.map(({ reason, ms, target: held }) => {
      return `${time(ms)} ${held === target ? waitReasons[reason] : `for ${held} (${restReasons[reason]})`}`;
    });
    this.#waits = [];
    return `After waiting ${list(waits)}, `;
  }

  #leave({ target, next, kind, retryAfterMs }: LeaveStep): void {
    this.#next = next;
    const before = this.#before;
    const told = before?.type === 'attempt' && before.target === target && before.kind === kind;
    const long = retryAfterMs === undefined ? '' : longer;
    if (told) {
      if (before.retryAfterMs === retryAfterMs) this.#said.push(`${this.#said.pop() ?? ''}${long}`);
      return;
    }
    this.rest();
    const wait = retryAfterMs === undefined ? '' : `, for another ${time(retryAfterMs)}${longer}`;
    this.#said.push(`${target} was given up, because it ${wordsOf(kind)}${wait}`);
  }

  #decision(step: DecisionStep): void {
    const words = decisionWords(step);
    if (words !== undefined) this.#said.push(words);
  }
}

const longer = ', longer than is waited while another target is left';

/** What a wait is for, where it is said of another target than the one that is asked next. */
const restReasons: Readonly<Record<WaitStep['reason'], string>> = {
  backoff: 'a pause before another try',
  'rate-limit': 'its rate limit',
  gate: 'a pause that it had asked for',
  queue: 'its turn in line',
  circuit: 'its recovery',
};

function opening({ asked, targets, steps, outcome }: DecisionRecord): string {
  if (outcome.ok && outcome.cached !== undefined) return '';
  if (steps.length === 0) return `${asked} was asked.`;
  return targets.length === 1 && targets[0] === asked ? '' : `The call was for ${asked}.`;
}

function omission({ omitted = 0 }: DecisionRecord): string {
  return omitted === 0 ? '' : `${count(omitted, 'further step')} ${omitted === 1 ? 'is' : 'are'} not recorded.`;
}

function ending(record: DecisionRecord, answered: number): string {
  return record.outcome.ok ? successOf(record, answered) : failureEnd(record, record.outcome);
}

function successOf({ asked, outcome, streamed, timings }: DecisionRecord, answered: number): string {
  if (!outcome.ok) return '';
  const { cached, fallback, model } = outcome;
  if (cached !== undefined) {
    const source =
      cached.from === 'flight' ? 'shared with an equal call that was under way' : `kept ${time(cached.ageMs)} ago`;
    return `${asked} was answered by a reply that was ${source}; no provider was asked.`;
  }
  if (fallback === true) return 'A fixed reply was given instead of a failure.';
  if (answered === 0) return `It was answered by ${model} after ${time(timings.totalMs)}.`;
  return streamed ? `The reply was whole after ${time(timings.totalMs)}.` : '';
}

function failureEnd({ asked, streamed, timings, steps }: DecisionRecord, outcome: Failed): string {
  const { kind, model = asked, retryAfterMs, code, partialCharacters: said = 0 } = outcome;
  const after = `after ${time(timings.totalMs)}`;
  const kept = streamed && said > 0 ? `; ${count(said, 'character')} of the reply had come` : '';
  if (kind === 'aborted') return `Its caller ended the call ${after}${kept}.`;
  if (kind === 'budget') return `The call ended ${after}, because a budget was used up${inBrackets(code)}${kept}.`;
  const again = retryAfterMs === undefined ? '' : ` It is worth asking again in ${time(retryAfterMs)}.`;
  const why = isTold(steps.at(-1), kind, model) ? '' : `, because ${reasonOf(outcome, model)}`;
  return `The call failed ${after}${why}${kept}.${again}`;
}

/** Whether the step before says already what the call failed of. */
function isTold(last: Step | undefined, kind: Failed['kind'], target: string): boolean {
  return last?.type === 'attempt' && last.kind === kind && last.target === target;
}

function inBrackets(text: string | undefined): string {
  return text === undefined ? '' : ` (${text})`;
}

function total(record: DecisionRecord): string {
  const attempts = attemptsOf(record).length;
  const waits = waitsOf(record).length;
  if (attempts + waits < 2) return '';
  const { totalMs, waitedMs } = record.timings;
  const waited = waits === 0 ? '' : `, ${time(waitedMs)} of them in ${count(waits, 'wait')}`;
  return `Altogether it took ${time(totalMs)} and ${count(attempts, 'attempt')}${waited}.`;
}

function adaptations({ adaptations: all }: DecisionRecord): string {
  if (all.length === 0) return '';
  const fields = [...new Set(all.map(({ field }) => field))];
  return `The request was fitted to its target: ${list(fields)} ${fields.length === 1 ? 'was' : 'were'} dropped or changed.`;
}

function price({ cost, outcome }: DecisionRecord): string {
  if (cost === undefined || (outcome.ok && outcome.cached !== undefined)) return '';
  return cost.known
    ? `It cost ${money(cost.amount)}.`
    : `What it cost is not known: ${cost.reason.replace(/\.$/, '')}.`;
}
