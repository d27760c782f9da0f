/**
 * What Mistral asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
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
