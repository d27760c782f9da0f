import { ModelError } from '../model/error.ts';
import { variablesIn } from './address-variables.ts';
import type { Provider } from './provider.ts';

/** Environment variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The first of the variables that is set and not empty. */
export function readVariable(environment: Environment, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** A provider whose key is set, and the variable that holds it. */
export interface FoundProvider {
  readonly provider: Provider;
  readonly variable: string;
}

/** The providers whose key is set in the environment. */
export function findProviders(table: Readonly<Record<string, Provider>>, environment: Environment): FoundProvider[] {
  return Object.values(table).flatMap((provider) => {
    const variable = provider.environment.keys.find((name) => readVariable(environment, [name]) !== undefined);
    return variable === undefined ? [] : [{ provider, variable }];
  });
}

/** The error of a call whose provider has no key: says where a key was looked for and how to give one. */
export function missingKeyError(provider: Provider, model: string): ModelError {
  const { keys } = provider.environment;
  const looked = keys.length === 1 ? `the variable ${keys[0]} is not set` : `none of ${keys.join(', ')} is set`;
  const message =
    `No API key for ${provider.name}: ${looked}. ` +
    `Set it with \`export ${keys[0] ?? 'API_KEY'}=<your key>\`, or give \`apiKey\`.`;
  return new ModelError({ kind: 'auth', code: 'missing_key', message, provider: provider.id, model });
}

/** The variables by which a provider's address can be given: those that hold it, then those that are a part of it. */
export function addressVariablesOf({ environment, baseUrl = '' }: Provider): readonly string[] {
  return [...(environment.baseUrl ?? []), ...variablesIn(baseUrl).flat()];
}

/** The error of a call whose provider has no address: says how to give one. */
export function missingAddressError(provider: Provider, model: string): ModelError {
  const all = addressVariablesOf(provider);
  const [variable = 'BASE_URL'] = all;
  const looked = all.length > 1 ? `none of ${all.join(', ')} is set` : `the variable ${variable} is not set`;
  const isWhole = provider.environment.baseUrl?.includes(variable) ?? false;
  const value = isWhole ? '<address>' : `<${variable.toLowerCase().replaceAll('_', ' ')}>`;
  const message = `No base address for ${provider.name}: ${looked}. Set it with \`export ${variable}=${value}\`, or give \`baseUrl\`.`;
  return new ModelError({ kind: 'invalid-request', code: 'missing_address', message, provider: provider.id, model });
}
