import type { ProviderError } from '../protocols/provider-error.ts';
import type { WireProtocol } from '../protocols/wire-protocol.ts';
import type { Exchange } from './exchange.ts';

/** Headers of a reply, in lower case. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** Sends an error reply in the words of a protocol; the id of the request is taken from the headers. */
export function sendError(
  exchange: Exchange,
  protocol: WireProtocol,
  error: ProviderError,
  headers: ReplyHeaders,
): void {
  const body = JSON.stringify(protocol.errorBody(error, headers[protocol.requestIdHeader] ?? ''));
  exchange.whole(error.status, { 'content-type': 'application/json', ...headers }, body);
}
