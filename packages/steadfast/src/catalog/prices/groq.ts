/**
 * What Groq asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const groq: string = `
deepseek-r1-distill-llama-70b | window 131072 | in 0.75 out 0.99
gemma-7b-it | in 0.07 out 0.07
gemma2-9b-it gemma2-9b | in 0.2 out 0.2
llama-3.1-405b-reasoning | in 0.59 out 0.79
llama-3.1-70b-versatile | in 0.59 out 0.79
llama-3.1-8b-instant | in 0.05 out 0.08
llama-3.2-11b-text-preview | in 0.18 out 0.18
llama-3.2-11b-vision-preview | in 0.18 out 0.18
llama-3.2-1b-preview | in 0.04 out 0.04
llama-3.2-3b-preview | in 0.06 out 0.06
llama-3.2-90b-text-preview | in 0.9 out 0.9
llama-3.2-90b-vision-preview | in 0.9 out 0.9
llama-3.3-70b-specdec | in 0.59 out 0.99
llama-3.3-70b-versatile | in 0.59 out 0.79
llama-guard-3-8b | in 0.2 out 0.2
llama2-70b-4096 | in 0.7 out 0.8
llama3-70b-8192 | in 0.59 out 0.79
llama3-8b-8192 | in 0.05 out 0.08
llama3-groq-70b-8192-tool-use-preview | in 0.89 out 0.89
llama3-groq-8b-8192-tool-use-preview | in 0.19 out 0.19
meta-llama/llama-4-maverick-17b-128e-instruct | window 131072 | in 0.2 out 0.6
meta-llama/llama-4-scout-17b-16e-instruct | in 0.11 out 0.34
meta-llama/llama-guard-4-12b | window 131072 | in 0.2 out 0.2
mistral-saba-24b | in 0.79 out 0.79
mixtral-8x7b-32768 | in 0.24 out 0.24
moonshotai/kimi-k2-instruct moonshotai/kimi-k2-instruct-0905 | window 131072 | in 1 read 0.5 out 3
openai/gpt-oss-120b openai/gpt-oss-safeguard-20b | window 131072 | in 0.15 read 0.075 out 0.6
openai/gpt-oss-20b | window 131072 | in 0.075 read 0.0375 out 0.3
qwen/qwen3-32b | window 131072 | in 0.29 out 0.59
`;
