/**
 * What OpenRouter asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const openrouter: string = `
aion-labs/aion-2.0 | window 131072 | in 0.8 read 0.2 out 1.6
aion-labs/aion-rp-llama-3.1-8b | window 32768 | in 0.2 out 0.2
allenai/olmo-3-32b-think | window 65536 | in 0.15 out 0.5
amazon/nova-2-lite-v1 | window 1000000 | in 0.3 out 2.5
amazon/nova-lite-v1 | window 300000 | in 0.06 out 0.24
amazon/nova-micro-v1 | window 128000 | in 0.035 out 0.14
amazon/nova-premier-v1 | window 1000000 | in 2.5 read 0.625 out 12.5
amazon/nova-pro-v1 | window 300000 | in 0.8 out 3.2
anthracite-org/magnum-v4-72b | window 32768 | in 1.5 out 2.25
anthropic/claude-3-haiku anthropic/claude-3-haiku:beta | window 200000 | in 0.25 out 1.25
anthropic/claude-fable-5 anthropic/claude-fable-5:beta | window 1000000 | in 10 read 1 write 12.5 out 50
anthropic/claude-fable-5.1 anthropic/claude-fable-5.1:beta | window 1000000 | in 10 read 0.25 write 12.5 out 50
anthropic/claude-haiku-4.5 anthropic/claude-4.5-haiku-20251001 anthropic/claude-4.5-haiku-20251001:beta anthropic/claude-haiku-4.5-20251001 anthropic/claude-haiku-4.5-20251001:beta anthropic/claude-haiku-4.5:beta | window 200000 | in 1 read 0.1 write 1.25 out 5
anthropic/claude-opus-4 anthropic/claude-opus-4.1 | window 200000 | in 15 read 1.5 write 18.75 out 75
anthropic/claude-opus-4.5 anthropic/claude-4.5-opus-20251124 anthropic/claude-4.5-opus-20251124:beta anthropic/claude-opus-4.5-20251124 anthropic/claude-opus-4.5-20251124:beta anthropic/claude-opus-4.5:beta | window 200000 | in 5 read 0.5 write 6.25 out 25
anthropic/claude-opus-4.6 anthropic/claude-4.6-opus-20260205 anthropic/claude-4.6-opus-20260205:beta anthropic/claude-opus-4.6-20260205 anthropic/claude-opus-4.6-20260205:beta anthropic/claude-opus-4.6:beta | window 1000000 | in 5 read 0.5 write 6.25 out 25
anthropic/claude-opus-4.7 anthropic/claude-opus-4.7:beta | window 1000000 | in 5 read 0.5 write 6.25 out 25
anthropic/claude-opus-4.7-fast | window 1000000 | in 30 read 3 write 37.5 out 150
anthropic/claude-opus-4.8 anthropic/claude-opus-4.8:beta | window 1000000 | in 5 read 0.5 write 6.25 out 25
anthropic/claude-opus-4.8-fast | window 1000000 | in 10 read 1 write 12.5 out 50
anthropic/claude-opus-5 anthropic/claude-opus-5:beta | window 1000000 | in 5 read 0.5 write 6.25 out 25
anthropic/claude-opus-5-fast | window 1000000 | in 10 read 1 write 12.5 out 50
anthropic/claude-opus-5.5 anthropic/claude-opus-5.5:beta | window 1000000 | in 4 read 0.2 write 5 out 20
anthropic/claude-sonnet-4.5 anthropic/claude-4.5-sonnet-20250929 anthropic/claude-4.5-sonnet-20250929:beta anthropic/claude-sonnet-4.5-20250929 anthropic/claude-sonnet-4.5-20250929:beta anthropic/claude-sonnet-4.5:beta | window 1000000 | in 3 read 0.3 write 3.75 out 15 | over 200000 in 6 read 0.6 write 7.5 out 22.5
anthropic/claude-sonnet-4.6 anthropic/claude-4.6-sonnet-20260217 anthropic/claude-4.6-sonnet-20260217:beta anthropic/claude-sonnet-4.6-20260217 anthropic/claude-sonnet-4.6-20260217:beta anthropic/claude-sonnet-4.6:beta | window 1000000 | in 3 read 0.3 write 3.75 out 15
anthropic/claude-sonnet-5 anthropic/claude-sonnet-5:beta | window 1000000 | in 2 read 0.2 write 2.5 out 10
arcee-ai/trinity-large-thinking | window 262144 | in 0.22 read 0.06 out 0.85
arcee-ai/virtuoso-large | window 131072 | in 0.75 out 1.2
baidu/ernie-4.5-vl-424b-a47b | window 123000 | in 0.42 out 1.25
bytedance-seed/seed-1.6 | window 262144 | in 0.25 out 2
bytedance-seed/seed-1.6-flash | window 262144 | in 0.075 out 0.3
bytedance-seed/seed-2.0-lite | window 262144 | in 0.25 out 2
bytedance-seed/seed-2.0-mini | window 262144 | in 0.1 out 0.4
bytedance/ui-tars-1.5-7b | window 128000 | in 0.1 out 0.2
cohere/command-a | window 256000 | in 2.5 out 10
cohere/command-r-08-2024 | window 128000 | in 0.15 out 0.6
cohere/command-r-plus-08-2024 | window 128000 | in 2.5 out 10
cohere/command-r7b-12-2024 | window 128000 | in 0.0375 out 0.15
deepseek/deepseek-chat-v3-0324 | window 163840 | in 0.3 out 0.88
deepseek/deepseek-r1 | window 64000 | in 0.45 out 2.15
deepseek/deepseek-r1-distill-llama-70b | window 8192 | in 0.1 out 0.4
deepseek/deepseek-v3.1-terminus | window 163840 | in 0.23 out 0.9
deepseek/deepseek-v3.2-exp | window 163840 | in 0.27 out 0.41
google/gemini-2.5-flash | window 1048576 | in 0.3 read 0.075 write 0.3833 out 2.5
google/gemini-2.5-flash-image | window 32768 | in 0.3 read 0.03 write 0.083333 out 2.5
google/gemini-2.5-flash-lite | window 1048576 | in 0.1 read 0.01 write 0.083333 out 0.4
google/gemini-2.5-pro google/gemini-2.5-pro-preview google/gemini-2.5-pro-preview-05-06 | window 1048576 | in 1.25 read 0.31 write 1.625 out 10
google/gemini-3-flash-preview | window 1048576 | in 0.5 read 0.05 write 0.083333 out 3
google/gemini-3-pro-image-preview | window 65536 | in 2 read 0.2 write 0.375 out 12
google/gemini-3.1-flash-image-preview | window 65536 | in 0.5 out 3
google/gemini-3.1-flash-lite google/gemini-3.1-flash-lite-preview | window 1048576 | in 0.25 read 0.025 write 0.083333 out 1.5
google/gemini-3.1-pro-preview google/gemini-3.1-pro-preview-customtools | window 1048576 | in 2 read 0.2 write 0.375 out 12
google/gemini-3.5-flash | window 1048576 | in 1.5 read 0.15 write 0.083333 out 9
google/gemma-2-27b-it | window 8192 | in 0.8 out 0.8
google/gemma-3-12b-it | window 131072 | in 0.05 out 0.1
google/gemma-3-4b-it | window 131072 | in 0.02 out 0.04
google/gemma-4-31b-it | window 262144 | in 0.09 read 0.05 out 0.34
ibm-granite/granite-4.0-h-micro | window 131000 | in 0.017 out 0.112
ibm-granite/granite-4.1-8b | window 131072 | in 0.05 out 0.1
inception/mercury-2 | window 128000 | in 0.25 read 0.025 out 0.75
mancer/weaver | window 8000 | in 1.125 out 1.125
meta-llama/llama-3.1-70b-instruct | window 131072 | in 0.1 out 0.28
meta-llama/llama-3.2-1b-instruct | window 60000 | in 0.005 out 0.01
meta-llama/llama-guard-4-12b | window 163840 | in 0.05 out 0.05
microsoft/phi-4 | window 16384 | in 0.07 out 0.14
microsoft/wizardlm-2-8x22b | window 65535 | in 0.5 out 0.5
minimax/minimax-01 | window 1000192 | in 0.2 out 1.1
minimax/minimax-m1 | window 1000000 | in 0.3 out 1.65
minimax/minimax-m2-her minimax/minimax-m2-her-20260123 | window 65536 | in 0.3 read 0.03 out 1.2
minimax/minimax-m2.1 | window 204800 | in 0.29 read 0.03 out 0.95
mistralai/codestral-2508 | window 256000 | in 0.3 read 0.03 out 0.9
mistralai/devstral-2512 | window 262144 | in 0.4 read 0.04 out 2
mistralai/ministral-14b-2512 | window 262144 | in 0.2 read 0.02 out 0.2
mistralai/ministral-3b-2512 | window 131072 | in 0.1 read 0.01 out 0.1
mistralai/ministral-8b-2512 | window 262144 | in 0.15 read 0.015 out 0.15
mistralai/mistral-large mistralai/mistral-large-2407 mistral-large-2411 | window 128000 | in 2 out 6
mistralai/mistral-large-2512 | window 262144 | in 0.5 read 0.05 out 1.5
mistralai/mistral-medium-3 | window 131072 | in 0.4 out 2
mistralai/mistral-medium-3-5 | window 262144 | in 1.5 out 7.5
mistralai/mistral-medium-3.1 | window 131072 | in 0.4 read 0.04 out 2
mistralai/mistral-saba | window 32768 | in 0.2 out 0.6
mistralai/mistral-small-24b-instruct-2501 | window 32768 | in 0.05 out 0.09
mistralai/mistral-small-3.1-24b-instruct | window 128000 | in 0.05 out 0.15
mistralai/mixtral-8x22b-instruct | window 65536 | in 0.9 out 0.9
mistralai/voxtral-small-24b-2507 | window 32000 | in 0.1 read 0.01 out 0.3
moonshotai/kimi-k2 | window 131072 | in 0.57 out 2.3
moonshotai/kimi-k2-0905 | window 262144 | in 0.6 out 2.5
moonshotai/kimi-k2-thinking | window 262144 | in 0.6 out 2.5
moonshotai/kimi-k2.7-code moonshotai/kimi-k2.7-code-20260612 | window 262144 | in 0.75 read 0.16 out 3.5
moonshotai/kimi-k3 moonshotai/kimi-k3-20260715 | window 1048576 | in 3 read 0.3 out 15
morph/morph-v3-fast | window 81920 | in 0.8 out 1.2
morph/morph-v3-large | window 262144 | in 0.9 out 1.9
nousresearch/hermes-3-llama-3.1-405b | window 131072 | in 0.7 out 0.8
nousresearch/hermes-3-llama-3.1-70b | window 131072 | in 0.12 out 0.3
nousresearch/hermes-4-405b | window 131072 | in 1 out 3
nousresearch/hermes-4-70b | window 131072 | in 0.13 out 0.4
nvidia/nemotron-3-nano-30b-a3b | window 262144 | in 0.05 out 0.2
openai/gpt-3.5-turbo gpt-3.5-turbo-0125 | window 16385 | in 0.5 out 1.5
openai/gpt-3.5-turbo-0613 | window 4095 | in 1 out 2
openai/gpt-3.5-turbo-16k | window 16385 | in 3 out 4
openai/gpt-3.5-turbo-instruct | window 4095 | in 1.5 out 2
openai/gpt-4 gpt-4-0314 | window 8191 | in 30 out 60
openai/gpt-4-turbo openai/gpt-4-turbo-preview | window 128000 | in 10 out 30
openai/gpt-4.1 | window 1047576 | in 2 read 0.5 out 8
openai/gpt-4.1-mini openai/gpt-4.1-mini-2025-04-14 | window 1047576 | in 0.4 read 0.1 out 1.6
openai/gpt-4.1-nano | window 1047576 | in 0.1 read 0.025 out 0.4
openai/gpt-4o openai/gpt-4o-2024-08-06 openai/gpt-4o-2024-11-20 openai/gpt-4o-audio-preview | window 128000 | in 2.5 out 10
openai/gpt-4o-2024-05-13 | window 128000 | in 5 out 15
openai/gpt-4o-mini openai/gpt-4o-mini-2024-07-18 | window 128000 | in 0.15 read 0.075 out 0.6
openai/gpt-5 openai/gpt-5-2025-08-07 openai/gpt-5-chat openai/gpt-5-codex openai/gpt-5.1-codex-max | window 400000 | in 1.25 read 0.125 out 10
openai/gpt-5-image | window 400000 | in 10 read 1.25 out 10
openai/gpt-5-image-mini | window 400000 | in 2.5 read 0.25 out 2
openai/gpt-5-mini openai/gpt-5-mini-2025-08-07 | window 400000 | in 0.25 read 0.025 out 2
openai/gpt-5-nano | window 400000 | in 0.05 read 0.01 out 0.4
openai/gpt-5-pro | window 400000 | in 15 out 120
openai/gpt-5.1 openai/gpt-5.1-chat openai/gpt-5.1-codex | window 400000 | in 1.25 read 0.13 out 10
openai/gpt-5.1-codex-mini openai/gpt-5.1-codex-mini-20251113 | window 400000 | in 0.25 read 0.025 out 2
openai/gpt-5.2 openai/gpt-5.2-20251211 openai/gpt-5.2-chat openai/gpt-5.2-codex | window 400000 | in 1.75 read 0.175 out 14
openai/gpt-5.2-pro openai/gpt-5.2-pro-20251211 | window 400000 | in 21 out 168
openai/gpt-5.3-codex openai/gpt-5.3-codex-20260224 | window 400000 | in 1.75 read 0.175 out 14
openai/gpt-5.4 openai/gpt-5.4-20260305 | window 1050000 | in 2.5 read 0.25 out 15 | over 272000 in 5 read 0.5 out 22.5
openai/gpt-5.4-image-2 | window 272000 | in 8 read 2 out 15
openai/gpt-5.4-mini | window 400000 | in 0.75 read 0.075 out 4.5
openai/gpt-5.4-nano | window 400000 | in 0.2 read 0.02 out 1.25
openai/gpt-5.4-pro | window 1050000 | in 30 out 180 | over 272000 in 60 out 270
openai/gpt-5.5 | window 1050000 | in 5 read 0.5 out 30 | over 272000 in 10 read 1 out 45
openai/gpt-5.5-pro | window 1050000 | in 30 out 180 | over 272000 in 60 out 270
openai/gpt-5.6-luna | window 1050000 | in 0.2 read 0.02 write 0.25 out 1.2 | over 272000 in 0.4 read 0.04 write 0.5 out 1.8
openai/gpt-5.6-sol | window 1050000 | in 2 read 0.2 write 2.5 out 10 | over 272000 in 4 read 0.4 write 5 out 15
openai/gpt-5.6-terra | window 1050000 | in 2 read 0.2 write 2.5 out 12 | over 272000 in 4 read 0.4 write 5 out 18
openai/gpt-6-luna openai/gpt-6-luna-pro | window 1050000 | in 0.1 read 0.01 write 0.125 out 0.5 search 10 | over 272000 in 0.2 read 0.02 write 0.25 out 0.75 search 10
openai/gpt-6-luna:batch openai/gpt-6-luna-pro:batch | window 1050000 | in 0.05 read 0.005 write 0.0625 out 0.25 search 10 | over 272000 in 0.1 read 0.01 write 0.125 out 0.375 search 10
openai/gpt-6-sol openai/gpt-6-sol-pro | window 1050000 | in 2 read 0.2 write 2.5 out 10 search 10 | over 272000 in 4 read 0.4 write 5 out 15 search 10
openai/gpt-6-sol:batch openai/gpt-6-sol-pro:batch | window 1050000 | in 1 read 0.1 write 1.25 out 5 search 10 | over 272000 in 2 read 0.2 write 2.5 out 7.5 search 10
openai/gpt-audio | window 128000 | in 2.5 out 10
openai/gpt-audio-mini | window 128000 | in 0.6 out 2.4
openai/gpt-chat-latest | window 400000 | in 5 read 0.5 out 30
openai/gpt-oss-20b | window 131072 | in 0.029 out 0.14
openai/gpt-oss-safeguard-20b | window 131072 | in 0.075 read 0.037 out 0.3
openai/o1-pro | window 200000 | in 150 out 600
openai/o3 | window 200000 | in 2 read 0.5 out 8
openai/o3-mini openai/o3-mini-high | window 200000 | in 1.1 read 0.55 out 4.4
openai/o3-pro | window 200000 | in 20 out 80
openai/o4-mini openai/o4-mini-high | window 200000 | in 1.1 read 0.275 out 4.4
perceptron/perceptron-mk1 | window 32768 | in 0.15 out 1.5
perplexity/sonar | window 127072 | in 1 out 1
perplexity/sonar-deep-research | window 128000 | in 2 out 8 reason 3
perplexity/sonar-pro | window 200000 | in 3 out 15
perplexity/sonar-reasoning-pro | window 128000 | in 2 out 8
qwen/qwen-2.5-7b-instruct | window 32768 | in 0.04 out 0.1
qwen/qwen-2.5-coder-32b-instruct | window 32768 | in 0.06 out 0.15
qwen/qwen-plus | window 1000000 | in 0.4 read 0.16 out 1.2
qwen/qwen-plus-2025-07-28 | window 1000000 | in 0.26 out 0.78
qwen/qwen3-235b-a22b | window 131072 | in 0.13 out 0.6
qwen/qwen3-30b-a3b-thinking-2507 | window 81920 | in 0.08 out 0.4
qwen/qwen3-8b | window 131072 | in 0.035 out 0.138
qwen/qwen3-coder-flash | window 1000000 | in 0.195 read 0.039 write 0.24375 out 0.975
qwen/qwen3-coder-plus | window 1000000 | in 0.65 read 0.13 write 0.8125 out 3.25
qwen/qwen3-max | window 262144 | in 1.2 out 6
qwen/qwen3-max-thinking qwen/qwen3-max-thinking-20260123 | window 262144 | in 0.78 out 3.9
qwen/qwen3-vl-235b-a22b-thinking | window 131072 | in 0.26 out 2.6
qwen/qwen3-vl-32b-instruct | window 131072 | in 0.104 out 0.416
qwen/qwen3-vl-8b-thinking | window 131072 | in 0.117 out 1.365
qwen/qwen3.5-122b-a10b qwen/qwen3.5-122b-a10b-20260224 | window 262144 | in 0.26 out 2.08
qwen/qwen3.5-27b qwen/qwen3.5-27b-20260224 | window 262144 | in 0.195 out 1.56
qwen/qwen3.5-flash-02-23 qwen/qwen3.5-flash-20260224 | window 1000000 | in 0.065 out 0.26
qwen/qwen3.5-plus-02-15 qwen/qwen3.5-plus-20260216 | window 1000000 | in 0.4 out 2.4
qwen/qwen3.5-plus-20260420 | window 1000000 | in 0.3 write 0.375 out 1.8
qwen/qwen3.6-flash | window 1000000 | in 0.1875 write 0.234375 out 1.125
qwen/qwen3.6-max-preview qwen/qwen3.6-max-preview-20260420 | window 262144 | in 1.04 write 1.3 out 6.24
qwen/qwen3.6-plus qwen/qwen3.6-plus-04-02 | window 1000000 | in 0.325 write 0.40625 out 1.95
qwen/qwen3.7-max qwen/qwen3.7-max-20260520 | window 1000000 | in 1.25 read 0.25 write 1.5625 out 3.75
qwen/qwen3.7-plus qwen/qwen3.7-plus-20260602 | window 1000000 | in 0.4 read 0.08 write 0.5 out 1.6
rekaai/reka-edge | window 16384 | in 0.1 out 0.1
rekaai/reka-flash-3 | window 65536 | in 0.1 out 0.2
relace/relace-apply-3 | window 256000 | in 0.85 out 1.25
relace/relace-search | window 256000 | in 1 out 3
sao10k/l3-lunaris-8b | window 8192 | in 0.02 out 0.05
sao10k/l3.3-euryale-70b | window 131072 | in 0.7 out 0.8
stepfun/step-3.5-flash | window 262144 | in 0.09 read 0.02 out 0.3
tencent/hunyuan-a13b-instruct | window 131072 | in 0.14 out 0.57
tencent/hy3-preview | window 262144 | in 0.063 read 0.021 out 0.21
thedrummer/cydonia-24b-v4.1 | window 131072 | in 0.3 read 0.15 out 0.5
thedrummer/skyfall-36b-v2 | window 32768 | in 0.5 out 0.8
undi95/remm-slerp-l2-13b | window 6144 | in 0.8 out 1.2
upstage/solar-pro-3 | window 131072 | in 0.15 read 0.015 out 0.6
writer/palmyra-x5 | window 1040000 | in 0.6 out 6
x-ai/grok-4-fast | window 2000000 | in 0.2 read 0.05 out 0.5 | over 128000 in 0.4 read 0.05 out 1
x-ai/grok-4.20 | window 2000000 | in 1.25 read 0.2 out 2.5
x-ai/grok-4.20-multi-agent | window 2000000 | in 2 read 0.2 out 6
x-ai/grok-4.3 | window 1000000 | in 1.25 read 0.2 out 2.5
x-ai/grok-build-0.1 | window 256000 | in 1 read 0.2 out 2
x-ai/grok-code-fast-1 | window 256000 | in 0.2 read 0.02 out 1.5
z-ai/glm-4.5 | window 131072 | in 0.6 read 0.11 out 2.2
z-ai/glm-4.5-air | window 131072 | in 0.125 read 0.06 out 0.85
z-ai/glm-4.5v | window 65536 | in 0.6 read 0.11 out 1.8
z-ai/glm-4.6v | window 131072 | in 0.3 read 0.05 out 0.9
z-ai/glm-5-turbo z-ai/glm-5-turbo-20260315 | window 202752 | in 1.2 read 0.24 out 4
z-ai/glm-5.2 z-ai/glm-5.2-20260616 | window 1048576 | in 1.4 read 0.26 out 4.4
z-ai/glm-5.3 z-ai/glm-5.3-20260816 | window 1048576 | in 1.4 read 0.26 out 4.4
z-ai/glm-5.3-flash | window 1310720 | in 0.075 read 0.015 out 0.25
~anthropic/claude-fable-latest | window 1000000 | in 10 read 1 write 12.5 out 50
~anthropic/claude-haiku-latest | window 200000 | in 1 read 0.1 write 1.25 out 5
~anthropic/claude-opus-latest | window 1000000 | in 4 read 0.2 write 5 out 20
~anthropic/claude-sonnet-latest | window 1000000 | in 3 read 0.3 write 3.75 out 15
~google/gemini-flash-latest | window 1048576 | in 1.5 read 0.15 write 0.083333 out 9
~google/gemini-pro-latest | window 1048576 | in 2 read 0.2 write 0.375 out 12
~moonshotai/kimi-latest | window 1048576 | in 0.68 read 0.34 out 3.41
~openai/gpt-latest | window 1050000 | in 5 read 0.5 out 30
~openai/gpt-mini-latest | window 400000 | in 0.75 read 0.075 out 4.5
`;
