import type { RequestForm } from '../model/completion-request.ts';
import type { Provider } from './provider.ts';
import type { Target } from './target.ts';

interface Addresses {
  readonly whole: URL;
  readonly stream: URL;
}

const known = new WeakMap<Target, Addresses>();

/**
 * Where a target is asked, with the caller's query. What the protocol itself asks for there (`alt=sse`) stands, whatever
 * the caller asked for, and a key of the caller's is not passed on.
 */
export function addressOf(target: Target, stream: boolean, query: string, form?: RequestForm): URL {
  if (form !== undefined) return addressAt(target, target.protocol.path(target.model, stream, form), query);
  const addresses = known.get(target) ?? learn(target);
  const url = stream ? addresses.stream : addresses.whole;
  return query === '' ? url : withQuery(url, query, target.provider);
}

/** Where a target is asked at a path of its protocol's, with the caller's query. */
export function addressAt(target: Target, path: string, query: string): URL {
  const url = urlOf(target, path);
  return query === '' ? url : withQuery(url, query, target.provider);
}

function learn(target: Target): Addresses {
  const { protocol, model } = target;
  const address = (stream: boolean): URL => urlOf(target, protocol.path(model, stream));
  const addresses = { whole: address(false), stream: address(true) };
  known.set(target, addresses);
  return addresses;
}

/** A path may bring a query of its own (`alt=sse`). */
function urlOf({ baseUrl, query }: Target, path: string): URL {
  const joined = path.includes('?') ? query.replace('?', '&') : query;
  return new URL(baseUrl + path + joined);
}

function withQuery(address: URL, query: string, { auth }: Provider): URL {
  const url = new URL(address);
  const kept = new Set(url.searchParams.keys());
  if (auth.kind === 'header' && auth.parameter !== undefined) kept.add(auth.parameter);
  for (const [name, value] of new URLSearchParams(query)) if (!kept.has(name)) url.searchParams.append(name, value);
  return url;
}
