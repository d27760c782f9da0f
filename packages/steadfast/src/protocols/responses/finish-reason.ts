import type { FinishReason } from '../../model/completion.ts';
import { asObject, asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { ownState } from './item-state.ts';

/** The word for why a response ended: the reason of an incomplete one, else its status. */
export function rawReasonOf({ status, incomplete_details: details }: JsonObject): string | undefined {
  return asString(asObject(details).reason) ?? asString(status);
}

/** What a reply holds that says more than its status. */
export interface ReplyFacts {
  readonly toolCalls: boolean;
  readonly refusal: boolean;
}

/** The facts of a reply's parts that decide why it ended. */
export function factsOf(content: readonly AssistantPart[], family: string): ReplyFacts {
  return {
    toolCalls: content.some((part) => part.type === 'tool-call' && part.providerExecuted !== true),
    refusal: content.some(({ state }) => ownState(state, family).type === 'refusal'),
  };
}

/** Reads why a response ended; a completed one also by what it holds. */
export function readFinishReason(raw: string | undefined, { toolCalls, refusal }: ReplyFacts): FinishReason {
  if (raw === 'max_output_tokens') return 'length';
  if (raw === 'content_filter') return 'content-filter';
  if (raw !== 'completed' && raw !== undefined) return 'other';
  if (refusal) return 'content-filter';
  return toolCalls ? 'tool-calls' : 'stop';
}

/** Writes why a response ended, as its `status` and `incomplete_details`. */
export function writeFinishReason(
  reason: FinishReason,
  raw: string | undefined,
  { refusal }: Pick<ReplyFacts, 'refusal'>,
): { readonly status: string; readonly incomplete_details: JsonValue } {
  if (reason === 'length') return incomplete('max_output_tokens');
  if (reason === 'content-filter' && !refusal) return incomplete('content_filter');
  if (reason === 'other' && (raw === 'queued' || raw === 'in_progress'))
    return { status: raw, incomplete_details: null };
  if (reason === 'other' && raw !== undefined && raw !== '') return incomplete(raw);
  return { status: 'completed', incomplete_details: null };
}

function incomplete(reason: string): { readonly status: string; readonly incomplete_details: JsonValue } {
  return { status: 'incomplete', incomplete_details: { reason } };
}
