import type { Dialect } from '../protocols/protocol.ts';
import { schemaDialectNames } from '../schema/dialects.ts';
import { providers } from '../providers/table.ts';
import type { AuthSettings, EnvironmentSettings, ProviderSettings } from './config.ts';
import { choice, list, object, record, text, truth, wholeNumber } from './shape.ts';
import type { Setting, Shape } from './shape.ts';

const address: Setting<string> = {
  shape: text({ pattern: '^https?://[^\\s@]+$', says: 'must begin with http:// or https:// and hold no password' }),
  about: 'The address that requests go to.',
  otherwise: 'of its type, or from the environment',
  example: 'http://127.0.0.1:8000/v1',
};

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

const auth: Shape<AuthSettings> = object<AuthSettings>({
  kind: {
    shape: choice(['bearer', 'header', 'none']),
    about: 'As a bearer token, in a header of its own, or not at all.',
    example: 'header',
    required: true,
  },
  name: { shape: text(), about: 'The name of the header of its own.', example: 'x-api-key' },
  parameter: { shape: text(), about: 'The parameter of the query that may hold the key as well.', example: 'key' },
});

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
});

const dialect: Shape<Dialect> = object<Dialect>({
  maxTokensField: {
    shape: choice(['max_completion_tokens', 'max_tokens']),
    about: 'Chat: the field for the longest output.',
    default: 'max_completion_tokens',
    example: 'max_tokens',
  },
  streamUsage: {
    shape: truth(),
    about: 'Chat: whether stream_options.include_usage is taken.',
    default: true,
    example: false,
  },
  reasoningField: {
    shape: choice(['reasoning_content', 'reasoning', 'reasoning_details']),
    about: 'Chat: the field in which reasoning is sent back.',
    otherwise: 'it is not sent back',
    example: 'reasoning_content',
  },
  effortField: {
    shape: choice(['reasoning_effort', 'reasoning']),
    about: 'Chat: how effort is said.',
    default: 'reasoning_effort',
    example: 'reasoning',
  },
  defaultMaxTokens: {
    shape: wholeNumber({ least: 1 }),
    about: 'Messages: the max_tokens sent where the request names none.',
    default: 4_096,
    example: 8_192,
  },
  schemaDialect: {
    shape: choice(schemaDialectNames),
    about: 'In which form schemas are taken that replies are held to.',
    otherwise: 'that of OpenAI, Anthropic, Google or Ollama, by the protocol',
    example: 'json-schema',
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
    about: 'The key.',
    otherwise: 'from the environment',
    example: '${HOUSE_API_KEY}',
    secret: true,
  },
  baseUrl: address,
  baseURL: { ...address, about: 'The same as baseUrl, as other tools spell it.', otherwise: 'see baseUrl' },
  apiVersion: {
    shape: text(),
    about: 'What is put behind an address that names no version.',
    otherwise: 'of its type',
    example: 'v1beta',
  },
  protocol: {
    shape: choice(['chat', 'responses', 'messages', 'gemini', 'ollama']),
    about: 'The wire language it speaks.',
    otherwise: 'of its type',
    example: 'chat',
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
