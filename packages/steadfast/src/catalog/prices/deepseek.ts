/**
 * What Deepseek asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const deepseek: string = `
deepseek-chat* deepseek-chat-v3-0324 | window 64000 | in 0.135 read 0.035 out 0.55 | daily 00:30 16:30 in 0.27 read 0.07 out 1.1
deepseek-reasoner deepseek-r1* deepseek-r1-0528 | window 64000 | in 0.135 read 0.035 out 0.55 | daily 00:30 16:30 in 0.55 read 0.14 out 2.19
deepseek-v3.1-terminus | window 128000 | in 0.27 read 0.13 out 0.95
deepseek-v3.2 | window 128000 | in 0.2288 out 0.3432
deepseek-v3.2-exp | window 128000 | in 0.27 out 0.41
deepseek-v4-flash* | window 1000000 | in 0.22 read 0.007 out 0.66 | daily 01:00 04:00 in 0.44 read 0.014 out 1.32 | daily 06:00 10:00 in 0.44 read 0.014 out 1.32
deepseek-v4-pro* | window 1000000 | in 0.66 read 0.022 out 1.98 | daily 01:00 04:00 in 1.32 read 0.044 out 3.96 | daily 06:00 10:00 in 1.32 read 0.044 out 3.96
`;
