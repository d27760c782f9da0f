import type { CompletionRequest, Message, RawRequest } from 'steadfast/model';
import { protocolOf } from 'steadfast/protocols';

/** Marks a request whose fields have not been read yet. */
const unread: readonly Message[] = [];

/**
 * The request that came as these bytes. A provider of the same protocol only looks at `raw`; the neutral fields are read
 * from it when the first of them is looked at, which then throws the ModelError (`invalid-request`) of a body that the
 * protocol cannot read.
 */
export function lazyRequest(raw: RawRequest): CompletionRequest {
  return new Proxy({ messages: unread, raw }, reading);
}

/** Reads the fields when they are looked at, one by one or all together, as when the request is copied. */
const reading: ProxyHandler<CompletionRequest> = {
  get: (target, key): unknown => (key === 'raw' ? target.raw : Reflect.get(filled(target), key)),
  has: (target, key) => Reflect.has(filled(target), key),
  ownKeys: (target) => Reflect.ownKeys(filled(target)),
  getOwnPropertyDescriptor: (target, key) => Reflect.getOwnPropertyDescriptor(filled(target), key),
};

function filled(target: CompletionRequest): CompletionRequest {
  const { raw, messages } = target;
  if (raw === undefined || messages !== unread) return target;
  return Object.assign(target, protocolOf(raw.protocol).readRequest(raw.json).request, { raw });
}
