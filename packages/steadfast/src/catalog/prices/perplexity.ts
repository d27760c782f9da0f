/**
 * What Perplexity asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
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
