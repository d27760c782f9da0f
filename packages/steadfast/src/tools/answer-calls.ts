import { randomUUID } from 'node:crypto';
import type { Call } from '../model/call.ts';
import type { Reply } from '../model/completion.ts';
import type { ToolCallPart, ToolMessage } from '../model/message.ts';
import { memoryLog } from '../store/memory-log.ts';
import { systemClock } from '../time/system-clock.ts';
import type { CallOutcome } from './call-outcome.ts';
import { resultPart } from './call-outcome.ts';
import { CallRunner } from './call-runner.ts';
import { fingerprint } from './fingerprint.ts';
import { inParallel } from './in-parallel.ts';
import { RunLedger } from './run-ledger.ts';
import { RunLimits } from './run-limits.ts';
import { ToolSet } from './tool-set.ts';
import { ownCalls } from './tools-engine.ts';
import type { CallOptions } from './tools-options.ts';

/** The answers to the calls of one reply. */
export interface AnsweredCalls {
  readonly outcomes: readonly CallOutcome[];
  /** What the model is told: the next message of the conversation. */
  readonly message: ToolMessage;
  /** Calls that the caller has to answer: their results belong into the message. */
  readonly pending: readonly ToolCallPart[];
}

/**
 * Makes the calls of one reply, for loops of one's own. With a ledger, give each reply a `runId` of its own.
 * @throws ModelError when the signal aborts or the deadline passes
 */
export async function answerCalls(
  { content, finishReason }: Pick<Reply, 'content' | 'finishReason'>,
  options: CallOptions & { readonly call?: Call },
): Promise<AnsweredCalls> {
  const { runId = randomUUID(), timeoutMs = 60_000, whenUncertain = 'show', clock = systemClock } = options;
  const { call = {}, approve, concurrency = 8 } = options;
  const tools = new ToolSet(options.tools, approve);
  const ledger = await RunLedger.open(options.ledger ?? memoryLog(), runId, fingerprint(content), clock);
  const limits = new RunLimits(call, clock);
  const { budget } = call;
  const { signal } = limits;
  const runner = new CallRunner({ tools, ledger, timeoutMs, whenUncertain, approve, signal, clock, budget });
  const calls = ownCalls(content).map((call, place) => {
    const cut = finishReason === 'length' && call === content.at(-1);
    return { step: 1, place, call, cut };
  });
  try {
    const made = calls.filter(({ call }) => !tools.isForCaller(call));
    const pending = calls.map(({ call }) => call).filter((call) => tools.isForCaller(call));
    const outcomes = await inParallel(made, concurrency, (placed) => runner.run(placed));
    return { outcomes, message: { role: 'tool', content: outcomes.map(resultPart) }, pending };
  } finally {
    limits.release();
  }
}
