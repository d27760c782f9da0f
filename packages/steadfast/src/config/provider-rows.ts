import { providers } from '../providers/table.ts';
import type { Auth, Provider, Versioning } from '../providers/provider.ts';
import { simulatedProvider } from '../providers/simulated-transport.ts';
import type { AuthSettings, Config, ProviderSettings, VersioningSettings } from './config.ts';
import { compatibleType } from './provider-settings.ts';

/** The providers that are known without any configuration, the simulated one included. */
export const knownProviders: Readonly<Record<string, Provider>> = {
  ...providers,
  [simulatedProvider.id]: simulatedProvider,
};

/** The known provider of this id, or of this other name. */
export function knownProvider(id: string): Provider | undefined {
  if (Object.hasOwn(knownProviders, id)) return knownProviders[id];
  return Object.values(knownProviders).find(({ aliases }) => aliases?.includes(id));
}

/** The settings of a configuration's providers by the id of their row: settings under another name of a known one are its. */
export function settingsById(
  settings: Readonly<Record<string, ProviderSettings>> = {},
): Readonly<Record<string, ProviderSettings>> {
  return Object.fromEntries(Object.entries(settings).map(([id, row]) => [knownProvider(id)?.id ?? id, row]));
}

/** The rows that a configuration adds or changes, by id. */
export function providerRows(
  settings?: Readonly<Record<string, ProviderSettings>>,
): Readonly<Record<string, Provider>> {
  const rows = Object.entries(settingsById(settings)).map(([id, row]): [string, Provider] => [id, rowOf(id, row)]);
  return Object.fromEntries(rows);
}

/** All providers that a model's name may begin with: the known ones, and those of the configuration. */
export function providersOf(config: Config): Readonly<Record<string, Provider>> {
  return { ...knownProviders, ...providerRows(config.providers) };
}

/** The known row that a configured one begins with; undefined where it stands for itself. */
function baseRow(id: string, { type }: ProviderSettings): Provider | undefined {
  return type === compatibleType ? providers['compatible'] : knownProvider(type ?? id);
}

/** The address in a provider's settings, in either spelling. */
export function addressIn({ baseUrl, baseURL }: ProviderSettings): string | undefined {
  return baseUrl ?? baseURL;
}

/** What holds of a provider that is like no known one. */
const unlikeAny: Omit<Provider, 'id' | 'name' | 'environment'> = { protocol: 'chat', auth: { kind: 'bearer' } };

function rowOf(id: string, settings: ProviderSettings): Provider {
  const base = baseRow(id, settings);
  const environment = environmentOf(id, settings);
  const ways = base ?? unlikeAny;
  return {
    ...identityOf(id, settings, base),
    ...placeOf(settings, ways),
    ...speechOf(settings, ways),
    ...mannersOf(settings, ways),
    environment,
  };
}

function identityOf(id: string, settings: ProviderSettings, base: Provider | undefined) {
  const own = base?.id === id ? base : { name: id, aliases: undefined };
  const { name = own.name, aliases = own.aliases, family = familyOf(id, settings, base) } = settings;
  return { id, name, aliases, family };
}

function placeOf(settings: ProviderSettings, base: typeof unlikeAny) {
  const { apiVersion = base.apiVersion, since = base.since, local = base.local } = settings;
  const versioning = settings.versioning === undefined ? base.versioning : versioningOf(settings.versioning);
  return { baseUrl: addressIn(settings) ?? base.baseUrl, apiVersion, versioning, since, local };
}

/** A row whose protocol the user gives speaks that one, and no other that the user does not name. */
function speechOf(settings: ProviderSettings, base: typeof unlikeAny) {
  const { protocol = base.protocol, otherProtocols } = settings;
  if (otherProtocols === undefined) {
    return { protocol, otherProtocols: settings.protocol === undefined ? base.otherProtocols : undefined };
  }
  const others = Object.entries(otherProtocols).map(([id, { auth, versioning, ...manners }]) => [
    id,
    { ...manners, auth: auth && authOf(auth), versioning: versioning && versioningOf(versioning) },
  ]);
  return { protocol, otherProtocols: Object.fromEntries(others) };
}

function mannersOf(settings: ProviderSettings, base: typeof unlikeAny) {
  const { keyOptional = base.keyOptional } = settings;
  const auth = settings.auth === undefined ? base.auth : authOf(settings.auth);
  const headers = { ...base.headers, ...settings.headers };
  const dialect = { ...base.dialect, ...settings.dialect };
  return { auth, headers, dialect, keyOptional: keyOptional === true ? (true as const) : undefined };
}

function versioningOf({ in: place, name = '', dated = '', undated = '' }: VersioningSettings): Versioning {
  switch (place) {
    case 'path':
      return { in: place };
    case 'header':
      return { in: place, name };
    default:
      return { in: place, name, dated, undated };
  }
}

function familyOf(id: string, { type }: ProviderSettings, base: Provider | undefined): string {
  return type === compatibleType ? id : (base?.family ?? base?.id ?? id);
}

function authOf({ kind, name = '', parameter }: AuthSettings): Auth {
  return kind === 'header' ? { kind, name, parameter } : { kind };
}

/**
 * A provider of the user's own has variables of its own, even where it is of a known type: the key for one server is never
 * sent to another. An address or a version that is written down is not replaced by one from the environment.
 */
function environmentOf(id: string, settings: ProviderSettings): Provider['environment'] {
  const { keys, baseUrl, apiVersion } = { ...variablesOf(id), ...settings.environment };
  return {
    keys,
    baseUrl: addressIn(settings) === undefined ? baseUrl : [],
    apiVersion: settings.apiVersion === undefined ? apiVersion : [],
  };
}

function variablesOf(id: string): Provider['environment'] {
  const variable = id.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  const own = {
    keys: [`${variable}_API_KEY`],
    baseUrl: [`${variable}_BASE_URL`],
    apiVersion: [`${variable}_API_VERSION`],
  };
  return knownProvider(id)?.environment ?? own;
}
