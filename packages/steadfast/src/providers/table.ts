import type { Dialect } from '../protocols/protocol.ts';
import type { Provider } from './provider.ts';

const bearer = { kind: 'bearer' } as const;
const compatible: Dialect = { maxTokensField: 'max_tokens', schemaDialect: 'json-schema' };

interface Compatible {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly key: string;
  readonly dialect?: Dialect;
}

function hosted({ id, name, baseUrl, key, dialect }: Compatible): Provider {
  const environment = { keys: [key] };
  return { id, name, protocol: 'chat', baseUrl, auth: bearer, environment, dialect: { ...compatible, ...dialect } };
}

function local(id: string, name: string, baseUrl: string, start: string, key: string): Provider {
  const environment = { keys: [key], baseUrl: [`${id.toUpperCase()}_BASE_URL`] };
  const row = { id, name, protocol: 'chat' as const, baseUrl, auth: bearer, environment, local: { start } };
  return { ...row, keyOptional: true, dialect: compatible };
}

/** The `anthropic-version` sent where the caller names none: the one before 2026-10-21, whose models take sampling parameters. */
const anthropicVersion = '2023-06-01';

const rows: readonly Provider[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    protocol: 'chat',
    baseUrl: 'https://api.openai.com/v1',
    auth: bearer,
    environment: { keys: ['OPENAI_API_KEY'], baseUrl: ['OPENAI_BASE_URL'] },
  },
  {
    id: 'anthropic',
    name: 'Anthropic',
    protocol: 'messages',
    baseUrl: 'https://api.anthropic.com',
    auth: { kind: 'header', name: 'x-api-key' },
    environment: { keys: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'], baseUrl: ['ANTHROPIC_BASE_URL'] },
    headers: { 'anthropic-version': anthropicVersion },
  },
  {
    id: 'google',
    aliases: ['gemini'],
    name: 'Google Gemini',
    protocol: 'gemini',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    apiVersion: 'v1beta',
    auth: { kind: 'header', name: 'x-goog-api-key', parameter: 'key' },
    environment: {
      keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
      baseUrl: ['GOOGLE_GEMINI_BASE_URL'],
    },
  },
  {
    id: 'ollama',
    name: 'Ollama',
    protocol: 'ollama',
    baseUrl: 'http://127.0.0.1:11434',
    auth: bearer,
    environment: { keys: ['OLLAMA_API_KEY'], baseUrl: ['OLLAMA_HOST'] },
    keyOptional: true,
    local: { start: 'ollama serve' },
  },
  {
    id: 'azure',
    name: 'Azure OpenAI',
    protocol: 'chat',
    family: 'openai',
    auth: { kind: 'header', name: 'api-key' },
    environment: { keys: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'], baseUrl: ['AZURE_OPENAI_BASE_URL'] },
  },
  hosted({
    id: 'groq',
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    key: 'GROQ_API_KEY',
    // https://console.groq.com/docs/structured-outputs: strict means all properties required and objects closed.
    dialect: { schemaDialect: 'openai-strict' },
  }),
  hosted({
    id: 'mistral',
    name: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    key: 'MISTRAL_API_KEY',
    dialect: { streamUsage: false },
  }),
  hosted({
    id: 'deepseek',
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com',
    key: 'DEEPSEEK_API_KEY',
    dialect: { reasoningField: 'reasoning_content' },
  }),
  hosted({ id: 'xai', name: 'xAI', baseUrl: 'https://api.x.ai/v1', key: 'XAI_API_KEY' }),
  hosted({
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    key: 'OPENROUTER_API_KEY',
    dialect: { reasoningField: 'reasoning_details', effortField: 'reasoning', schemaDialect: 'openai-strict' },
  }),
  hosted({ id: 'together', name: 'Together AI', baseUrl: 'https://api.together.xyz/v1', key: 'TOGETHER_API_KEY' }),
  hosted({
    id: 'fireworks',
    name: 'Fireworks AI',
    baseUrl: 'https://api.fireworks.ai/inference/v1',
    key: 'FIREWORKS_API_KEY',
    dialect: { reasoningField: 'reasoning_content' },
  }),
  hosted({
    id: 'cerebras',
    name: 'Cerebras',
    baseUrl: 'https://api.cerebras.ai/v1',
    key: 'CEREBRAS_API_KEY',
    dialect: { schemaDialect: 'cerebras-strict' },
  }),
  hosted({
    id: 'perplexity',
    name: 'Perplexity',
    baseUrl: 'https://api.perplexity.ai',
    key: 'PERPLEXITY_API_KEY',
    dialect: { streamUsage: false },
  }),
  local('vllm', 'vLLM', 'http://127.0.0.1:8000/v1', 'vllm serve <model>', 'VLLM_API_KEY'),
  local('lmstudio', 'LM Studio', 'http://127.0.0.1:1234/v1', 'lms server start', 'LMSTUDIO_API_KEY'),
  local(
    'llamacpp',
    'llama.cpp',
    'http://127.0.0.1:8080/v1',
    'llama-server --jinja -m <model.gguf>',
    'LLAMACPP_API_KEY',
  ),
  {
    id: 'compatible',
    name: 'an OpenAI-compatible server',
    protocol: 'chat',
    auth: bearer,
    environment: { keys: ['COMPATIBLE_API_KEY'], baseUrl: ['COMPATIBLE_BASE_URL'] },
    keyOptional: true,
    dialect: compatible,
  },
];

/** The providers known by name; a row of the user's own is equal to these. */
export const providers: Readonly<Record<string, Provider>> = Object.fromEntries(rows.map((row) => [row.id, row]));
