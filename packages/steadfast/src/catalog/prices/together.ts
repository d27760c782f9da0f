/**
 * What Together AI asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
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
