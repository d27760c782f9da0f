import { isModelError } from '../../../model/error.ts';
import { statusForCaller } from '../../../protocols/error-status.ts';

/** By these marks the AI SDK knows its own errors, also those of other copies of it (`@ai-sdk/provider`, errors). */
const marks = [Symbol.for('vercel.ai.error'), Symbol.for('vercel.ai.error.AI_APICallError')];

/**
 * What an application of the AI SDK is given of an error: the `ModelError` itself, which passes there for an
 * `APICallError` that is not retryable, because the layers around the model have done what can be done. For a call
 * that its caller ended it is the signal's own reason, as the AI SDK expects.
 */
export function thrownError(error: unknown, signal: AbortSignal | undefined): unknown {
  if (!isModelError(error)) return error;
  if (error.kind === 'aborted') {
    return isAbort(signal?.reason) ? signal?.reason : new DOMException(error.message, 'AbortError');
  }
  const { upstream } = error;
  const shown = error.with({});
  const fields = {
    isRetryable: false,
    statusCode: error.status ?? statusForCaller(error),
    url: '',
    responseHeaders: upstream?.headers,
  };
  Object.assign(shown, fields);
  // Out of enumeration, as the body of `upstream` is: it may hold a prompt.
  for (const mark of marks) Object.defineProperty(shown, mark, { value: true });
  Object.defineProperty(shown, 'responseBody', { value: upstream?.body });
  Object.defineProperty(shown, 'requestBodyValues', { value: {} });
  return shown;
}

/** The AI SDK tells the end of a call by these names. */
function isAbort(reason: unknown): boolean {
  return reason instanceof Error && ['AbortError', 'ResponseAborted', 'TimeoutError'].includes(reason.name);
}
