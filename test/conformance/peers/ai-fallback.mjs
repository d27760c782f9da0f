import { createFallback } from 'ai-fallback';
import { ask, modelAt } from './ai-sdk.mjs';
import { manner } from './manner.mjs';

/** The AI SDK with ai-fallback: a second model for when the first one fails. */
export function make({ origin, fbOrigin, fmt, T, retries }) {
  const model = createFallback({ models: [modelAt(origin, fmt), modelAt(fbOrigin, fmt, 'fake-2')] });
  const settings = { T, maxRetries: manner === 'defaults' ? undefined : retries };
  return { call: (call) => ask(model, settings, call) };
}
