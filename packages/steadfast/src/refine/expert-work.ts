import { budgeted } from '../layers/budgeted.ts';
import type { Budget } from '../model/budget.ts';
import type { Completion } from '../model/completion.ts';
import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput, CompletionRequest } from '../model/completion-request.ts';
import { isModelError } from '../model/error.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import { Journal } from '../model/journal.ts';
import type { CallEvent } from '../model/journal.ts';
import { asNumber } from '../model/json.ts';
import type { TextPart } from '../model/message.ts';
import type { Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { sleep } from '../time/sleep.ts';
import { nextStep } from './next-step.ts';
import type { ExpertEnd } from './next-step.ts';
import type { Failure, Judgement, RefineEvent, RefineReply } from './refine-entry.ts';
import type { Expert, RefineOptions, RefineView } from './refine-options.ts';
import { expertIn } from './run-state.ts';
import type { RunState } from './run-state.ts';
import { inOrderOf, shownAttempts } from './shown-attempts.ts';

/** What an expert needs of the run that it is part of. */
export interface ExpertGround<Answer> {
  readonly options: RefineOptions<Answer>;
  readonly clock: Clock;
  readonly state: RunState;
  readonly signal: AbortSignal;
  append(event: RefineEvent): Promise<void>;
}

/** Output tokens of a reply that are counted for a call of which nothing more is known. */
const usualOutput = 1_024;

/** An expert at work: it does what `nextStep` says, one after another. */
export class ExpertWork<Answer> {
  readonly name: string;
  readonly #run: ExpertGround<Answer>;
  readonly #expert: Expert & { readonly name: string; readonly seed: number };
  readonly #budget: Budget;
  readonly #model: Model;

  constructor(
    run: ExpertGround<Answer>,
    expert: Expert & { readonly name: string; readonly seed: number },
    budget: Budget,
  ) {
    this.name = expert.name;
    this.#run = run;
    this.#expert = expert;
    this.#budget = budget;
    this.#model = budgeted(undefined, { clock: run.clock })(expert.model);
  }

  /** Works until there is nothing more to do; says why. */
  async work(): Promise<ExpertEnd> {
    for (;;) {
      const step = nextStep(this.#run.state, this.name, this.#run.options);
      if (step.type === 'end') return step.reason;
      if (this.#run.signal.aborted) return 'over';
      if (step.type === 'judge') await this.#judge(step.number);
      else if (await this.#waited(step.waitMs)) await this.#ask(step.number);
    }
  }

  #view(number: number): RefineView {
    const { name: expert, seed } = this.#expert;
    const { task } = this.#run.options;
    const order = <Item>(items: readonly Item[]): readonly Item[] =>
      seed === 0 ? [...items] : inOrderOf(items, `${task ?? ''}/${seed}`);
    return { task, expert, number, seed, order };
  }

  /** Whether the wait is over, and not the run; no wait is longer than the time of the budget. */
  async #waited(ms: number): Promise<boolean> {
    const { clock, signal } = this.#run;
    if (ms > 0) await sleep(clock, Math.min(ms, this.#budget.left.timeMs), signal).catch(() => undefined);
    return !signal.aborted;
  }

  async #ask(number: number): Promise<void> {
    const { clock, signal } = this.#run;
    const request = await this.#request(number);
    const place = { expert: this.name, number };
    const tokens = estimateTokens(request) + (request.maxOutputTokens ?? usualOutput);
    await this.#run.append({ type: 'asked', ...place, tokens });
    const step = this.#budget.child();
    const notes: Promise<void>[] = [];
    const journal = new Journal(clock.now(), (event) => {
      const reserved = reservedBy(event);
      if (reserved === undefined) return;
      const noted = this.#run.append({ type: 'reserved', ...place, ...reserved });
      // Awaited below; until then a log that fails is nobody's surprise.
      noted.catch(() => undefined);
      notes.push(noted);
    });
    const settled = await settledOf(this.#model.complete(request, { signal, budget: step, journal }));
    await Promise.all(notes);
    const { spent } = step.save();
    await this.#run.append({ ...settled, ...place, spent });
  }

  async #request(number: number): Promise<CompletionRequest> {
    const { attempts } = expertIn(this.#run.state, this.name);
    const { request, shown = {}, seed } = this.#expert;
    const view = this.#view(number);
    const asked = await request(shownAttempts(attempts, shown, `${view.task ?? ''}/${seed}/${number}`), view);
    return toRequest(isTextPart(asked) ? { messages: [{ role: 'user', content: [asked] }] } : asked);
  }

  async #judge(number: number): Promise<void> {
    const { reply } = expertIn(this.#run.state, this.name);
    if (reply === undefined) return;
    const judgement = await this.#judgementOf(reply, this.#view(number));
    await this.#run.append({ type: 'judged', expert: this.name, number, judgement });
  }

  async #judgementOf(reply: RefineReply, view: RefineView): Promise<Judgement> {
    const { extract, check } = this.#run.options;
    const { value: answer, problem = 'it holds no answer.' } = await extract(reply, view);
    if (answer === undefined) return { feedback: `The reply can't be used: ${problem}`, score: 0, passed: false };
    const { text, score, passed = score >= 1, vote } = await check(answer, view);
    return { answer, feedback: text, score, passed, vote };
  }
}

function isTextPart(asked: CompletionInput | TextPart): asked is TextPart {
  return typeof asked === 'object' && 'type' in asked;
}

function reservedBy(event: CallEvent): { readonly tokens: number; readonly nanodollars: number } | undefined {
  if (event.type !== 'decision') return undefined;
  const { by, verdict, facts } = event.decision;
  if (by !== 'budget' || verdict !== 'reserved') return undefined;
  const tokens = asNumber(facts?.['tokens']) ?? 0;
  const nanodollars = asNumber(facts?.['nanodollars']) ?? 0;
  // Where nothing limits tokens or money nothing is reserved of them, and the estimate says more.
  return tokens + nanodollars > 0 ? { tokens, nanodollars } : undefined;
}

type Settled =
  | { readonly type: 'replied'; readonly reply: RefineReply }
  | { readonly type: 'failed'; readonly failure: Failure };

/** What became of a call; what is no `ModelError` is a fault of the program, and thrown. */
async function settledOf(running: Promise<Completion>): Promise<Settled> {
  try {
    const { text, toolCalls, finishReason, model, fallback } = await running;
    if (fallback !== true) return { type: 'replied', reply: { text, toolCalls, finishReason, model } };
    const message = `Every model behind ${model} failed, and its safe reply answers nothing.`;
    return { type: 'failed', failure: { kind: 'overloaded', message } };
  } catch (error) {
    if (!isModelError(error)) throw error;
    const { kind, message, retryAfterMs } = error;
    return { type: 'failed', failure: { kind, message, retryAfterMs } };
  }
}
