/**
 * What Anthropic asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const anthropic: string = `
claude-haiku-5-5 | window 1000000 | in 0.1 read 0.01 write 0.125 hour 0.2 out 0.5 search 10 | over 100000 in 0.5 read 0.05 write 0.625 hour 1 out 2.5 search 10
claude-sonnet-5-5 | window 1000000 | in 2 read 0.1 write 2.5 hour 4 out 10 search 10
claude-2* *claude-v2* | window 200000 | in 8 out 24
claude-3-5-haiku* claude-3.5-haiku* | window 200000 | in 0.8 read 0.08 write 1 hour 1.6 out 4 search 10
claude-3-5-sonnet* claude-3.5-sonnet* | window 200000 | in 3 read 0.3 write 3.75 hour 6 out 15 search 10
claude-3-7-sonnet* claude-3.7-sonnet* claude-sonnet-3.7* claude-sonnet-3-7* | window 200000 | in 3 read 0.3 write 3.75 hour 6 out 15 search 10
claude-3-haiku* | window 200000 | in 0.25 read 0.03 write 0.3 hour 0.5 out 1.25
claude-3-opus* | window 200000 | in 15 read 1.5 write 18.75 hour 30 out 75
claude-3-sonnet* | window 200000 | in 3 read 0.3 write 3.75 hour 6 out 15
claude-fable-5 | window 1000000 | in 10 read 1 write 12.5 hour 20 out 50 search 10
claude-fable-5-1 | window 1000000 | in 10 read 0.25 write 12.5 hour 20 out 50 search 10
claude-haiku-4-5* claude-haiku-4.5* claude-4-5-haiku* claude-4.5-haiku* | window 200000 | in 1 read 0.1 write 1.25 hour 2 out 5 search 10
claude-opus-4-0* claude-4-opus* claude-opus-4 claude-opus-4-20250514 | window 200000 | in 15 read 1.5 write 18.75 hour 30 out 75 search 10
claude-opus-4-1* claude-opus-4.1* | window 200000 | in 15 read 1.5 write 18.75 hour 30 out 75 search 10
claude-opus-4-5* claude-opus-4.5* claude-4-5-opus* claude-4.5-opus* | window 200000 | in 5 read 0.5 write 6.25 hour 10 out 25 search 10
claude-opus-4-6* claude-opus-4.6* claude-4-6-opus* claude-4.6-opus* | window 1000000 | in 5 read 0.5 write 6.25 hour 10 out 25 search 10
claude-opus-4-7* claude-opus-4.7* claude-4-7-opus* claude-4.7-opus* | window 1000000 | in 5 read 0.5 write 6.25 hour 10 out 25 search 10
claude-opus-4-8* claude-opus-4.8* claude-4-8-opus* claude-4.8-opus* | window 1000000 | in 5 read 0.5 write 6.25 hour 10 out 25 search 10
claude-opus-5 claude-opus-5.0* claude-5-opus* claude-5.0-opus* | window 1000000 | in 5 read 0.5 write 6.25 hour 10 out 25 search 10
claude-opus-5-5 claude-opus-5.5* claude-5-5-opus* claude-5.5-opus* | window 1000000 | in 4 read 0.2 write 5 hour 8 out 20 search 10
claude-sonnet-4-2025* claude-sonnet-4-0* claude-sonnet-4@* claude-sonnet-4 claude-4-sonnet* | window 200000 | in 3 read 0.3 write 3.75 hour 6 out 15 search 10
claude-sonnet-4-5* claude-sonnet-4.5* | window 200000 | in 3 read 0.3 write 3.75 hour 6 out 15 search 10 | over 200000 in 6 read 0.6 write 7.5 hour 12 out 22.5 search 10
claude-sonnet-4-6* claude-sonnet-4.6* | window 1000000 | in 3 read 0.3 write 3.75 hour 6 out 15 search 10
claude-sonnet-5* claude-sonnet-5.0* claude-5-sonnet* claude-5.0-sonnet* | window 1000000 | in 2 read 0.2 write 2.5 hour 4 out 10 search 10
claude-v1 | in 8 out 24
`;
