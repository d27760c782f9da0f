import type { Completion, Reply } from '../model/completion.ts';
import type { Call } from '../model/call.ts';
import { isModelError } from '../model/error.ts';
import type { ModelError } from '../model/error.ts';
import type { Layer, Model } from '../model/model.ts';
import { toCompletion } from '../model/to-completion.ts';
import { unreportedUsage } from '../model/usage.ts';
import { streamOf } from '../stream/stream-of.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { openCall } from '../time/open-call.ts';
import type { OpenCall } from '../time/open-call.ts';

/** What is said when nobody can answer, unless told otherwise. */
export const defaultSafeReply = 'I am having technical difficulties. Please try again shortly.';

/** Settings of `safeReply`. */
export interface SafeReplyOptions {
  /** Is told of the error that the reply stands in for. */
  readonly onFailure?: (error: ModelError) => void;
  readonly clock?: Clock;
}

/**
 * Gives a fixed reply instead of an error when every target has failed. It is marked `fallback: true` and
 * `shouldEscalate: true`, so that no caller takes it for a model's word. A call that its caller ended, or that was wrong
 * in itself, still fails.
 */
export function safeReply(text: string = defaultSafeReply, options: SafeReplyOptions = {}): Layer {
  const { onFailure, clock = systemClock } = options;
  const instead = (error: unknown, model: string, call: OpenCall): Completion => {
    if (!isModelError(error) || error.kind === 'aborted' || error.kind === 'invalid-request') throw error;
    onFailure?.(error);
    return marked(text, model, call, clock.now());
  };
  const open = (call: Call | undefined): OpenCall => openCall(call, clock);
  return (inner: Model): Model => ({
    id: inner.id,
    capabilities: inner.capabilities,
    keepsBudget: inner.keepsBudget,
    complete: async (request, call) => {
      const opened = open(call);
      try {
        return await inner.complete(request, opened);
      } catch (error) {
        return instead(error, inner.id, opened);
      }
    },
    stream: async (request, call) => {
      const opened = open(call);
      try {
        return await inner.stream(request, opened);
      } catch (error) {
        return streamOf(instead(error, inner.id, opened));
      }
    },
  });
}

function marked(text: string, model: string, call: OpenCall, now: number): Completion {
  const { attempts, adaptations, startedAt, waitedMs } = call.journal;
  const reply: Reply = { content: [{ type: 'text', text }], finishReason: 'other', usage: unreportedUsage };
  const totalMs = now - startedAt;
  const timings = { queueMs: waitedMs, firstContentMs: totalMs, totalMs };
  const completion = toCompletion(reply, { model, attempts, adaptations, timings });
  return { ...completion, fallback: true, shouldEscalate: true };
}
