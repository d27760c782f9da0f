/**
 * What Mistral asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const mistral: string = `
codestral-latest codestral-2501 | window 256000 | in 0.3 out 0.9
codestral-2508 | window 256000 | in 0.3 read 0.03 out 0.9
devstral-2512 | window 262144 | in 0.4 read 0.04 out 2
devstral-small devstral-small-2505 devstral-small-2507 devstral-small-latest labs-devstral-small-2512 | in 0.1 out 0.3
magistral-medium* | in 2 out 5
magistral-small-* | in 0.5 out 1.5
ministral-14b-2512 | window 262144 | in 0.2 read 0.02 out 0.2
ministral-3b | in 0.04 out 0.04
ministral-3b-2512 | window 131072 | in 0.1 read 0.01 out 0.1
ministral-8b ministral-8b-2410 | in 0.1 out 0.1
ministral-8b-2512 | window 262144 | in 0.15 read 0.015 out 0.15
ministral-8b-latest | in 0.15 read 0.015 out 0.15
mistral-7b open-mistral-7b | in 0.25 out 0.25
mistral-embed | window 8192 | in 0.1 out 0.1
mistral-large mistral-large-latest mistral-large-2407 mistral-large-2411 | in 2 out 6
mistral-large-2512 | window 262144 | in 0.5 read 0.05 out 1.5
mistral-medium-2312 | in 2.7 out 8.1
mistral-medium mistral-medium-2505 mistral-medium-2508 | in 0.4 read 0.04 out 2
mistral-medium-3.5 mistral-medium-3-5 mistral-medium-3 | window 262144 | in 1.5 read 0.15 out 7.5
mistral-medium-latest | in 1.5 read 0.15 out 7.5
mistral-nemo open-mistral-nemo | in 0.15 out 0.15
mistral-saba mistral-saba-latest | in 0.2 out 0.6
mistral-small-24b-instruct-2501 | in 0.05 out 0.08
mistral-small-2603 | window 262144 | in 0.15 read 0.015 out 0.6
mistral-small-3.1-24b-instruct | in 0.351 out 0.555
mistral-small-3.2-24b-instruct | in 0.075 out 0.2
mistral-small-latest | in 0.1 out 0.3
mistral-tiny | in 0.25 out 0.25
mixtral-8x22b-instruct | in 0.9 out 0.9
mixtral-8x7b* open-mixtral-8x7b | in 0.7 out 0.7
pixtral-12b pixtral-12b-latest | in 0.15 out 0.15
pixtral-large-latest pixtral-large-2411 | in 2 out 6
voxtral-small-24b-2507 voxtral-small-2507 voxtral-small-latest | window 32768 | in 0.1 read 0.01 out 0.4
`;

/**
 * What Groq asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
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

/**
 * What Together AI asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const together: string = `
Austism/chronos-hermes-13b | in 0.3 out 0.3
Gryphe/MythoMax-L2-13b | in 0.3 out 0.3
Nexusflow/NexusRaven-V2-13B | in 0.3 out 0.3
NousResearch/Nous-Capybara-7B-V1p9 | in 0.2 out 0.2
NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO | in 0.9 out 0.9
NousResearch/Nous-Hermes-2-Mixtral-8x7B-SFT | in 0.9 out 0.9
NousResearch/Nous-Hermes-2-Yi-34B | in 0.8 out 0.8
NousResearch/Nous-Hermes-Llama2-13b | in 0.225 out 0.225
NousResearch/Nous-Hermes-llama-2-7b | in 0.2 out 0.2
Open-Orca/Mistral-7B-OpenOrca | in 0.2 out 0.2
Qwen/Qwen1.5-0.5B Qwen/Qwen1.5-0.5B-Chat | in 0.1 out 0.1
Qwen/Qwen1.5-1.8B Qwen/Qwen1.5-1.8B-Chat | in 0.1 out 0.1
Qwen/Qwen1.5-14B Qwen/Qwen1.5-14B-Chat | in 0.3 out 0.3
Qwen/Qwen1.5-4B Qwen/Qwen1.5-4B-Chat | in 0.1 out 0.1
Qwen/Qwen1.5-72B | in 0.9 out 0.9
Qwen/Qwen1.5-7B Qwen/Qwen1.5-7B-Chat | in 0.2 out 0.2
Undi95/ReMM-SLERP-L2-13B | in 0.3 out 0.3
Undi95/Toppy-M-7B | in 0.2 out 0.2
WizardLM/WizardLM-13B-V1.2 | in 0.3 out 0.3
allenai/OLMo-7B allenai/OLMo-7B-Instruct allenai/OLMo-7B-Twin-2T | in 0.2 out 0.2
codellama/CodeLlama-13b-Instruct-hf | in 0.225 out 0.225
codellama/CodeLlama-34b-Instruct-hf | in 0.776 out 0.776
codellama/CodeLlama-70b-Instruct-hf | in 0.9 out 0.9
codellama/CodeLlama-7b-Instruct-hf | in 0.2 out 0.2
deepseek-ai/deepseek-coder-33b-instruct | in 0.8 out 0.8
garage-bAInd/Platypus2-70B-instruct | in 0.9 out 0.9
google/gemma-2b google/gemma-2b-it | in 0.1 out 0.1
google/gemma-7b google/gemma-7b-it | in 0.2 out 0.2
lmsys/vicuna-13b-v1.5 | in 0.3 out 0.3
lmsys/vicuna-7b-v1.5 | in 0.2 out 0.2
meta-llama/Llama-2-13b-chat-hf | in 0.225 out 0.225
meta-llama/Llama-2-70b-chat-hf | in 0.9 out 0.9
meta-llama/Llama-2-7b-chat-hf | in 0.2 out 0.2
meta-llama/Llama-3-70b-chat-hf | in 0.9 out 0.9
meta-llama/Llama-3-8b-chat-hf | in 0.2 out 0.2
meta-llama/Llama-3.3-70B-Instruct-Turbo | in 0.88 out 0.88
meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8 | in 0.27 out 0.85
meta-llama/Llama-4-Scout-17B-16E-Instruct | in 0.18 out 0.59
meta-llama/Meta-Llama-3-70B-Instruct-Lite | in 0.54 out 0.54
meta-llama/Meta-Llama-3-70B-Instruct-Turbo | in 0.88 out 0.88
meta-llama/Meta-Llama-3-8B-Instruct-Lite | in 0.1 out 0.1
meta-llama/Meta-Llama-3-8B-Instruct-Turbo | in 0.18 out 0.18
meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo | in 3.5 out 3.5
meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo | in 0.88 out 0.88
meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo | in 0.18 out 0.18
meta-llama/Meta-Llama-3.3-70B-Instruct-Turbo | in 0.88 out 0.88
microsoft/WizardLM-2-8x22B | in 1.2 out 1.2
microsoft/phi-2 | in 0.1 out 0.1
mistralai/Mistral-7B-Instruct-v0.1 | in 0.2 out 0.2
mistralai/Mistral-7B-Instruct-v0.2 | in 0.2 out 0.2
mistralai/Mistral-7B-v0.1 | in 0.2 out 0.2
mistralai/Mixtral-8x22B-Instruct-v0.1 | in 2.4 out 2.4
mistralai/Mixtral-8x7B-Instruct-v0.1 | in 0.9 out 0.9
mistralai/Mixtral-8x7B-v0.1 | in 0.9 out 0.9
openchat/openchat-3.5-1210 | in 0.2 out 0.2
snorkelai/Snorkel-Mistral-PairRM-DPO | in 0.2 out 0.2
teknium/OpenHermes-2-Mistral-7B | in 0.2 out 0.2
teknium/OpenHermes-2p5-Mistral-7B | in 0.2 out 0.2
togethercomputer/GPT-JT-Moderation-6B | in 0.2 out 0.2
togethercomputer/Llama-2-7B-32K-Instruct | in 0.2 out 0.2
togethercomputer/RedPajama-INCITE-7B-Base | in 0.2 out 0.2
togethercomputer/RedPajama-INCITE-7B-Chat | in 0.2 out 0.2
togethercomputer/RedPajama-INCITE-7B-Instruct | in 0.2 out 0.2
togethercomputer/RedPajama-INCITE-Base-3B-v1 | in 0.1 out 0.1
togethercomputer/RedPajama-INCITE-Chat-3B-v1 | in 0.1 out 0.1
togethercomputer/RedPajama-INCITE-Instruct-3B-v1 | in 0.1 out 0.1
togethercomputer/StripedHyena-Hessian-7B | in 0.2 out 0.2
togethercomputer/StripedHyena-Nous-7B | in 0.2 out 0.2
togethercomputer/alpaca-7b | in 0.2 out 0.2
upstage/SOLAR-10.7B-Instruct-v1.0 | in 0.3 out 0.3
zero-one-ai/Yi-34B | in 0.8 out 0.8
zero-one-ai/Yi-6B | in 0.2 out 0.2
`;

/**
 * What Fireworks asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const fireworks: string = `
accounts/fireworks/models/deepseek-r1-0528 | window 160000 | in 3 out 8
accounts/fireworks/models/deepseek-v3-0324 | window 160000 | in 0.9 out 0.9
accounts/fireworks/models/deepseek-v3p2 | window 163840 | in 0.56 read 0.28 out 1.68
accounts/fireworks/models/deepseek-v4-flash accounts/fireworks/models/deepseek-v4-flash-0731 | window 1040000 | in 0.14 read 0.028 out 0.28
accounts/fireworks/models/deepseek-v4-pro | window 1048576 | in 1.74 read 0.145 out 3.48
accounts/fireworks/models/gemma-3-27b-it | window 131000 | in 0.1 out 0.1
accounts/fireworks/models/glm-4p7 | window 202752 | in 0.6 out 2.2
accounts/fireworks/models/glm-5p1 | in 1.4 read 0.26 out 4.4
accounts/fireworks/routers/glm-5p1-fast | in 2.8 read 0.52 out 8.8
accounts/fireworks/models/glm-5p2 | window 1040000 | in 1.4 read 0.14 out 4.4
accounts/fireworks/routers/glm-5p2-fast accounts/fireworks/routers/glm-5p2-fast-us | window 1040000 | in 2.1 read 0.21 out 6.6
accounts/fireworks/models/gpt-oss-120b | window 131072 | in 0.15 read 0.014 out 0.6
accounts/fireworks/models/gpt-oss-20b | window 131072 | in 0.07 read 0.035 out 0.3
accounts/fireworks/models/inkling | window 1040000 | in 1 read 0.17 out 4.05
accounts/fireworks/models/kimi-k2p5 | window 262144 | in 0.6 read 0.1 out 3
accounts/fireworks/models/kimi-k2p6 | in 0.95 read 0.16 out 4
accounts/fireworks/routers/kimi-k2p6-fast | window 262144 | in 2 read 0.3 out 8
accounts/fireworks/models/kimi-k2p7-code | window 262144 | in 0.95 read 0.19 out 4
accounts/fireworks/routers/kimi-k2p7-code-fast | window 262144 | in 1.9 read 0.38 out 8
accounts/fireworks/models/kimi-k3 | window 1040000 | in 3 read 0.3 out 15
accounts/fireworks/routers/kimi-k3-fast | window 1040000 | in 4.5 read 0.45 out 22.5
accounts/fireworks/routers/kimi-k3-us | window 1040000 | in 3.3 read 0.33 out 16.5
accounts/fireworks/models/llama-v3p1-8b-instruct | window 131000 | in 0.2 out 0.2
accounts/fireworks/models/llama4-maverick-instruct-basic | window 1000000 | in 0.22 out 0.88
accounts/fireworks/models/minimax-m2p1 | window 204800 | in 0.3 out 1.2
accounts/fireworks/models/minimax-m2p7 | in 0.3 read 0.06 out 1.2
accounts/fireworks/models/minimax-m3 | window 524288 | in 0.3 read 0.06 out 1.2
accounts/fireworks/models/nemotron-3-ultra-nvfp4 | window 262000 | in 0.6 read 0.12 out 2.4
accounts/fireworks/models/qwen2p5-vl-72b-instruct | window 128000 | in 0.9 out 0.9
accounts/fireworks/models/qwen3-235b-a22b | window 128000 | in 0.22 out 0.88
accounts/fireworks/models/qwen3p6-plus | in 0.5 read 0.1 out 3
accounts/fireworks/models/qwen3p7-plus | window 262144 | in 0.4 read 0.08 out 1.6
`;

/**
 * What Cerebras asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const cerebras: string = `
gemma-4-31b cerebras/gemma-4-31b* cerebras:gemma-4-31b* | window 131072 | in 0.99 out 1.49
gpt-oss-120b cerebras/gpt-oss-120b* cerebras:gpt-oss-120b* | window 131072 | in 0.35 out 0.75
llama-3.3-70b cerebras/llama-3.3-70b* cerebras:llama-3.3-70b* | window 128000 | in 0.85 out 1.2
llama3.1-8b cerebras/llama3.1-8b* cerebras:llama3.1-8b* | window 32768 | in 0.1 out 0.1
qwen-3-32b cerebras/qwen-3-32b* cerebras:qwen-3-32b* | window 131072 | in 0.4 out 0.8
zai-glm-4.7 cerebras/zai-glm-4.7* cerebras:zai-glm-4.7* | window 131072 | in 2.25 out 2.75
`;

/**
 * What Perplexity asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const perplexity: string = `
llama-3.1-sonar-large-128k-online | in 1 out 1
llama-3.1-sonar-small-128k-online | in 0.2 out 0.2
r1-1776 | in 2 out 8
sonar | window 128000 | in 1 out 1 request 12
sonar-deep-research | window 128000 | in 2 out 8 reason 3 search 5
sonar-pro | window 200000 | in 3 out 15 request 14
sonar-pro-search | in 3 out 15
sonar-reasoning | in 1 out 5 request 12
sonar-reasoning-pro | window 128000 | in 2 out 8 request 14
`;
