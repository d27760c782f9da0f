import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { refusal } from './refusal.ts';

/** Says whether a request may be served. */
export interface Authorizer {
  /**
   * Checks the headers of a request, and its query where they hold no token.
   * @throws ModelError with status 401 for a missing or wrong token, 403 for a page of a foreign origin
   */
  check(headers: IncomingHttpHeaders, query?: string): void;
  /** The allowed foreign origin that a request came from. */
  foreignOrigin(headers: IncomingHttpHeaders): string | undefined;
}

/** Who is let in. */
export interface AuthorizerOptions {
  /** The token that callers must show; `undefined` lets everybody in who reaches the address. */
  readonly token: string | undefined;
  /** Origins of web pages that may call, such as `https://app.example`. Default: none but the gateway's own. */
  readonly allowedOrigins?: readonly string[];
}

/** Names under which only this machine reaches the gateway. */
const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Checks tokens (`Authorization: Bearer`, `x-api-key`, `x-goog-api-key` or the query's `key`) in constant time, and keeps
 * web pages out: any page that a browser shows can send requests to this machine. A page is known by its `Origin`; without a
 * token the `Host` must be a loopback name too, so that no page gets in by a name of its own that resolves to 127.0.0.1.
 */
export function authorizer({ token, allowedOrigins = [] }: AuthorizerOptions): Authorizer {
  const allowed: ReadonlySet<string> = new Set(allowedOrigins);
  const checkToken = token === undefined ? undefined : tokenCheck(token);
  return {
    check: (headers, query = '') => {
      const { origin } = headers;
      if (origin !== undefined && isForeign(headers) && !allowed.has(origin)) {
        throw refusal('forbidden', 'foreign_origin', `Web pages of ${origin} may not call this gateway.`);
      }
      if (checkToken === undefined) checkHost(headers.host);
      else checkToken(headers, query);
    },
    foreignOrigin: (headers) =>
      headers.origin !== undefined && isForeign(headers) && allowed.has(headers.origin) ? headers.origin : undefined,
  };
}

function isForeign({ origin, host }: IncomingHttpHeaders): boolean {
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}

/** Compares digests, in constant time; once the token has been found right, its hash in a set finds it again. */
function tokenCheck(token: string): (headers: IncomingHttpHeaders, query: string) => void {
  const expected = digest(token);
  const right = new Set<string>();
  return (headers, query) => {
    const given = tokenOf(headers) ?? tokenIn(query);
    if (given === undefined) throw missing();
    if (right.has(given)) return;
    if (!timingSafeEqual(digest(given), expected)) throw wrong();
    right.add(given);
  };
}

function digest(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  if (authorization?.startsWith('Bearer ') === true) return authorization.slice(7);
  if (authorization !== undefined && /^bearer /i.test(authorization)) return authorization.slice(7).trim();
  const key = headers['x-api-key'] ?? headers['x-goog-api-key'];
  return typeof key === 'string' ? key : undefined;
}

/** Google's clients may put their key into the query. */
function tokenIn(query: string): string | undefined {
  return query.includes('key=') ? (new URLSearchParams(query).get('key') ?? undefined) : undefined;
}

function checkHost(host = ''): void {
  const name = host.replace(/:\d+$/, '');
  if (loopbackNames.has(name.toLowerCase())) return;
  const message = `The host ${JSON.stringify(name)} is not this machine's own; without a token only loopback names are served.`;
  throw refusal('forbidden', 'foreign_host', message);
}

function missing(): Error {
  const message =
    'No token came with the request. Send the gateway’s token as "Authorization: Bearer <token>", "x-api-key" or ' +
    '"x-goog-api-key".';
  return refusal('unauthorized', 'missing_token', message);
}

function wrong(): Error {
  return refusal('unauthorized', 'invalid_token', 'The token is not the one of this gateway.');
}
