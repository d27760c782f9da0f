import type { Provider } from './provider.ts';
import { bearer, hosted, messagesAt, plainResponses } from './table-rows.ts';

const xApiKey = { kind: 'header', name: 'x-api-key' } as const;
const bedrockKeys = ['AWS_BEARER_TOKEN_BEDROCK'];
const bedrock = 'https://bedrock-mantle.{AWS_REGION|AWS_DEFAULT_REGION}.api.aws';

/** Services that take after OpenAI, most of them in Chat Completions alone. */
export const services: readonly Provider[] = [
  hosted({
    id: 'groq',
    name: 'Groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    keys: ['GROQ_API_KEY'],
    // https://console.groq.com/docs/structured-outputs: strict means all properties required and objects closed.
    dialect: { schemaDialect: 'openai-strict' },
  }),
  hosted({
    id: 'mistral',
    name: 'Mistral',
    baseUrl: 'https://api.mistral.ai/v1',
    keys: ['MISTRAL_API_KEY'],
    dialect: { streamUsage: false },
  }),
  hosted({
    id: 'deepseek',
    name: 'DeepSeek',
    baseUrl: 'https://api.deepseek.com',
    keys: ['DEEPSEEK_API_KEY'],
    dialect: { reasoningField: 'reasoning_content' },
    otherProtocols: { ...plainResponses, ...messagesAt('https://api.deepseek.com/anthropic', xApiKey) },
  }),
  hosted({
    id: 'xai',
    name: 'xAI',
    baseUrl: 'https://api.x.ai/v1',
    keys: ['XAI_API_KEY'],
    otherProtocols: plainResponses,
  }),
  hosted({
    id: 'openrouter',
    name: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    keys: ['OPENROUTER_API_KEY'],
    dialect: { reasoningField: 'reasoning_details', effortField: 'reasoning', schemaDialect: 'openai-strict' },
    otherProtocols: { responses: {}, ...messagesAt('https://openrouter.ai/api') },
  }),
  hosted({ id: 'together', name: 'Together AI', baseUrl: 'https://api.together.xyz/v1', keys: ['TOGETHER_API_KEY'] }),
  hosted({
    id: 'fireworks',
    name: 'Fireworks AI',
    baseUrl: 'https://api.fireworks.ai/inference/v1',
    keys: ['FIREWORKS_API_KEY'],
    dialect: { reasoningField: 'reasoning_content' },
  }),
  hosted({
    id: 'cerebras',
    name: 'Cerebras',
    baseUrl: 'https://api.cerebras.ai/v1',
    keys: ['CEREBRAS_API_KEY'],
    dialect: { schemaDialect: 'cerebras-strict' },
  }),
  hosted({
    id: 'perplexity',
    name: 'Perplexity',
    baseUrl: 'https://api.perplexity.ai',
    keys: ['PERPLEXITY_API_KEY'],
    dialect: { streamUsage: false },
  }),
  hosted({
    id: 'alibaba',
    aliases: ['dashscope'],
    name: 'Alibaba Cloud Model Studio',
    baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
    keys: ['DASHSCOPE_API_KEY', 'ALIBABA_API_KEY'],
    addresses: ['DASHSCOPE_BASE_URL'],
  }),
  hosted({
    id: 'moonshot',
    aliases: ['moonshotai'],
    name: 'Moonshot AI',
    baseUrl: 'https://api.moonshot.ai/v1',
    keys: ['MOONSHOT_API_KEY', 'MOONSHOTAI_API_KEY'],
    addresses: ['MOONSHOT_BASE_URL'],
    dialect: { reasoningField: 'reasoning_content' },
  }),
  zai('zai', 'Z.AI', 'https://api.z.ai/api/paas/v4', ['z.ai']),
  zai('zai-coding', 'Z.AI, coding plan', 'https://api.z.ai/api/coding/paas/v4'),
  hosted({
    id: 'huggingface',
    name: 'Hugging Face',
    baseUrl: 'https://router.huggingface.co/v1',
    keys: ['HF_TOKEN', 'HUGGINGFACE_API_KEY'],
  }),
  hosted({ id: 'venice', name: 'Venice', baseUrl: 'https://api.venice.ai/api/v1', keys: ['VENICE_API_KEY'] }),
  hosted({
    id: 'crusoe',
    name: 'Crusoe',
    baseUrl: 'https://api.inference.crusoecloud.com/v1',
    keys: ['CRUSOE_API_KEY'],
  }),
  hosted({
    id: 'doubleword',
    name: 'Doubleword',
    baseUrl: 'https://api.doubleword.ai/v1',
    keys: ['DOUBLEWORD_API_KEY'],
    addresses: ['DOUBLEWORD_BASE_URL'],
    dialect: { reasoningField: 'reasoning_content' },
  }),
  hosted({
    id: 'avian',
    name: 'Avian',
    baseUrl: 'https://api.avian.io/v1',
    keys: ['AVIAN_API_KEY'],
    dialect: { reasoningField: 'reasoning_content' },
  }),
  hosted({
    id: 'snowflake',
    name: 'Snowflake Cortex',
    baseUrl: 'https://{SNOWFLAKE_ACCOUNT}.snowflakecomputing.com/api/v2/cortex/v1',
    keys: ['SNOWFLAKE_TOKEN', 'SNOWFLAKE_PAT'],
    // The Cortex REST API takes no other name for it.
    dialect: { maxTokensField: 'max_completion_tokens' },
  }),
  hosted({
    id: 'bedrock-mantle',
    aliases: ['aws-bedrock-mantle'],
    name: 'Amazon Bedrock Mantle',
    baseUrl: `${bedrock}/v1`,
    keys: bedrockKeys,
    otherProtocols: plainResponses,
  }),
  {
    id: 'bedrock-mantle-openai',
    name: 'Amazon Bedrock Mantle, GPT-5 and later',
    protocol: 'responses',
    baseUrl: `${bedrock}/openai/v1`,
    auth: bearer,
    environment: { keys: bedrockKeys },
  },
  hosted({
    id: 'github-copilot',
    name: 'GitHub Copilot',
    baseUrl: 'https://api.githubcopilot.com',
    keys: ['GITHUB_COPILOT_API_KEY', 'GITHUB_COPILOT_API_TOKEN', 'COPILOT_GITHUB_TOKEN'],
    addresses: ['GITHUB_COPILOT_BASE_URL'],
    dialect: { maxTokensField: 'max_completion_tokens' },
    otherProtocols: plainResponses,
  }),
  hosted({
    id: 'vercel',
    aliases: ['vercel-ai-gateway'],
    name: 'Vercel AI Gateway',
    baseUrl: 'https://ai-gateway.vercel.sh/v1',
    keys: ['AI_GATEWAY_API_KEY', 'VERCEL_OIDC_TOKEN'],
    dialect: { reasoningField: 'reasoning_details', effortField: 'reasoning' },
  }),
  hosted({
    id: 'portkey',
    name: 'Portkey',
    baseUrl: 'https://api.portkey.ai/v1',
    keys: ['PORTKEY_API_KEY'],
    addresses: ['PORTKEY_BASE_URL'],
    auth: { kind: 'header', name: 'x-portkey-api-key' },
  }),
  hosted({
    id: 'litellm',
    aliases: ['litellm-proxy'],
    name: 'LiteLLM',
    keys: ['LITELLM_API_KEY'],
    addresses: ['LITELLM_BASE_URL', 'LITELLM_API_BASE'],
    keyOptional: true,
  }),
  hosted({
    id: 'compatible',
    name: 'an OpenAI-compatible server',
    keys: ['COMPATIBLE_API_KEY'],
    addresses: ['COMPATIBLE_BASE_URL'],
    keyOptional: true,
  }),
];

function zai(id: string, name: string, baseUrl: string, aliases?: readonly string[]): Provider {
  const dialect = { reasoningField: 'reasoning_content' } as const;
  return hosted({ id, aliases, name, baseUrl, keys: ['ZAI_API_KEY'], dialect });
}
