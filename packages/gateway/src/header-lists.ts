import type { IncomingHttpHeaders } from 'node:http';

/** Headers of one hop only (RFC 9110, section 7.6.1, and RFC 2616, section 13.5.1), and those that each side frames anew. */
const perHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'content-encoding',
] as const;

/** What tells who calls: the caller's credentials are for the gateway and reach no provider. */
const credentials = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'cookie'] as const;

const keptBack: ReadonlySet<string> = new Set([...perHop, ...credentials, 'host', 'accept-encoding', 'expect']);
const keptFrom: ReadonlySet<string> = new Set([...perHop, 'set-cookie']);
const own = 'x-steadfast-';

/** The headers of a caller that are to reach the provider. */
export function headersForProvider(headers: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  const named = namedIn(headers.connection);
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string' || keptBack.has(name) || name.startsWith(own) || named.includes(name)) continue;
    passed[name] = value;
  }
  return passed;
}

/** The query of a caller that is to reach the provider: `key` holds the caller's token, where it holds anything. */
export function queryForProvider(query: string): string {
  if (!query.includes('key=')) return query;
  const parameters = new URLSearchParams(query);
  parameters.delete('key');
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

/**
 * The headers of a provider's reply that are to reach the caller, as a flat list of names and values. A content type that
 * does not say what the body was found to be is corrected.
 */
export function headersForCaller(headers: Readonly<Record<string, string>>, type: string): string[] {
  const passed: string[] = [];
  const named = namedIn(headers['connection']);
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || keptFrom.has(name) || name.startsWith(own) || named.includes(name)) continue;
    passed.push(name, name === 'content-type' && !value.includes(type) ? type : value);
  }
  if (headers['content-type'] === undefined) passed.push('content-type', type);
  return passed;
}

const nothing: readonly string[] = [];

/** A `Connection` header names further headers of this hop. */
function namedIn(connection: string | undefined): readonly string[] {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return nothing;
  return connection
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
}
