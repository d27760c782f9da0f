import type { Clock } from '../time/clock.ts';
import type { Transport } from '../wire/transport.ts';
import { readVariable } from './environment.ts';
import type { Environment } from './environment.ts';
import type { Provider } from './provider.ts';
import type { Destination } from './target.ts';

/** What a target is made of. */
export interface TargetParts {
  readonly provider: Provider;
  readonly model: string;
  readonly options: {
    readonly apiKey?: string;
    readonly baseUrl?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly environment: Environment;
  readonly transport: Transport;
  readonly clock: Clock;
}

/** Joins a provider's row, the user's settings and the environment to a target. */
export function targetOf({ provider, model, options, environment, transport, clock }: TargetParts): Destination {
  const apiKey = options.apiKey ?? readVariable(environment, provider.environment.keys) ?? '';
  const named = options.baseUrl ?? readVariable(environment, provider.environment.baseUrl ?? []);
  return {
    id: `${provider.id}/${model}`,
    provider,
    model,
    family: provider.family ?? provider.id,
    dialect: provider.dialect ?? {},
    baseUrl: named === undefined ? address(provider.baseUrl ?? '') : versioned(address(named), provider),
    apiKey,
    headers: headersOf(provider, apiKey, options.headers ?? {}),
    transport,
    clock,
  };
}

/** Addresses are given with and without a scheme (`OLLAMA_HOST=127.0.0.1:11434`) and with and without a `/` at the end. */
function address(given: string): string {
  if (given === '') return given;
  const whole = /^https?:\/\//i.test(given) ? given : `http://${given}`;
  return whole.replace(/\/+$/, '');
}

/** An address that names its version, in any place, is whole; others get the provider's. */
function versioned(given: string, { apiVersion }: Provider): string {
  return apiVersion === undefined || /\/v\d\w*(?:\/|$)/.test(given) ? given : `${given}/${apiVersion}`;
}

function headersOf(
  provider: Provider,
  apiKey: string,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json', ...provider.headers };
  if (apiKey !== '' && provider.auth.kind === 'bearer') headers['authorization'] = `Bearer ${apiKey}`;
  if (apiKey !== '' && provider.auth.kind === 'header') headers[provider.auth.name] = apiKey;
  for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = value;
  return headers;
}
