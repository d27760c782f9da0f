import type { Provider } from './provider.ts';
import { bearer, firstMessagesVersion } from './table-rows.ts';

const openai: Provider = {
  id: 'openai',
  name: 'OpenAI',
  protocol: 'chat',
  otherProtocols: { responses: {} },
  baseUrl: 'https://api.openai.com/v1',
  auth: bearer,
  environment: { keys: ['OPENAI_API_KEY'], baseUrl: ['OPENAI_BASE_URL'] },
};

/**
 * With 2026-10-21 the sampling settings are refused at any value, documents in what the model said and citations in what
 * the user says (platform.claude.com/docs/en/api/versioning and its guide of migration).
 */
const anthropic: Provider = {
  id: 'anthropic',
  name: 'Anthropic',
  protocol: 'messages',
  baseUrl: 'https://api.anthropic.com',
  apiVersion: firstMessagesVersion,
  versioning: { in: 'header', name: 'anthropic-version' },
  since: {
    '2026-10-21': { refuses: ['temperature', 'topP', 'topK'], dialect: { strictContent: true } },
  },
  auth: { kind: 'header', name: 'x-api-key' },
  environment: { keys: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'], baseUrl: ['ANTHROPIC_BASE_URL'] },
};

const google: Provider = {
  id: 'google',
  aliases: ['gemini'],
  name: 'Google Gemini',
  protocol: 'gemini',
  otherProtocols: {
    chat: {
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
      apiVersion: 'v1beta/openai',
      auth: bearer,
      dialect: { schemaDialect: 'json-schema' },
    },
  },
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  apiVersion: 'v1beta',
  auth: { kind: 'header', name: 'x-goog-api-key', parameter: 'key' },
  environment: {
    keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    baseUrl: ['GOOGLE_GEMINI_BASE_URL'],
  },
};

const ollama: Provider = {
  id: 'ollama',
  name: 'Ollama',
  protocol: 'ollama',
  otherProtocols: {
    chat: {
      baseUrl: 'http://127.0.0.1:11434/v1',
      apiVersion: 'v1',
      dialect: { maxTokensField: 'max_tokens', schemaDialect: 'json-schema' },
    },
  },
  baseUrl: 'http://127.0.0.1:11434',
  auth: bearer,
  environment: { keys: ['OLLAMA_API_KEY'], baseUrl: ['OLLAMA_HOST'] },
  keyOptional: true,
  local: { start: 'ollama serve' },
};

const dated = '/openai/deployments/{model}';
const undated = '/openai/v1';

/**
 * Its addresses have two forms: `/openai/v1`, and for versions that are days one of each deployment
 * (learn.microsoft.com/azure/foundry/openai/api-version-lifecycle).
 */
const azure: Provider = {
  id: 'azure',
  aliases: ['azure-openai'],
  name: 'Azure OpenAI',
  protocol: 'chat',
  family: 'openai',
  otherProtocols: { responses: { versioning: { in: 'query', name: 'api-version', dated: '/openai', undated } } },
  baseUrl: 'https://{AZURE_RESOURCE_NAME}.openai.azure.com',
  versioning: { in: 'query', name: 'api-version', dated, undated },
  auth: { kind: 'header', name: 'api-key' },
  environment: {
    keys: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'],
    baseUrl: ['AZURE_OPENAI_BASE_URL', 'AZURE_OPENAI_ENDPOINT'],
    apiVersion: ['AZURE_OPENAI_API_VERSION', 'OPENAI_API_VERSION'],
  },
};

/** The providers whose protocols these are, and Azure. */
export const makers: readonly Provider[] = [openai, anthropic, google, ollama, azure];
