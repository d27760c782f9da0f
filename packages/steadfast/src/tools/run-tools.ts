import { randomUUID } from 'node:crypto';
import { budgeted } from '../layers/budgeted.ts';
import { toRequest } from '../model/completion-request.ts';
import { isModelError } from '../model/error.ts';
import type { Message } from '../model/message.ts';
import { textOf } from '../model/message.ts';
import { sumUsage } from '../model/sum-usage.ts';
import { memoryLog } from '../store/memory-log.ts';
import { systemClock } from '../time/system-clock.ts';
import { CallRunner } from './call-runner.ts';
import { EventQueue } from './event-queue.ts';
import { fingerprint } from './fingerprint.ts';
import { RunLedger } from './run-ledger.ts';
import { RunLimits } from './run-limits.ts';
import { ToolSet } from './tool-set.ts';
import type { EngineParts } from './tools-engine.ts';
import { stepThrough } from './tools-engine.ts';
import type { RunEnd, ToolsEvent } from './tools-event.ts';
import type { RunToolsOptions } from './tools-options.ts';
import type { ToolsResult } from './tools-result.ts';
import type { ToolsStep } from './tools-step.ts';
import { endReason } from './until-ended.ts';

/**
 * A run of a model with tools. Nothing begins before it is iterated or its result is asked for: iterated, it gives events
 * as they happen and streams the replies; else the replies are asked for whole.
 */
export interface ToolsRun extends AsyncIterable<ToolsEvent>, AsyncDisposable {
  readonly runId: string;
  /**
   * How the run ended; rejects with the `ModelError` with which a call of the model failed, or which says that the caller
   * left or the deadline passed. A budget that is used up is an end, and no error.
   */
  readonly result: Promise<ToolsResult>;
  /** The conversation so far, also after an error. */
  readonly messages: readonly Message[];
  /** The steps so far, also after an error. */
  readonly steps: readonly ToolsStep[];
  /** Ends the run, the requests and the tools that are under way. */
  close(): Promise<void>;
}

/**
 * Lets a model call tools until it answers. Each reply is written into the ledger before its calls are made, and each call
 * with effects before it begins: whoever begins the run again with the same id and ledger, after an error, with another
 * model, or in another process, repeats no reply and no effect.
 * @throws ModelError of kind `invalid-request` for two tools of one name, and for one that needs approval without `approve`
 */
export function runTools(options: RunToolsOptions): ToolsRun {
  return new Run(options, new ToolSet(options.tools, options.approve));
}

class Run implements ToolsRun {
  readonly runId: string;
  readonly messages: Message[];
  readonly steps: ToolsStep[] = [];
  readonly #options: RunToolsOptions;
  readonly #tools: ToolSet;
  readonly #events = new EventQueue<ToolsEvent>();
  #limits: RunLimits | undefined;
  #result: Promise<ToolsResult> | undefined;
  #closed = false;

  constructor(options: RunToolsOptions, tools: ToolSet) {
    this.#options = options;
    this.#tools = tools;
    this.runId = options.runId ?? randomUUID();
    this.messages = [...toRequest(options.request).messages];
  }

  get result(): Promise<ToolsResult> {
    this.#events.discard();
    return this.#begin(false);
  }

  [Symbol.asyncIterator](): AsyncIterator<ToolsEvent, undefined> {
    const events = this.#events.read(() => this.#limits?.leave());
    void this.#begin(true);
    return events;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#limits?.leave();
    this.#events.end();
    await this.#result?.catch(() => undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #begin(streamed: boolean): Promise<ToolsResult> {
    if (this.#result !== undefined) return this.#result;
    const { call = {}, clock = systemClock } = this.#options;
    const limits = new RunLimits(call, clock);
    this.#limits = limits;
    if (this.#closed) limits.leave();
    const result = this.#run(limits, streamed);
    this.#result = result;
    result.then(
      ({ ended }) => {
        this.#events.push({ type: 'run-end', ended });
        this.#events.end();
      },
      (error: unknown) => this.#events.end(error),
    );
    return result;
  }

  async #run(limits: RunLimits, streamed: boolean): Promise<ToolsResult> {
    try {
      const parts = await this.#parts(limits, streamed);
      return this.#resultOf(await stepThrough(parts));
    } catch (thrown) {
      const isOurs = limits.signal.aborted && isModelError(thrown) && thrown.kind === 'aborted';
      const error = isOurs ? endReason(limits.signal) : thrown;
      if (isModelError(error) && error.kind === 'budget') return { ...this.#resultOf('budget'), error };
      throw error;
    } finally {
      limits.release();
    }
  }

  async #parts(limits: RunLimits, streamed: boolean): Promise<EngineParts> {
    const options = this.#options;
    const { timeoutMs = 60_000, whenUncertain = 'show', approve, call = {}, clock = systemClock } = options;
    const { signal, deadline } = limits;
    const request = toRequest(options.request);
    const log = options.ledger ?? memoryLog();
    const ledger = await RunLedger.open(log, this.runId, fingerprint(request.messages), clock);
    const tell = (event: ToolsEvent): void => this.#events.push(event);
    const { budget } = call;
    const manner = { tools: this.#tools, ledger, timeoutMs, whenUncertain, approve, signal, clock, budget };
    const runner = new CallRunner({
      ...manner,
      started: ({ step, call: { id, name } }, input, idempotencyKey) =>
        tell({ type: 'call-start', step, id, name, input, idempotencyKey }),
      progressed: ({ step, call: { id } }, value) => tell({ type: 'call-progress', step, id, value }),
    });
    const { messages, steps } = this;
    // A model that does not draw on budgets by itself is made to.
    const model =
      call.budget === undefined || options.model.keepsBudget === true
        ? options.model
        : budgeted(undefined, { clock })(options.model);
    const room = (): Promise<void> => this.#events.room();
    const made = { ...call, signal, deadline };
    return {
      options,
      model,
      request,
      call: made,
      tools: this.#tools,
      ledger,
      runner,
      clock,
      streamed,
      tell,
      room,
      messages,
      steps,
    };
  }

  #resultOf(ended: RunEnd): ToolsResult {
    const { runId, messages, steps } = this;
    const last = steps.at(-1);
    return {
      ended,
      text: textOf(last?.reply.content ?? ''),
      steps: steps.slice(),
      messages: messages.slice(),
      usage: sumUsage(steps.map(({ reply }) => reply.usage)),
      pending: last?.pending ?? [],
      uncertain: steps.flatMap(({ outcomes }) => outcomes.filter(({ status }) => status === 'uncertain')),
      runId,
    };
  }
}
