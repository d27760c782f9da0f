/**
 * What Cerebras asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const cerebras: string = `
gemma-4-31b cerebras/gemma-4-31b* cerebras:gemma-4-31b* | window 131072 | in 0.99 out 1.49
gpt-oss-120b cerebras/gpt-oss-120b* cerebras:gpt-oss-120b* | window 131072 | in 0.35 out 0.75
llama-3.3-70b cerebras/llama-3.3-70b* cerebras:llama-3.3-70b* | window 128000 | in 0.85 out 1.2
llama3.1-8b cerebras/llama3.1-8b* cerebras:llama3.1-8b* | window 32768 | in 0.1 out 0.1
qwen-3-32b cerebras/qwen-3-32b* cerebras:qwen-3-32b* | window 131072 | in 0.4 out 0.8
zai-glm-4.7 cerebras/zai-glm-4.7* cerebras:zai-glm-4.7* | window 131072 | in 2.25 out 2.75
`;
