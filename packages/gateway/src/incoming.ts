import { carriesState } from 'steadfast/protocols';
import type { JsonObject, RawRequest, RequestForm } from 'steadfast/model';
import type { Exchange } from './exchange.ts';
import { headersForProvider, queryForProvider } from './header-lists.ts';
import { readBody } from './inbound.ts';
import { readJsonBody } from './json-text.ts';
import { refusal } from './refusal.ts';

/** What the path of a request says of it; in most dialects it is the body that says it. */
export interface Asked {
  readonly model?: string;
  readonly stream?: boolean;
  readonly form?: RequestForm;
}

/** A request that has arrived whole. */
export interface Incoming {
  readonly model: string;
  readonly stream: boolean;
  readonly json: JsonObject;
  readonly raw: RawRequest;
}

/**
 * Reads the body of a request.
 * @throws ModelError of kind `invalid-request` for what is no JSON object, and for a request that names no model
 */
export function receive(exchange: Exchange, asked: Asked = {}): Promise<Incoming> {
  const { house, request } = exchange;
  return readBody(request, house.maxBodyBytes, (body) => incomingOf(exchange, body, asked));
}

function incomingOf({ dialect, request, query }: Exchange, body: Buffer, asked: Asked): Incoming {
  const json = readJsonBody(body);
  const model = asked.model ?? json['model'];
  if (typeof model !== 'string' || model === '') {
    throw refusal('bad-request', 'missing_model', 'The body has no "model"; write it as "provider/model".');
  }
  const protocol = dialect.protocol.id;
  const raw: RawRequest = {
    protocol,
    form: asked.form ?? dialect.form,
    headers: headersForProvider(request.headers),
    body,
    json,
    query: queryForProvider(query),
    carriesState: carriesState(protocol, body, json),
  };
  return { model, stream: asked.stream ?? dialect.asksForStream(json), json, raw };
}
