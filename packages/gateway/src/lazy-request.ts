import type { CompletionRequest, Message, RawRequest } from 'steadfast/model';
import type { Protocol } from 'steadfast/protocols';

/** Marks a request whose fields have not been read yet. */
const unread: readonly Message[] = [];

/**
 * The request that came as these bytes. A provider of the same protocol only looks at `raw`; the neutral fields are read
 * from it when the first of them is looked at, which then throws the ModelError (`invalid-request`) of a body that the
 * protocol cannot read.
 */
export function lazyRequest(protocol: Protocol, raw: RawRequest): CompletionRequest {
  const filled = (target: CompletionRequest): CompletionRequest => {
    if (target.messages === unread) Object.assign(target, protocol.readRequest(raw.json).request, { raw });
    return target;
  };
  const request: CompletionRequest = { messages: unread, raw };
  return new Proxy(request, {
    get: (target, key): unknown => (key === 'raw' ? raw : Reflect.get(filled(target), key)),
    has: (target, key) => Reflect.has(filled(target), key),
    ownKeys: (target) => Reflect.ownKeys(filled(target)),
    getOwnPropertyDescriptor: (target, key) => Reflect.getOwnPropertyDescriptor(filled(target), key),
  });
}
