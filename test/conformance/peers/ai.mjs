import { ask, modelAt } from './ai-sdk.mjs';
import { manner } from './manner.mjs';

/** The AI SDK, with nothing around its models. */
export function make({ origin, fmt, T, retries }) {
  const model = modelAt(origin, fmt);
  const settings = { T, maxRetries: manner === 'defaults' ? undefined : retries };
  return { call: (call) => ask(model, settings, call) };
}
