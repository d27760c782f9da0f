import type { Adaptation, SentRequest } from '../model/completion.ts';
import type { CompletionRequest, RawRequest } from '../model/completion-request.ts';
import type { JsonObject } from '../model/json.ts';
import { asString } from '../model/json.ts';
import type { ModelError } from '../model/error.ts';
import type { WireRequest } from '../wire/transport.ts';
import { addressOf } from './address.ts';
import { missingAddressError, missingKeyError } from './environment.ts';
import type { Provider } from './provider.ts';
import { redactHeaders } from './redact.ts';
import { spliceModel } from './splice-model.ts';
import type { Target } from './target.ts';

/** A request that is ready to go to its target. */
export interface Prepared {
  readonly wire: WireRequest;
  readonly adaptations: readonly Adaptation[];
  /** The bytes of the caller are passed on as they came. */
  readonly relayed: boolean;
  /** What goes out, for people to look at, secrets redacted. */
  readonly sent: () => SentRequest;
}

/** Writes a request for its target: a request that came in the target's own protocol goes on byte for byte. */
export function prepare(target: Target, request: CompletionRequest, stream: boolean): Prepared {
  const { raw } = request;
  const missing = missingOf(target);
  if (missing !== undefined) throw missing;
  return raw?.protocol === target.protocol.id ? relay(target, raw, stream) : write(target, request, stream);
}

function write(target: Target, request: CompletionRequest, stream: boolean): Prepared {
  const { model, family, dialect } = target;
  const { body, adaptations } = target.protocol.writeRequest(request, { model, stream, family, dialect });
  const wire = post(target, stream, '', target.headers, JSON.stringify(body));
  const named = adaptations.map((adaptation) => ({ ...adaptation, target: target.id }));
  return { wire, adaptations: named, relayed: false, sent: () => sentRequest(wire, body) };
}

function relay(target: Target, raw: RawRequest, stream: boolean): Prepared {
  const body = relayedBody(raw, target.model);
  const headers = { ...target.headers, ...raw.headers, ...credentialsOf(target) };
  const wire = post(target, stream, raw.query, headers, body);
  const sent = (): SentRequest => sentRequest(wire, { ...raw.json, model: target.model });
  return { wire, adaptations: [], relayed: true, sent };
}

function relayedBody(raw: RawRequest, model: string): Uint8Array | string {
  const current = asString(raw.json['model']);
  if (current === undefined || current === model) return raw.body;
  return spliceModel(raw.body, current, model) ?? JSON.stringify({ ...raw.json, model });
}

/** What a target cannot be asked without. */
function missingOf({ provider, id, baseUrl, headers }: Target): ModelError | undefined {
  if (baseUrl === '') return missingAddressError(provider, id);
  const needed = provider.auth.kind !== 'none' && provider.keyOptional !== true;
  return needed && headers[keyHeader(provider)] === undefined ? missingKeyError(provider, id) : undefined;
}

/** What a caller must not override: the key that pays. */
function credentialsOf({ provider, headers }: Target): Readonly<Record<string, string>> {
  const value = headers[keyHeader(provider)];
  return value === undefined ? {} : { [keyHeader(provider)]: value };
}

function keyHeader({ auth }: Provider): string {
  return auth.kind === 'header' ? auth.name : 'authorization';
}

function post(
  target: Target,
  stream: boolean,
  query: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
): WireRequest {
  return { method: 'POST', url: addressOf(target, stream, query), headers, body };
}

function sentRequest(wire: WireRequest, body: JsonObject): SentRequest {
  return { method: wire.method, url: wire.url.href, headers: redactHeaders(wire.headers), body };
}
