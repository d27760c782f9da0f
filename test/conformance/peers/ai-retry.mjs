import { createRetryableModel, error } from 'ai-retry/language-model';
import { ask, modelAt } from './ai-sdk.mjs';
import { manner } from './manner.mjs';

/** The AI SDK with ai-retry, as its page recommends: it retries instead of the SDK, and falls back after that. */
export function make({ origin, fbOrigin, fmt, T, retries, variant }) {
  const times = manner === 'defaults' ? {} : { maxAttempts: retries + 1 };
  const again = error.isRetryable(true).retry({ delay: 1_000, backoffFactor: 2, ...times });
  const others = variant === 'fallback' ? [modelAt(fbOrigin, fmt)] : [];
  const model = createRetryableModel({ model: modelAt(origin, fmt), retries: [again, ...others] });
  return { call: (call) => ask(model, { T, maxRetries: 0 }, call) };
}
