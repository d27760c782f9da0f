import type { Completion } from '../model/completion.ts';
import { isModelError } from '../model/error.ts';
import { parseJson } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import type { Answered, DecisionRecord, Failed, RecordedCost } from './decision-record.ts';

/** What a record says of how its call ended. */
export type Ending = Pick<DecisionRecord, 'outcome' | 'usage' | 'cost' | 'rateWindows'> & {
  readonly reply?: JsonValue;
};

/** The ending of a call that was answered. */
export function answered(completion: Completion, contents: boolean): Ending {
  const { model, finishReason, answeredBy, id: replyId, requestId, toolCalls, text } = completion;
  const { fallback, cached, rateWindows } = completion;
  const outcome: Answered = {
    ok: true,
    model,
    finishReason,
    answeredBy,
    replyId,
    requestId,
    toolCalls: toolCalls.length,
    characters: text.length,
    fallback,
    cached,
  };
  const { inputTokens, outputTokens, totalTokens, input, output, details, reported } = completion.usage;
  const usage = { inputTokens, outputTokens, totalTokens, input, output, details };
  return {
    outcome,
    usage: reported ? usage : undefined,
    cost: costOf(completion),
    rateWindows,
    reply: contents ? plain(completion.content) : undefined,
  };
}

/** The ending of a call that failed. */
export function failed(error: unknown, contents: boolean): Ending {
  if (!isModelError(error)) {
    const { name: code, message } = error instanceof Error ? error : new Error(String(error));
    return { outcome: { ok: false, kind: 'unknown', code, message: contents ? message : undefined } };
  }
  const { kind, status, code, phase, model, requestId, retryAfterMs, partial } = error;
  // An error of another copy of this library may be older than the limits that it would report.
  const rateWindows = 'rateWindows' in error ? error.rateWindows : [];
  const outcome: Failed = {
    ok: false,
    kind,
    status,
    code,
    phase,
    model,
    requestId,
    retryAfterMs,
    partialCharacters: partial?.text.length,
    message: contents ? error.message : undefined,
  };
  return {
    outcome,
    rateWindows: rateWindows.length === 0 ? undefined : rateWindows,
    reply: contents && partial !== undefined ? plain(partial) : undefined,
  };
}

/** The value as JSON says it. */
export function plain(value: unknown): JsonValue | undefined {
  return parseJson(JSON.stringify(value) ?? '');
}

function costOf({ cost }: Completion): RecordedCost | undefined {
  if (cost === undefined) return undefined;
  return cost.known ? { known: true, amount: cost.amount } : { known: false, reason: cost.reason };
}
