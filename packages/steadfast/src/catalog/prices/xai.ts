/**
 * What X AI asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const xai: string = `
grok-2-1212 grok-2 grok-2-latest | window 32768 | in 2 out 10
grok-2-vision-1212 grok-2-vision grok-2-vision-latest | window 32768 | in 2 out 10
grok-3 grok-3-latest grok-3-beta | window 131072 | in 3 read 0.75 out 15
grok-3-fast grok-3-fast-latest grok-3-fast-beta | window 131072 | in 5 read 1.25 out 25
grok-3-mini grok-3-mini-beta grok-3-mini-latest | window 131072 | in 0.3 read 0.075 out 0.5
grok-3-mini-fast grok-3-mini-fast-beta grok-3-mini-fast-latest | window 131072 | in 0.6 read 0.15 out 4
grok-4-0709 grok-4 grok-4-latest | window 256000 | in 3 read 0.75 out 15
grok-4-1-fast-non-reasoning grok-4-1-fast-non-reasoning-latest | window 2000000 | in 0.2 read 0.05 out 0.5
grok-4-1-fast grok-4-1-fast-reasoning grok-4-1-fast-reasoning-latest | window 2000000 | in 0.2 read 0.05 out 0.5
grok-4-fast-non-reasoning grok-4-fast-non-reasoning-latest | window 2000000 | in 0.2 read 0.05 out 0.5
grok-4-fast grok-4-fast-reasoning grok-4-fast-reasoning-latest | window 2000000 | in 0.2 read 0.05 out 0.5
grok-4.20 | window 1000000 | in 1.25 read 0.2 out 2.5 | over 199999 in 2.5 read 0.4 out 5
grok-4.20-multi-agent | window 1000000 | in 2 read 0.2 out 6
grok-4.3 x-ai/grok-4.3 grok-4.3-latest | window 1000000 | in 1.25 read 0.2 out 2.5 | over 199999 in 2.5 read 0.4 out 5
grok-4.5 x-ai/grok-4.5 grok-4.5-latest grok-latest | window 500000 | in 2 read 0.3 out 6 | over 199999 in 4 read 0.6 out 12
grok-4.6 x-ai/grok-4.6 grok-4.6-latest | window 500000 | in 2 read 0.5 out 6 | over 199999 in 4 read 1 out 12
grok-build-0.1 | window 256000 | in 1 read 0.2 out 2 | over 199999 in 2 read 0.4 out 4
grok-code-fast grok-code-fast-1 grok-code-fast-1-0825 | window 256000 | in 0.2 read 0.02 out 1.5
`;
