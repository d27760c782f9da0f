import type { Clock } from '../time/clock.ts';
import type { Dialect } from '../protocols/protocol.ts';
import type { Transport } from '../wire/transport.ts';
import { baseAddress } from './base-address.ts';
import { readVariable } from './environment.ts';
import type { Environment } from './environment.ts';
import { keysIn } from './keys.ts';
import { changesOf } from './provider.ts';
import type { Provider } from './provider.ts';
import type { Destination } from './target.ts';

/** What a target is made of. */
export interface TargetParts {
  readonly provider: Provider;
  readonly model: string;
  readonly options: {
    /** Several keys are a list, or one text with commas. */
    readonly apiKey?: string | readonly string[];
    readonly baseUrl?: string;
    readonly apiVersion?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly environment: Environment;
  readonly transport: Transport;
  readonly clock: Clock;
}

/** The targets of one model that differ in nothing but their key. */
export type Targets = readonly [Destination, ...Destination[]];

/** The targets of several keys, one for each; one target where there is one key or none. */
export function targetsOf(parts: TargetParts): Targets {
  const [, ...others] = keysOf(parts);
  return [targetOf(parts), ...others.map((apiKey) => targetOf({ ...parts, options: { ...parts.options, apiKey } }))];
}

function keysOf({ provider, options, environment }: TargetParts): readonly string[] {
  return keysIn(options.apiKey ?? readVariable(environment, provider.environment.keys));
}

/** Joins a provider's row, the user's settings and the environment to a target, with the first of its keys. */
export function targetOf(parts: TargetParts): Destination {
  const { provider: row, model, options, environment, transport, clock } = parts;
  const [apiKey = ''] = keysOf(parts);
  const named = options.baseUrl ?? readVariable(environment, row.environment.baseUrl ?? []);
  const version = options.apiVersion ?? readVariable(environment, row.environment.apiVersion ?? []) ?? row.apiVersion;
  const provider = { ...row, apiVersion: version };
  return {
    id: `${row.id}/${model}`,
    provider,
    model,
    family: row.family ?? row.id,
    dialect: dialectOf(provider),
    ...baseAddress({ provider, model, named, version, environment }),
    apiKey,
    headers: headersOf(provider, apiKey, options.headers ?? {}),
    transport,
    clock,
  };
}

function dialectOf(provider: Provider): Dialect {
  return Object.assign({}, provider.dialect, ...changesOf(provider).map(({ dialect }) => dialect));
}

function headersOf(
  provider: Provider,
  apiKey: string,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const { versioning, apiVersion } = provider;
  const headers: Record<string, string> = { 'content-type': 'application/json', ...provider.headers };
  if (versioning?.in === 'header' && apiVersion !== undefined) headers[versioning.name] = apiVersion;
  if (apiKey !== '' && provider.auth.kind === 'bearer') headers['authorization'] = `Bearer ${apiKey}`;
  if (apiKey !== '' && provider.auth.kind === 'header') headers[provider.auth.name] = apiKey;
  for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = value;
  return headers;
}
