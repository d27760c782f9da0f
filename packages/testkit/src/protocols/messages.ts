import type { JsonObject } from '../ground/json.ts';
import { messagesFrames, messagesReply } from './messages-reply.ts';
import { readMessagesRequest } from './messages-request.ts';
import type { ProviderError, ProviderErrorWord } from './provider-error.ts';
import type { Gauge, RateReading } from './rate-reading.ts';
import { namedFrame } from './sse.ts';
import type { WireProtocol } from './wire-protocol.ts';

const words: Readonly<Record<ProviderErrorWord, { readonly type: string; readonly message: string }>> = {
  'context-length': { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' },
  'invalid-request': { type: 'invalid_request_error', message: 'The request is not valid.' },
  auth: { type: 'authentication_error', message: 'invalid x-api-key' },
  billing: { type: 'billing_error', message: 'Your credit balance is too low to access the Anthropic API.' },
  permission: {
    type: 'permission_error',
    message: 'Your API key does not have permission to use the specified resource.',
  },
  'not-found': { type: 'not_found_error', message: 'The requested resource could not be found.' },
  timeout: { type: 'timeout_error', message: 'Request timed out.' },
  conflict: { type: 'conflict_error', message: 'The request conflicts with another one.' },
  'too-large': { type: 'request_too_large', message: 'Request exceeds the maximum allowed number of bytes.' },
  'rate-limit': { type: 'rate_limit_error', message: 'This request would exceed your rate limit. Please slow down.' },
  quota: { type: 'rate_limit_error', message: 'You have reached your enforced spend limit.' },
  server: { type: 'api_error', message: 'Internal server error' },
  overloaded: { type: 'overloaded_error', message: 'Overloaded' },
};

/** Anthropic Messages. */
export const messages: WireProtocol = {
  name: 'messages',
  streamType: 'text/event-stream; charset=utf-8',
  framing: 'sse',
  requestIdHeader: 'request-id',
  read: readMessagesRequest,
  reply: messagesReply,
  frames: messagesFrames,
  errorBody,
  errorFrame: (error, requestId) => namedFrame('finish', 'error', errorBody(error, requestId)),
  rateHeaders,
};

function errorBody(error: ProviderError, requestId: string): JsonObject {
  const { type, message } = words[error.word];
  const code = error.code ?? (error.word === 'quota' ? 'enforced_spend_limit_reached' : undefined);
  const details = code === undefined ? undefined : { error_code: code };
  return { type: 'error', error: { type, message: error.message ?? message, details }, request_id: requestId };
}

function rateHeaders({ now, requests, tokens }: RateReading): Record<string, string> {
  const gauge = (what: string, reading: Gauge | undefined): Record<string, string> =>
    reading === undefined
      ? {}
      : {
          [`anthropic-ratelimit-${what}-limit`]: String(reading.limit),
          [`anthropic-ratelimit-${what}-remaining`]: String(reading.remaining),
          [`anthropic-ratelimit-${what}-reset`]: new Date(now + reading.fullInMs).toISOString().replace(/\.\d+Z$/, 'Z'),
        };
  return { ...gauge('requests', requests), ...gauge('tokens', tokens) };
}
