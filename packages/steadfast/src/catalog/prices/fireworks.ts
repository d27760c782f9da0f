/**
 * What Fireworks asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
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
