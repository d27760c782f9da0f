import { asObject } from 'steadfast/model';
import type { JsonObject, ProtocolId, RequestForm } from 'steadfast/model';
import { protocolOf } from 'steadfast/protocols';
import type { Protocol } from 'steadfast/protocols';

/** The languages in which the gateway is asked: those of the protocols, and Ollama's second way of asking. */
export type DialectId = ProtocolId | 'generate';

/** Whose a streamed reply is. */
export interface ReplyIdentity {
  /** The model's name, as the caller gave it. */
  readonly model: string;
  readonly id: string;
  /** Epoch seconds. */
  readonly created: number;
}

/** What is known of an error that is the gateway's own. */
export interface OwnError {
  readonly status: number;
  readonly code: string | undefined;
}

/** A language in which the gateway is asked: its protocol, and what a server of it does beside. */
export interface Dialect {
  readonly protocol: Protocol;
  /** The way of asking, where it is not the protocol's usual one. */
  readonly form?: RequestForm;
  /** The header in which a server names a request. */
  readonly requestIdHeader: 'x-request-id' | 'request-id';
  /** How the ids of replies begin. */
  readonly replyIdPrefix: string;
  /** The content type of a stream. */
  readonly streamType: string;
  /** Whether the body asks for a stream. */
  readonly asksForStream: (body: JsonObject) => boolean;
  /** What is written into a long silence of a stream: clients pass it over. */
  readonly beat: (identity: ReplyIdentity) => string;
  /** Tells an error of the gateway's own from those of providers, also to machines. */
  readonly mark: (body: JsonObject, error: OwnError) => JsonObject;
  /** Whether errors name the request in their body. */
  readonly namesRequestInErrors?: true;
}

const events = {
  requestIdHeader: 'x-request-id',
  streamType: 'text/event-stream',
  asksForStream: (body: JsonObject) => body['stream'] === true,
  beat: () => ': keep-alive\n\n',
  mark: markInside,
} as const;

/** Lines of JSON have no comments: a line that says nothing fills the silence. */
const lines = {
  protocol: protocolOf('ollama'),
  requestIdHeader: 'x-request-id',
  replyIdPrefix: '',
  streamType: 'application/x-ndjson',
  asksForStream: (body: JsonObject) => body['stream'] !== false,
  mark: (body: JsonObject, { code }: OwnError) => ({ ...body, code, source: 'gateway' }),
} as const;

/** All languages in which the gateway is asked. */
export const dialects: Readonly<Record<DialectId, Dialect>> = {
  chat: { ...events, protocol: protocolOf('chat'), replyIdPrefix: 'chatcmpl-' },
  responses: { ...events, protocol: protocolOf('responses'), replyIdPrefix: 'resp_' },
  messages: {
    ...events,
    protocol: protocolOf('messages'),
    requestIdHeader: 'request-id',
    replyIdPrefix: 'msg_',
    beat: () => 'event: ping\ndata: {"type":"ping"}\n\n',
    namesRequestInErrors: true,
  },
  gemini: { ...events, protocol: protocolOf('gemini'), replyIdPrefix: '', mark: markForGoogle },
  ollama: { ...lines, beat: (identity) => emptyLine(identity, { message: { role: 'assistant', content: '' } }) },
  generate: { ...lines, form: 'generate', beat: (identity) => emptyLine(identity, { response: '' }) },
};

function markInside(body: JsonObject, { code }: OwnError): JsonObject {
  const error = asObject(body['error']);
  return { ...body, error: { ...error, code: code ?? error['code'], source: 'gateway' } };
}

/** Google's codes are statuses; machine codes stand in the details (google.rpc.ErrorInfo). */
function markForGoogle(body: JsonObject, { status, code }: OwnError): JsonObject {
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: code?.toUpperCase(),
    domain: 'steadfast',
  };
  return { ...body, error: { ...asObject(body['error']), code: status, details: [info], source: 'gateway' } };
}

function emptyLine({ model, created }: ReplyIdentity, said: JsonObject): string {
  const created_at = new Date(created * 1_000).toISOString();
  return `${JSON.stringify({ model, created_at, ...said, done: false })}\n`;
}
