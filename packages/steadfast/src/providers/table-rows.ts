import type { Dialect } from '../protocols/protocol.ts';
import type { Manners, Provider } from './provider.ts';

/** A key that is sent as a bearer token. */
export const bearer = { kind: 'bearer' } as const;

/** What servers have in common that take after OpenAI's Chat Completions. */
export const compatible: Dialect = { maxTokensField: 'max_tokens', schemaDialect: 'json-schema' };

/** Responses at the same address, with schemas as they are. */
export const plainResponses: Pick<NonNullable<Provider['otherProtocols']>, 'responses'> = {
  responses: { dialect: { schemaDialect: 'json-schema' } },
};

/** The version of Messages whose older models take sampling settings; others than Anthropic speak no other. */
export const firstMessagesVersion = '2023-06-01';

/** Messages at an address of its own, which the path `/v1/messages` is put behind. */
export function messagesAt(baseUrl: string, auth: Manners['auth'] = bearer): { readonly messages: Manners } {
  const versioning = { in: 'header', name: 'anthropic-version' } as const;
  return { messages: { baseUrl, auth, versioning, apiVersion: firstMessagesVersion } };
}

/** A row as it is written down for a service that takes after Chat Completions. */
type Hosted = Pick<Provider, 'id' | 'aliases' | 'name' | 'baseUrl' | 'dialect' | 'otherProtocols'> & {
  readonly keys: readonly string[];
  /** Variables that may hold another base address. */
  readonly addresses?: readonly string[];
  readonly auth?: Provider['auth'];
  readonly keyOptional?: true;
};

/** The row of a service that takes after Chat Completions. */
export function hosted({ keys, addresses, dialect, auth = bearer, ...row }: Hosted): Provider {
  const environment = { keys, baseUrl: addresses };
  return { ...row, protocol: 'chat', auth, environment, dialect: { ...compatible, ...dialect } };
}

/** A row as it is written down for a server on the user's own machine. */
type OwnServer = Pick<Provider, 'id' | 'aliases' | 'name' | 'baseUrl' | 'otherProtocols'> & {
  /** The command that starts it. */
  readonly start: string;
};

/** The row of a server on the user's own machine that takes after Chat Completions. */
export function ownServer({ start, ...row }: OwnServer): Provider {
  const prefix = row.id.toUpperCase();
  const environment = { keys: [`${prefix}_API_KEY`], baseUrl: [`${prefix}_BASE_URL`] };
  const shared = { protocol: 'chat', auth: bearer, dialect: compatible, keyOptional: true } as const;
  return { ...row, ...shared, environment, local: { start } };
}
