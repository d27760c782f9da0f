import { providers } from '../providers/table.ts';
import type { EnvironmentSettings, ProviderSettings } from './config.ts';
import { dialect } from './dialect-settings.ts';
import { address, auth, otherProtocols, protocol, versionChange, versioning } from './manner-settings.ts';
import { choice, list, object, record, text, truth } from './shape.ts';
import type { Setting, Shape } from './shape.ts';

/** Headers, as they are sent. */
export const headers: Setting<Readonly<Record<string, string>>> = {
  shape: record('name', text()),
  about: 'Headers sent with every request, over the usual ones.',
  example: { 'x-team': 'search' },
  secret: true,
};

const variables = list(
  text({ pattern: '^[A-Za-z_][A-Za-z0-9_]*$', says: 'must be the name of an environment variable' }),
);

const environment: Shape<EnvironmentSettings> = object<EnvironmentSettings>({
  keys: {
    shape: variables,
    about: 'Variables that may hold the key; the first that is set wins.',
    otherwise: '<ID>_API_KEY',
    example: ['HOUSE_API_KEY'],
  },
  baseUrl: {
    shape: variables,
    about: 'Variables that may hold the address, where none is given here.',
    otherwise: '<ID>_BASE_URL',
    example: ['HOUSE_BASE_URL'],
  },
  apiVersion: {
    shape: variables,
    about: 'Variables that may hold the version of its API, where none is given here.',
    otherwise: '<ID>_API_VERSION',
    example: ['HOUSE_API_VERSION'],
  },
});

/** The word for a server that speaks OpenAI Chat, whoever made it. */
export const compatibleType = 'openai-compatible';

const types = Object.values(providers).flatMap(({ id, aliases = [] }) => [id, ...aliases]);

/** A provider's row, as users write it. */
export const providerShape: Shape<ProviderSettings> = object<ProviderSettings>({
  type: {
    shape: choice([compatibleType, ...types]),
    about: 'The known provider whose settings this one begins with; openai-compatible for any server like OpenAI.',
    otherwise: 'the one of this id',
    example: compatibleType,
  },
  name: { shape: text(), about: 'What people call it.', otherwise: 'its id', example: 'the house' },
  aliases: {
    shape: list(text()),
    about: 'Other names for the part of a model’s name before the "/".',
    otherwise: 'of a known provider, else none',
    example: ['home'],
  },
  apiKey: {
    shape: text(),
    about: 'The key; several, with commas between them, are used in turn.',
    otherwise: 'from the environment',
    example: '${HOUSE_API_KEY}',
    secret: true,
  },
  baseUrl: address,
  baseURL: { ...address, about: 'The same as baseUrl, as other tools spell it.', otherwise: 'see baseUrl' },
  apiVersion: {
    shape: text(),
    about: 'The version of its API: for most what is put behind an address that names none; see versioning.',
    otherwise: 'from the environment, or of its type',
    example: '2026-10-21',
  },
  versioning: {
    shape: versioning,
    about: 'Where it is told which version of its API is meant.',
    otherwise: 'of its type, else in the path',
    example: { in: 'header', name: 'x-api-version' },
  },
  since: {
    shape: record('version', versionChange),
    about: 'What versions of its API changed, by the first that has the change.',
    otherwise: 'of its type',
    example: { '2026-10-21': { refuses: ['temperature'] } },
  },
  protocol: {
    shape: protocol,
    about: 'The wire language it speaks; where it is given, it is asked in no other but those of otherProtocols.',
    otherwise: 'of its type',
    example: 'chat',
  },
  otherProtocols: {
    shape: otherProtocols,
    about: 'Further wire languages that it speaks, and what is different there.',
    otherwise: 'of its type, where that gives its protocol',
    example: { responses: {} },
  },
  family: {
    shape: text(),
    about: 'Providers of one family understand one another’s private state, such as signatures of thoughts.',
    otherwise: 'of its type; for openai-compatible its id',
    example: 'openai',
  },
  auth: {
    shape: auth,
    about: 'How it is told who calls.',
    otherwise: 'of its type',
    example: { kind: 'header', name: 'x-api-key' },
  },
  environment: {
    shape: environment,
    about: 'The variables that hold its key and address.',
    example: { keys: ['HOUSE_API_KEY'] },
  },
  headers,
  keyOptional: {
    shape: truth(),
    about: 'Whether it is asked without a key where none is known.',
    otherwise: 'of its type',
    example: true,
  },
  local: {
    shape: object<{ readonly start: string }>({
      start: { shape: text(), about: 'The command that starts it.', example: 'ollama serve', required: true },
    }),
    about: 'It runs on the user’s own machine.',
    otherwise: 'of its type',
    example: { start: 'ollama serve' },
  },
  dialect: {
    shape: dialect,
    about: 'How its wire language differs from the usual one.',
    example: { streamUsage: false },
  },
});
