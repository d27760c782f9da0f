import type { JsonObject } from '../ground/json.ts';
import type { Answer } from './answer.ts';
import { geminiPieces, geminiReply } from './gemini-reply.ts';
import { type GeminiPlace, readGeminiRequest } from './gemini-request.ts';
import type { ProviderError, ProviderErrorWord } from './provider-error.ts';
import { dataFrame } from './sse.ts';
import type { Frame, ReplyFacts, WireProtocol } from './wire-protocol.ts';

const words: Readonly<Record<ProviderErrorWord, { readonly status: string; readonly message: string }>> = {
  'context-length': {
    status: 'INVALID_ARGUMENT',
    message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
  },
  'invalid-request': { status: 'INVALID_ARGUMENT', message: 'Request contains an invalid argument.' },
  auth: { status: 'UNAUTHENTICATED', message: 'Request had invalid authentication credentials.' },
  billing: { status: 'RESOURCE_EXHAUSTED', message: 'Your prepayment credits are depleted.' },
  permission: { status: 'PERMISSION_DENIED', message: 'The caller does not have permission.' },
  'not-found': { status: 'NOT_FOUND', message: 'The model is not found or is not supported for generateContent.' },
  timeout: { status: 'DEADLINE_EXCEEDED', message: 'Deadline expired before operation could complete.' },
  conflict: { status: 'ABORTED', message: 'The operation was aborted.' },
  'too-large': { status: 'INVALID_ARGUMENT', message: 'Request payload size exceeds the limit: 20971520 bytes.' },
  'rate-limit': { status: 'RESOURCE_EXHAUSTED', message: 'Resource has been exhausted (e.g. check quota).' },
  quota: { status: 'RESOURCE_EXHAUSTED', message: 'You exceeded your current quota, please check your plan.' },
  server: { status: 'INTERNAL', message: 'An internal error has occurred. Please retry.' },
  overloaded: { status: 'UNAVAILABLE', message: 'The model is overloaded. Please try again later.' },
};

/** Google's generateContent as a path asks for it: its stream is one of events, or without `alt=sse` a JSON array. */
export function gemini(place: GeminiPlace, events = true): WireProtocol {
  return {
    name: 'gemini',
    streamType: events ? 'text/event-stream' : 'application/json; charset=UTF-8',
    framing: 'sse',
    requestIdHeader: 'x-request-id',
    read: (body) => readGeminiRequest(body, place),
    reply: geminiReply,
    frames: events ? eventFrames : arrayFrames,
    errorBody,
    errorFrame: (error) => dataFrame('finish', errorBody(error)),
    rateHeaders: () => ({}),
  };
}

function eventFrames(answer: Answer, facts: ReplyFacts): Frame[] {
  return geminiPieces(answer, facts).map(({ part, data }) => dataFrame(part, data, part === 'content' ? 1 : 0));
}

function arrayFrames(answer: Answer, facts: ReplyFacts): Frame[] {
  const pieces = geminiPieces(answer, facts);
  return pieces.map(({ part, data }, index) => {
    const end = index === pieces.length - 1 ? ']' : '';
    const text = `${index === 0 ? '[' : ',\r\n'}${JSON.stringify(data)}${end}`;
    return { part, text, tokens: part === 'content' ? 1 : 0 };
  });
}

function errorBody(error: ProviderError): JsonObject {
  const { status, message } = words[error.word];
  const perDay = {
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: [{ quotaId: 'RequestsPerDay' }],
  };
  const details = error.word === 'quota' ? [perDay] : undefined;
  return { error: { code: error.status, message: error.message ?? message, status, details } };
}
