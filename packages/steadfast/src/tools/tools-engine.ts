import type { Call } from '../model/call.ts';
import type { Completion, Reply } from '../model/completion.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import type { AssistantPart, Message, ToolCallPart } from '../model/message.ts';
import { textOf } from '../model/message.ts';
import type { Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import type { PlacedCall } from './call-manner.ts';
import type { CallOutcome } from './call-outcome.ts';
import { resultPart } from './call-outcome.ts';
import type { CallRunner } from './call-runner.ts';
import { inParallel } from './in-parallel.ts';
import type { RunLedger } from './run-ledger.ts';
import type { ToolSet } from './tool-set.ts';
import type { RunToolsOptions } from './tools-options.ts';
import type { RunEnd, ToolsEvent } from './tools-event.ts';
import type { ToolsStep } from './tools-step.ts';

/** What a run works with. */
export interface EngineParts {
  readonly options: RunToolsOptions;
  readonly model: Model;
  readonly request: CompletionRequest;
  readonly call: Call;
  readonly tools: ToolSet;
  readonly ledger: RunLedger;
  readonly runner: CallRunner;
  readonly clock: Clock;
  /** Streams the replies. */
  readonly streamed: boolean;
  readonly tell: (event: ToolsEvent) => void;
  /** Settles when whoever reads the events has caught up. */
  readonly room: () => Promise<void>;
  /** What is kept of the run; both grow. */
  readonly messages: Message[];
  readonly steps: ToolsStep[];
}

/** Steps through a run until one of its ends. */
export async function stepThrough(parts: EngineParts): Promise<RunEnd> {
  const { options, steps, tell } = parts;
  for (let number = 1; ; number += 1) {
    tell({ type: 'step-start', step: number });
    const step = await takeStep(parts, number);
    steps.push(step);
    tell({ type: 'step-end', step: number });
    const ended = await endAfter(step, options, steps);
    if (ended !== undefined) return ended;
  }
}

async function takeStep(parts: EngineParts, number: number): Promise<ToolsStep> {
  const { tools, runner, messages, tell, options } = parts;
  const { model, reply, completion } = recorded(parts, number) ?? (await ask(parts, number));
  messages.push({ role: 'assistant', content: reply.content });
  const { finishReason } = reply;
  tell({ type: 'reply', step: number, text: textOf(reply.content), finishReason });
  const calls = ownCalls(reply.content);
  const pending = calls.filter((call) => tools.isForCaller(call));
  const placed = calls.flatMap((call, place): PlacedCall[] => {
    const cut = finishReason === 'length' && call === reply.content.at(-1);
    return pending.includes(call) ? [] : [{ step: number, place, call, cut }];
  });
  const outcomes = await inParallel(placed, options.concurrency ?? 8, async (one): Promise<CallOutcome> => {
    const outcome = await runner.run(one);
    tell({ type: 'call-end', step: number, outcome });
    return outcome;
  });
  if (outcomes.length > 0) messages.push({ role: 'tool', content: outcomes.map(resultPart) });
  return { number, model, reply, completion, outcomes, pending };
}

/** The calls that the provider did not make itself. */
export function ownCalls(content: readonly AssistantPart[]): readonly ToolCallPart[] {
  return content
    .filter((part) => part.type === 'tool-call')
    .filter(({ providerExecuted }) => providerExecuted !== true);
}

interface Answered {
  readonly model: string;
  readonly reply: Reply;
  readonly completion?: Completion;
}

function recorded({ ledger }: EngineParts, step: number): Answered | undefined {
  const entry = ledger.record.reply(step);
  return entry && { model: entry.model, reply: entry.reply };
}

/** Asks the model. Its reply is written down before anything is done by it. */
async function ask(parts: EngineParts, step: number): Promise<Answered> {
  const { model, call, streamed, ledger, clock } = parts;
  const request = requestOf(parts, step);
  const completion = streamed ? await stream(parts, request, step) : await model.complete(request, call);
  const { content, finishReason, rawFinishReason, id, answeredBy } = completion;
  const usage = { ...completion.usage, raw: undefined };
  const reply = { content, finishReason, rawFinishReason, usage, id, answeredBy };
  const { run } = ledger.record;
  await ledger.write({ type: 'reply', run, at: clock.now(), step, model: completion.model, reply });
  return { model: completion.model, reply, completion };
}

async function stream(
  { model, call, tell, room }: EngineParts,
  request: CompletionRequest,
  step: number,
): Promise<Completion> {
  await using reply = await model.stream(request, call);
  for await (const part of reply) {
    tell({ type: 'part', step, part });
    await room();
  }
  return await reply.result;
}

function requestOf({ options, request, tools, messages, steps }: EngineParts, number: number): CompletionRequest {
  const { toolChoice } = request;
  const specs = [...tools.specs, ...(request.tools ?? [])];
  const asked = {
    ...request,
    raw: undefined,
    messages: messages.slice(),
    tools: specs.length === 0 ? undefined : specs,
    // What must be called at first would be called for ever.
    toolChoice: number === 1 || toolChoice === 'none' ? toolChoice : undefined,
  };
  return { ...asked, ...options.prepareStep?.({ number, steps, messages }) };
}

async function endAfter(
  step: ToolsStep,
  { stopWhen = [], maxSteps = 20 }: RunToolsOptions,
  steps: readonly ToolsStep[],
): Promise<RunEnd | undefined> {
  if (step.pending.length > 0) return 'caller';
  const isPaused = step.reply.finishReason === 'pause';
  if (step.outcomes.length === 0 && !isPaused) return 'answer';
  for (const holds of [stopWhen].flat()) if (await holds(step, steps)) return 'stopped';
  return step.number >= maxSteps ? 'max-steps' : undefined;
}
