import type { Adaptation, SentRequest } from '../model/completion.ts';
import type { CompletionRequest, RawRequest, RequestForm } from '../model/completion-request.ts';
import type { JsonObject } from '../model/json.ts';
import { asString } from '../model/json.ts';
import type { ModelError } from '../model/error.ts';
import { refuseHeld } from '../protocols/held-by-provider.ts';
import type { SideCall, WrittenRequest } from '../protocols/protocol.ts';
import type { WireRequest } from '../wire/transport.ts';
import { addressAt, addressOf } from './address.ts';
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
  /** The way of asking that was relayed, where it is not the protocol's usual one. */
  readonly form?: RequestForm;
  /** What goes out, for people to look at, secrets redacted. */
  readonly sent: () => SentRequest;
}

/** Writes a request for its target: a request that came in the target's own protocol goes on byte for byte. */
export function prepare(target: Target, request: CompletionRequest, stream: boolean): Prepared {
  const { raw } = request;
  checkReady(target);
  const own = raw?.protocol === target.protocol.id ? raw : undefined;
  if (own !== undefined && own.carriesState !== true) return relay(target, own, stream);
  if (own === undefined && raw !== undefined) refuseHeld(raw, target.id);
  return write(target, request, stream, own);
}

function write(target: Target, request: CompletionRequest, stream: boolean, own: RawRequest | undefined): Prepared {
  const { model, family, dialect } = target;
  const written = target.protocol.writeRequest(request, { model, stream, family, dialect });
  return writtenTo(target, addressOf(target, stream, own?.query ?? ''), written, own);
}

function relay(target: Target, raw: RawRequest, stream: boolean): Prepared {
  return relayedTo(target, addressOf(target, stream, raw.query, raw.form), raw);
}

/** A side call that is ready to go to its target: relayed or written, as `prepare` decides. */
export function prepareSide<Request extends { readonly raw?: RawRequest }>(
  target: Target,
  side: SideCall<Request, unknown>,
  request: Request,
): Prepared {
  checkReady(target);
  const { model, family, dialect } = target;
  const { raw } = request;
  const own = raw?.protocol === target.protocol.id ? raw : undefined;
  const query = own?.query ?? '';
  if (own !== undefined && own.carriesState !== true) {
    const address = addressAt(target, side.path(model, own.form), query);
    return relayedTo(target, address, own, side.retarget?.(own.json, model));
  }
  if (own === undefined && raw !== undefined) refuseHeld(raw, target.id);
  const written = side.writeRequest(request, { model, stream: false, family, dialect });
  return writtenTo(target, addressAt(target, side.path(model), query), written, own);
}

/** Headers of a caller of the same protocol belong to what it asks for, also where its body is written anew. */
function writtenTo(
  target: Target,
  url: URL,
  { body, adaptations }: WrittenRequest,
  own: RawRequest | undefined,
): Prepared {
  const headers = own === undefined ? target.headers : headersOver(target, own);
  const wire = { method: 'POST' as const, url, headers, body: JSON.stringify(body) };
  const named = adaptations.map((adaptation) => ({ ...adaptation, target: target.id }));
  return { wire, adaptations: named, relayed: false, sent: () => sentRequest(wire, body) };
}

function relayedTo(target: Target, url: URL, raw: RawRequest, retargeted?: JsonObject): Prepared {
  const body = retargeted === undefined ? relayedBody(raw, target.model) : JSON.stringify(retargeted);
  const wire = { method: 'POST' as const, url, headers: headersOver(target, raw), body };
  const sent = (): SentRequest => sentRequest(wire, retargeted ?? { ...raw.json, model: target.model });
  return { wire, adaptations: [], relayed: true, form: raw.form, sent };
}

function headersOver(target: Target, raw: RawRequest): Readonly<Record<string, string>> {
  const key = keyHeader(target.provider);
  const headers = { ...target.headers };
  const paid = headers[key] !== undefined;
  for (const name in raw.headers) {
    // What a caller must not override: the key that pays.
    if (!paid || name !== key) headers[name] = raw.headers[name] ?? '';
  }
  return headers;
}

function relayedBody(raw: RawRequest, model: string): Uint8Array | string {
  const current = asString(raw.json['model']);
  if (current === undefined || current === model) return raw.body;
  return spliceModel(raw.body, current, model) ?? JSON.stringify({ ...raw.json, model });
}

/** @throws ModelError where the target lacks its key or its address */
function checkReady(target: Target): void {
  const missing = missingOf(target);
  if (missing !== undefined) throw missing;
}

/** What a target cannot be asked without. */
function missingOf({ provider, id, baseUrl, headers }: Target): ModelError | undefined {
  if (baseUrl === '') return missingAddressError(provider, id);
  const needed = provider.auth.kind !== 'none' && provider.keyOptional !== true;
  return needed && headers[keyHeader(provider)] === undefined ? missingKeyError(provider, id) : undefined;
}

function keyHeader({ auth }: Provider): string {
  return auth.kind === 'header' ? auth.name : 'authorization';
}

function sentRequest(wire: WireRequest, body: JsonObject): SentRequest {
  return { method: wire.method, url: wire.url.href, headers: redactHeaders(wire.headers), body };
}
