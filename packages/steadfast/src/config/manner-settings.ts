import type { ProtocolId } from '../model/completion-request.ts';
import type { VersionChange } from '../providers/provider.ts';
import type { AuthSettings, MannerSettings, VersioningSettings } from './config.ts';
import { dialect } from './dialect-settings.ts';
import { choice, list, object, record, text } from './shape.ts';
import type { Setting, Shape } from './shape.ts';

/** The wire languages. */
export const protocol: Shape<ProtocolId> = choice(['chat', 'responses', 'messages', 'gemini', 'ollama']);

/** Where requests go. */
export const address: Setting<string> = {
  shape: text({ pattern: '^https?://[^\\s@]+$', says: 'must begin with http:// or https:// and hold no password' }),
  about: 'The address that requests go to.',
  otherwise: 'of its type, or from the environment',
  example: 'http://127.0.0.1:8000/v1',
};

/** How a provider is told who calls. */
export const auth: Shape<AuthSettings> = object<AuthSettings>({
  kind: {
    shape: choice(['bearer', 'header', 'none']),
    about: 'As a bearer token, in a header of its own, or not at all.',
    example: 'header',
    required: true,
  },
  name: { shape: text(), about: 'The name of the header of its own.', example: 'x-api-key' },
  parameter: { shape: text(), about: 'The parameter of the query that may hold the key as well.', example: 'key' },
});

/** Where a provider is told which version of its API is meant. */
export const versioning: Shape<VersioningSettings> = object<VersioningSettings>({
  in: {
    shape: choice(['path', 'query', 'header']),
    about: 'In the path, in a parameter of the query, or in a header.',
    example: 'header',
    required: true,
  },
  name: { shape: text(), about: 'The name of the parameter or the header.', example: 'api-version' },
  dated: {
    shape: text(),
    about: 'In the query: what is put behind a bare address for a version that is a day.',
    example: '/openai/deployments/{model}',
  },
  undated: {
    shape: text(),
    about: 'In the query: what is put behind a bare address for any other version, and for none.',
    example: '/openai/v1',
  },
});

const manners: Shape<MannerSettings> = object<MannerSettings>({
  baseUrl: { ...address, otherwise: 'that of the provider' },
  auth: {
    shape: auth,
    about: 'How it is told who calls.',
    otherwise: 'as ever',
    example: { kind: 'header', name: 'x-api-key' },
  },
  apiVersion: { shape: text(), about: 'The version of the API.', otherwise: 'that of the provider', example: 'v1' },
  versioning: {
    shape: versioning,
    about: 'Where it is told which version is meant.',
    otherwise: 'as ever',
    example: { in: 'header', name: 'anthropic-version' },
  },
  dialect: {
    shape: dialect,
    about: 'How its wire language differs from the usual one.',
    example: { schemaDialect: 'json-schema' },
  },
});

/** Further wire languages, and what is different there. */
export const otherProtocols: Shape<Readonly<Record<string, MannerSettings>>> = record('protocol', manners, {
  pattern: '^(?:chat|responses|messages|gemini|ollama)$',
  says: 'must be one of chat, responses, messages, gemini, ollama',
});

/** What a version of an API changed. */
export const versionChange: Shape<VersionChange> = object<VersionChange>({
  refuses: {
    shape: list(
      choice([
        'temperature',
        'topP',
        'topK',
        'presencePenalty',
        'frequencyPenalty',
        'stopSequences',
        'seed',
        'parallelToolCalls',
        'endUser',
        'metadata',
      ]),
    ),
    about: 'Settings that it refuses, whatever their value.',
    example: ['temperature', 'topP', 'topK'],
  },
  dialect: {
    shape: dialect,
    about: 'How its wire language differs from then on.',
    example: { strictContent: true },
  },
});
