import type { JsonObject } from '../ground/json.ts';
import { chatFrames, chatReply } from './chat-reply.ts';
import { readChatRequest } from './chat-request.ts';
import { goDuration } from './go-duration.ts';
import type { ProviderError, ProviderErrorWord } from './provider-error.ts';
import type { Gauge } from './rate-reading.ts';
import { dataFrame } from './sse.ts';
import type { WireProtocol } from './wire-protocol.ts';

interface Words {
  readonly type: string;
  readonly code: string | null;
  readonly message: string;
}

const words: Readonly<Record<ProviderErrorWord, Words>> = {
  'context-length': {
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
    message:
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. Please reduce the length of the messages.",
  },
  'invalid-request': { type: 'invalid_request_error', code: null, message: 'The request is not valid.' },
  auth: { type: 'invalid_request_error', code: 'invalid_api_key', message: 'Incorrect API key provided.' },
  billing: {
    type: 'insufficient_quota',
    code: 'credit_balance_exhausted',
    message: 'Your credit balance is used up. Please add credits in your billing settings.',
  },
  permission: {
    type: 'permission_error',
    code: 'unsupported_country_region_territory',
    message: 'Country, region, or territory not supported',
  },
  'not-found': {
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
  },
  timeout: { type: 'server_error', code: 'timeout', message: 'Request timed out.' },
  conflict: {
    type: 'server_error',
    code: 'conflict',
    message: 'The request conflicts with another one. Please try again.',
  },
  'too-large': { type: 'invalid_request_error', code: 'request_too_large', message: 'The request is too large.' },
  'rate-limit': {
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for requests per min (RPM). Please slow down.',
  },
  quota: {
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  server: {
    type: 'server_error',
    code: null,
    message: 'The server had an error while processing your request. Sorry about that!',
  },
  overloaded: {
    type: 'server_error',
    code: 'server_is_overloaded',
    message: 'The engine is currently overloaded, please try again later.',
  },
};

/** OpenAI Chat Completions. */
export const chat: WireProtocol = {
  name: 'chat',
  streamType: 'text/event-stream; charset=utf-8',
  framing: 'sse',
  requestIdHeader: 'x-request-id',
  read: readChatRequest,
  reply: chatReply,
  frames: chatFrames,
  errorBody,
  errorFrame: (error) => dataFrame('finish', errorBody(error)),
  rateHeaders: ({ requests, tokens }) => ({ ...gaugeHeaders('requests', requests), ...gaugeHeaders('tokens', tokens) }),
};

function errorBody(error: ProviderError): JsonObject {
  const { type, code, message } = words[error.word];
  return { error: { message: error.message ?? message, type, param: error.param ?? null, code: error.code ?? code } };
}

function gaugeHeaders(what: string, gauge: Gauge | undefined): Record<string, string> {
  if (gauge === undefined) return {};
  return {
    [`x-ratelimit-limit-${what}`]: String(gauge.limit),
    [`x-ratelimit-remaining-${what}`]: String(gauge.remaining),
    [`x-ratelimit-reset-${what}`]: goDuration(gauge.fullInMs),
  };
}
