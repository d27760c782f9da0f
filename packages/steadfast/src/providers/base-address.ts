import { withVariables } from './address-variables.ts';
import { readVariable } from './environment.ts';
import type { Environment } from './environment.ts';
import type { Provider, Versioning } from './provider.ts';

/** Where a model is asked: what the protocol's path is put behind, and what is asked for in the query. */
export interface BaseAddress {
  /** Without a `/` at its end; empty where it is not known. */
  readonly baseUrl: string;
  /** With its `?`; empty where there is none. */
  readonly query: string;
}

/** What an address is made of. */
interface AddressParts {
  readonly provider: Provider;
  readonly model: string;
  /** The address that the user names, if any. */
  readonly named?: string;
  /** The version of the API, if one is meant. */
  readonly version?: string;
  readonly environment: Environment;
}

/** Puts together where a model is asked: the user's address, else the provider's, with the version where it belongs. */
export function baseAddress({ provider, model, named, version, environment }: AddressParts): BaseAddress {
  const { versioning = { in: 'path' } } = provider;
  const known = withVariables(named ?? provider.baseUrl ?? '', (names) => readVariable(environment, names));
  if (known === '') return { baseUrl: '', query: '' };
  const given = split(known);
  const { baseUrl, query } =
    versioning.in === 'query'
      ? versionedByQuery(given, versioning, version)
      : versionedByPath(given, versioning.in === 'path' && named !== undefined ? version : undefined);
  return { baseUrl: baseUrl.replaceAll('{model}', encodeURIComponent(model)), query };
}

/** Addresses are given with and without a scheme (`OLLAMA_HOST=127.0.0.1:11434`), with and without a `/` at the end. */
function split(given: string): BaseAddress {
  const whole = /^https?:\/\//i.test(given) ? given : `http://${given}`;
  const [address = '', query = ''] = whole.split(/\?(.*)/s);
  return { baseUrl: address.replace(/\/+$/, ''), query: query === '' ? '' : `?${query}` };
}

/** An address that names a version, in any place, is whole. */
function versionedByPath({ baseUrl, query }: BaseAddress, version: string | undefined): BaseAddress {
  const isWhole = version === undefined || /\/v\d\w*(?:\/|$)/.test(baseUrl);
  return { baseUrl: isWhole ? baseUrl : `${baseUrl}/${version}`, query };
}

/**
 * A bare address gets the path that goes with the version; one with a path of its own is taken as it is, and asked without
 * a version where it ends like those that have none.
 */
function versionedByQuery(
  given: BaseAddress,
  { name, dated, undated }: Extract<Versioning, { in: 'query' }>,
  version: string | undefined,
): BaseAddress {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]*)(.*)$/is.exec(given.baseUrl) ?? [];
  const isBare = path !== undated && undated.startsWith(`${path}/`);
  if (!isBare) return given.baseUrl.endsWith(undated) ? given : asking(given, name, version);
  const isDay = /^\d{4}-\d{2}-\d{2}/.test(version ?? '');
  const placed = { baseUrl: origin + (isDay ? dated : undated), query: given.query };
  return asking(placed, name, version === 'v1' ? undefined : version);
}

/** The address with the version in its query; a query that the user gives is whole. */
function asking({ baseUrl, query }: BaseAddress, name: string, version: string | undefined): BaseAddress {
  const isWhole = version === undefined || query !== '';
  return { baseUrl, query: isWhole ? query : `?${name}=${encodeURIComponent(version)}` };
}
