import { experimental_retryableGenerateText as retryableGenerateText } from 'ai-retry/generate-text';
import * as whole from 'ai-retry/generate-text/conditions';
import { createRetryableModel, error } from 'ai-retry/language-model';
import { experimental_retryableStreamText as retryableStreamText } from 'ai-retry/stream-text';
import * as streamed from 'ai-retry/stream-text/conditions';
import { ask, modelAt } from './ai-sdk.mjs';
import { callMs, manner } from './manner.mjs';

const wait = { delay: 1_000, backoffFactor: 2 };

/**
 * The AI SDK with ai-retry, which retries instead of the SDK and goes to a second model after that: around the model, as
 * its page begins, or set up around the whole call, where its page says that timeouts are recovered from.
 */
export function make({ origin, fbOrigin, fmt, T, retries, variant }) {
  const first = modelAt(origin, fmt);
  // It counts attempts by the names of models.
  const others = variant === 'fallback' ? [modelAt(fbOrigin, fmt, 'fake-2')] : [];
  if (manner === 'defaults') {
    const model = createRetryableModel({ model: first, retries: [error.isRetryable(true).retry(wait), ...others] });
    return { call: (call) => ask(model, { T, maxRetries: 0 }, call) };
  }
  const again = { ...wait, maxAttempts: retries + 1 };
  const retryOf = ({ or, timeout, error }) => [or(timeout(), error.isRetryable(true)).retry(again), ...others];
  const generate = (question) => retryableGenerateText({ ...question, timeout: { totalMs: T }, retry: retryOf(whole) });
  const stream = (question) =>
    retryableStreamText({ ...question, timeout: { firstChunkMs: T, chunkMs: T }, retry: retryOf(streamed) });
  return {
    call: ({ deadlineMs = callMs, ...call }) => {
      const signal = AbortSignal.any([call.signal, AbortSignal.timeout(deadlineMs)]);
      return ask(first, { T, maxRetries: 0, generate, stream }, { ...call, signal });
    },
  };
}
