/**
 * What OpenAI asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const openai: string = `
gpt-6.1-sol | window 1050000 | in 2 read 0.1 write 2.5 out 10 search 10 | over 272000 in 4 read 0.2 write 5 out 15 search 10
gpt-6.1-terra | window 1050000 | in 1 read 0.05 write 1.25 out 5 search 10 | over 272000 in 2 read 0.1 write 2.5 out 7.5 search 10
ada text-ada-001 | in 0.4 out 0.4
babbage | in 0.5 out 0.5
chatgpt-4o-latest | window 128000 | in 5 out 15
codex-mini codex-mini-latest | window 200000 | in 1.5 read 0.375 out 6
computer-use* | window 8192 | in 3 out 12
curie text-curie-001 | in 2 out 2
davinci text-davinci-001 | in 20 out 20
ft:gpt-3.5-turbo* | in 3 out 6
ft:gpt-4o-2024-* | in 3.75 out 15
ft:gpt-4o-mini-2024-* | in 0.3 out 1.2
gpt-3.5-turbo-0301 gpt-3.5-0301 | in 1.5 out 2
gpt-3.5-turbo gpt-35-turbo gpt-3.5-turbo-0125 | window 16385 | in 0.5 out 1.5
gpt-3.5-turbo-0613 | window 16385 | in 1.5 out 2
gpt-3.5-turbo-1106 | window 16385 | in 1 out 2
gpt-3.5-turbo-16k gpt-3.5-turbo-16k-0613 gpt-35-turbo-16k-0613 gpt-35-turbo-16k | window 16385 | in 3 out 4
gpt-3.5-turbo-instruct* gpt-3.5-turbo-instruct-0914 | window 16385 | in 1.5 out 2
gpt-4 gpt-4-0314 gpt-4-0613 ft:gpt-4-0* | window 8192 | in 30 out 60
gpt-4-32k gpt-4-32k-0314 gpt-4-32k-0613 | window 32000 | in 60 out 120
gpt-4-turbo gpt-4-turbo-2024-04-09 gpt-4-turbo-0125-preview gpt-4-0125-preview gpt-4-1106-preview gpt-4-turbo-preview | window 128000 | in 10 out 30
gpt-4-vision-preview gpt-4-1106-vision-preview | window 128000 | in 10 out 30
gpt-4.1 gpt-4.1-2025-04-14 | window 1000000 | in 2 read 0.5 out 8 search 10
gpt-4.1-mini gpt-4.1-mini-2025-04-14 | window 1000000 | in 0.4 read 0.1 out 1.6 search 10
gpt-4.1-nano gpt-4.1-nano-2025-04-14 | window 1000000 | in 0.1 read 0.025 out 0.4
gpt-4.5-preview* | in 75 read 37.5 out 150
gpt-4o gpt-4o-2024-08-06 gpt-4o-2024-11-20 | window 128000 | in 2.5 read 1.25 out 10 search 10
gpt-4o-2024-05-13 | window 128000 | in 5 out 15 search 10
gpt-4o-audio-preview* | window 128000 | in 2.5 out 10
gpt-4o-mini gpt-4o-mini-2024-07-18 gpt-4o-mini-search-preview gpt-4o-mini-search-preview-2025-03-11 | window 128000 | in 0.15 read 0.075 out 0.6 search 10
gpt-4o-mini-2024-07-18.ft-* | in 0.3 out 1.2
gpt-4o-mini-audio* | window 128000 | in 0.15 out 0.6
gpt-4o-mini-realtime* | window 16000 | in 0.6 read 0.3 out 2.4 audioin 10 audioout 20 audioread 0.3
gpt-4o-mini-transcribe | window 16000 | in 1.25 out 5 audioin 3
gpt-4o-mini-tts | in 0.6 out 12
gpt-4o-realtime* | window 32000 | in 5 read 2.5 out 20 audioin 40 audioout 80 audioread 2.5
gpt-4o-search-preview gpt-4o-search-preview-2025-03-11 | window 128000 | in 2.5 out 10
gpt-4o-transcribe gpt-4o-transcribe-diarize | window 16000 | in 2.5 out 10 audioin 6
gpt-4o:extended | in 6 out 18
gpt-5 gpt-5-2025-08-07 gpt-5-chat gpt-5-chat-latest gpt-5-codex | window 400000 | in 1.25 read 0.125 out 10 search 10
gpt-5-image | in 10 read 1.25 out 10
gpt-5-image-mini | in 2.5 read 0.25 out 2
gpt-5-mini gpt-5-mini-2025-08-07 | window 400000 | in 0.25 read 0.025 out 2 search 10
gpt-5-nano gpt-5-nano-* | window 400000 | in 0.05 read 0.005 out 0.4 search 10
gpt-5-pro gpt-5-pro-2025-10-06 | window 400000 | in 15 out 120 search 10
gpt-5.1 gpt-5.1-2025-11-13 gpt-5.1-codex gpt-5.1-codex-max gpt-5.1-chat gpt-5.1-chat-latest gpt-5-1 gpt-5-1-2025-11-13 gpt-5-1-codex gpt-5-1-codex-max gpt-5-1-chat gpt-5-1-chat-latest | window 400000 | in 1.25 read 0.125 out 10 search 10
gpt-5.1-codex-mini gpt-5.1-mini gpt-5-1-codex-mini gpt-5-1-mini | window 400000 | in 0.25 read 0.025 out 2
gpt-5.2 gpt-5.2-2025-12-11 gpt-5-2 gpt-5-2-2025-12-11 gpt-5.2-chat gpt-5.2-chat-latest gpt-5-2-chat gpt-5-2-chat-latest gpt-5.2-codex gpt-5-2-codex | window 400000 | in 1.75 read 0.175 out 14 search 10
gpt-5.2-pro gpt-5.2-pro-2025-12-11 gpt-5-2-pro-2025-12-11 | window 400000 | in 21 out 168 search 10
gpt-5.3 gpt-5-3 gpt-5.3-chat gpt-5.3-chat-latest gpt-5-3-chat gpt-5-3-chat-latest | window 128000 | in 1.75 read 0.175 out 14
gpt-5.3-codex gpt-5-3-codex | window 400000 | in 1.75 read 0.175 out 14
gpt-5.4 gpt-5.4-2026-03-05 gpt-5-4 gpt-5-4-2026-03-05 | window 1050000 | in 2.5 read 0.25 out 15 search 10 | over 271999 in 5 read 0.5 out 22.5 search 10
gpt-5.4-image-2 | in 8 read 2 out 15
gpt-5.4-mini gpt-5.4-mini-2026-03-17 gpt-5-4-mini gpt-5-4-mini-2026-03-17 | window 400000 | in 0.75 read 0.075 out 4.5 search 10
gpt-5.4-nano gpt-5.4-nano-2026-03-17 gpt-5-4-nano gpt-5-4-nano-2026-03-17 | window 400000 | in 0.2 read 0.02 out 1.25 search 10
gpt-5.4-pro gpt-5.4-pro-2026-03-05 gpt-5-4-pro gpt-5-4-pro-2026-03-05 | window 1050000 | in 30 out 180 search 10 | over 271999 in 60 out 270 search 10
gpt-5.5 gpt-5.5-2026-04-23 gpt-5.5-2026-04-24 gpt-5-5 gpt-5-5-2026-04-23 gpt-5-5-2026-04-24 gpt-5.5-chat gpt-5.5-chat-latest gpt-5-5-chat gpt-5-5-chat-latest gpt-5.5-codex gpt-5-5-codex | window 1000000 | in 5 read 0.5 out 30 search 10 | over 271999 in 10 read 1 out 45 search 10
gpt-5.5-pro gpt-5.5-pro-2026-04-23 gpt-5-5-pro gpt-5-5-pro-2026-04-23 | window 1000000 | in 30 out 180 search 10 | over 271999 in 60 out 270 search 10
gpt-5.6-luna gpt-5-6-luna | window 1050000 | in 0.2 read 0.02 write 0.25 out 1.2 search 10 | over 271999 in 0.4 read 0.04 write 0.5 out 1.8 search 10
gpt-5.6-sol gpt-5-6-sol gpt-5.6 gpt-5-6 | window 1050000 | in 4 read 0.4 write 5 out 20 search 10 | over 271999 in 8 read 0.8 write 10 out 30 search 10
gpt-5.6-terra gpt-5-6-terra | window 1050000 | in 2 read 0.2 write 2.5 out 12 search 10 | over 271999 in 4 read 0.4 write 5 out 18 search 10
gpt-6-astra | window 1050000 | in 10 read 1 write 12.5 out 50 search 10 | over 271999 in 20 read 2 write 25 out 75 search 10
gpt-6-luna | window 1050000 | in 0.1 read 0.01 write 0.125 out 0.5 search 10 | over 272000 in 0.2 read 0.02 write 0.25 out 0.75 search 10
gpt-6-sol | window 1050000 | in 2 read 0.2 write 2.5 out 10 search 10 | over 272000 in 4 read 0.4 write 5 out 15 search 10
gpt-audio gpt-audio-2025-08-28 gpt-audio-1.5 | window 128000 | in 2.5 out 10 audioin 32 audioout 64
gpt-audio-mini gpt-audio-mini-2025-10-06 gpt-audio-mini-2025-12-15 | window 128000 | in 0.6 out 2.4 audioin 10 audioout 20
gpt-chat-latest | in 5 read 0.5 out 30
gpt-image-1 | in 5 read 1.25 out 40 imagein 10 imageread 2.5
gpt-image-1-mini | in 2 read 0.2 out 8 imagein 2.5 imageread 0.25
gpt-image-1.5 gpt-image-1.5-2025-12-16 | in 5 read 1.25 out 10 imagein 8 imageout 32 imageread 2
gpt-image-2 gpt-image-2-2026-04-21 | in 5 read 1.25 out 30 imagein 8 imageread 2
gpt-oss-120b | window 131072 | in 0.039 out 0.18
gpt-oss-20b | window 131072 | in 0.029 out 0.14
gpt-oss-safeguard-20b | window 131072 | in 0.075 read 0.037 out 0.3
gpt-realtime gpt-realtime-2025-08-28 gpt-realtime-1.5 | window 32000 | in 4 read 0.4 out 16 audioin 32 audioout 64 audioread 0.4 imagein 5 imageread 0.5
gpt-realtime-2 gpt-realtime-2.1 | window 128000 | in 4 read 0.4 out 24 audioin 32 audioout 64 audioread 0.4 imagein 5 imageread 0.5
gpt-realtime-mini gpt-realtime-2.1-mini gpt-realtime-mini-2025-12-15 gpt-realtime-mini-2025-10-06 | in 0.6 read 0.06 out 2.4 audioin 10 audioout 20 audioread 0.3 imagein 0.8 imageread 0.08
o1 o1-2024-12-17 | window 200000 | in 15 read 7.5 out 60
o1-mini o1-mini-2024-09-12 | window 128000 | in 1.1 read 0.55 out 4.4
o1-preview o1-preview-2024-09-12 | window 128000 | in 15 read 7.5 out 60
o1-pro o1-pro-2025-03-19 | window 200000 | in 150 out 600
o3 o3-2025-04-16 | window 200000 | in 2 read 0.5 out 8 search 10
o3-deep-research o3-deep-research-2025-06-26 | window 200000 | in 10 read 2.5 out 40
o3-mini o3-mini-2025-01-31 o3-mini-high | window 200000 | in 1.1 read 0.55 out 4.4
o3-pro o3-pro-2025-06-10 | window 200000 | in 20 out 80
o4-mini-2025-04-16 o4-mini-high o4-mini | window 200000 | in 1.1 read 0.275 out 4.4 search 10
o4-mini-deep-research o4-mini-deep-research-2025-06-26 | window 200000 | in 2 read 0.5 out 8
text-davinci-002 | in 20 out 20
text-davinci-003 | in 20 out 20
`;

/**
 * What Anthropic asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
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

/**
 * What Google asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const google: string = `
*claude-3-5-haiku* | window 200000 | in 0.8 read 0.08 write 1 out 4
*claude-3-5-sonnet* | window 200000 | in 3 read 0.3 write 3.75 out 15
*claude-3-7-sonnet* | window 200000 | in 3 read 0.3 write 3.75 out 15
*claude-3-haiku* | window 200000 | in 0.25 read 0.03 write 0.3 out 1.25
*claude-3-opus* | window 200000 | in 15 read 1.5 write 18.75 out 75
*claude-4-opus* *claude-opus-4@* *claude-opus-4-0* *claude-opus-4-1* claude-opus-4 | window 200000 | in 15 read 1.5 write 18.75 out 75
*claude-4-sonnet* *claude-sonnet-4-0* *claude-sonnet-4@* *claude-sonnet-4-2025* claude-sonnet-4 anthropic/claude-sonnet-4 | window 200000 | in 3 read 0.3 write 3.75 out 15
*claude-fable-5 *claude-fable-5@* | window 1000000 | in 10 read 1 write 12.5 out 50
*claude-fable-5-1 *claude-fable-5-1@* | window 1000000 | in 10 read 0.25 write 12.5 out 50
*claude-4-6-opus* *claude-opus-4-6* *claude-4.6-opus* *claude-opus-4.6* | window 1000000 | in 5 read 0.5 write 6.25 out 25 | over 200000 in 10 read 1 write 12.5 out 37.5
*claude-4-7-opus* *claude-opus-4-7* *claude-4.7-opus* *claude-opus-4.7* | window 1000000 | in 5 read 0.5 write 6.25 out 25
*claude-4-8-opus* *claude-opus-4-8* *claude-4.8-opus* *claude-opus-4.8* | window 1000000 | in 5 read 0.5 write 6.25 out 25
*claude-5-opus* *claude-opus-5 *claude-opus-5@* *claude-5.0-opus* *claude-opus-5.0* | window 1000000 | in 5 read 0.5 write 6.25 out 25
*claude-5-5-opus* *claude-opus-5-5 *claude-opus-5-5@* *claude-5.5-opus* *claude-opus-5.5* | window 1000000 | in 4 read 0.2 write 5 out 20
*claude-sonnet-4-5* *claude-sonnet-4.5* | window 200000 | in 3 read 0.3 write 3.75 out 15 | over 200000 in 6 read 0.6 write 7.5 out 22.5
*claude-sonnet-4-6* *claude-sonnet-4.6* | window 1000000 | in 3 read 0.3 write 3.75 out 15
gemini-1.0-pro-vision-001 | window 32768 | in 0.125 out 0.375
*gemini-1.5-flash* | window 1000000 | in 0.075 read 0.01875 out 0.3 | over 128000 in 0.15 read 0.0375 out 0.6
*gemini-1.5-pro* | window 1000000 | in 1.25 out 5 | over 128000 in 2.5 out 10
*gemini-2.0-flash *gemini-2.0-flash-0* *gemini-2.0-flash-exp* *gemini-2.0-flash-thinking* *gemini-2.0-flash-latest* | window 1000000 | in 0.1 read 0.025 out 0.4 audioin 0.7 audioread 0.175 searched 35
*gemini-2.0-flash-lite* | window 1000000 | in 0.075 out 0.3 searched 35
gemini-2.5-flash gemini-2.5-flash-latest gemini-2.5-flash-preview-09-2025 | window 1048576 | in 0.3 read 0.03 out 2.5 audioin 1 audioread 0.1 searched 35
gemini-2.5-flash-image gemini-2.5-flash-image-preview | window 1000000 | in 0.3 out 2.5 imageout 30 searched 35
gemini-2.5-flash-lite gemini-2.5-flash-lite-preview* | window 1000000 | in 0.1 read 0.01 out 0.4 audioin 0.3 audioread 0.03 searched 35
gemini-2.5-flash-lite-preview-tts | window 8192 | in 0.5 out 10 searched 35
*gemini-2.5-flash-preview-05-20* *gemini-2.5-flash-preview-04-17* gemini-2.5-flash-preview-05-20:thinking gemini-2.5-flash-preview gemini-2.5-flash-preview:thinking | in 0.15 out 0.6 searched 35
gemini-2.5-flash-tts gemini-2.5-flash-preview-tts | window 8192 | in 0.5 out 10 searched 35
gemini-2.5-pro* | in 1.25 read 0.125 out 10 searched 35 | over 200000 in 2.5 read 0.25 out 15 searched 35
gemini-2.5-pro-tts gemini-2.5-pro-preview-tts | window 8192 | in 1 out 20 searched 35
gemini-3-flash-preview gemini-3-flash-preview-* | window 1000000 | in 0.5 read 0.05 out 3 audioin 1 audioread 0.1 search 14
gemini-3-pro-image gemini-3-pro-image-preview* | window 1000000 | in 2 out 12 imageout 120 search 14
gemini-3-pro-preview* gemini-3-pro-text-preview | in 2 read 0.2 out 12 search 14 | over 200000 in 4 read 0.4 out 18 search 14
gemini-3.1-flash-image gemini-3.1-flash-image-preview* | window 1000000 | in 0.5 out 3 imageout 60 search 14
gemini-3.1-flash-lite gemini-3.1-flash-lite-preview* | window 1000000 | in 0.25 read 0.025 out 1.5 audioin 0.5 audioread 0.05 search 14
gemini-3.1-flash-lite-image* | in 0.25 out 1.5 imageout 30 search 14
gemini-3.1-flash-live-preview* | in 0.75 out 4.5 audioin 3 audioout 12 imagein 1 search 14
gemini-3.1-pro-preview* | in 2 read 0.2 out 12 search 14 | over 200000 in 4 read 0.4 out 18 search 14
gemini-3.5-flash gemini-3.5-flash-preview* gemini-3.5-flash-0* | window 1000000 | in 1.5 read 0.15 out 9 search 14
gemini-3.5-flash-lite* | window 1000000 | in 0.3 read 0.03 out 2.5 search 14
gemini-3.6-flash* | window 1000000 | in 0.75 read 0.075 out 3.75 search 14 | from 2027-01-01 in 1.5 read 0.15 out 7.5 search 14
gemini-3.7-flash* | window 1000000 | in 0.75 read 0.075 out 3.75 search 14 | from 2027-01-01 in 1.5 read 0.15 out 7.5 search 14
gemini-3.8-flash* | window 1000000 | in 0.75 read 0.075 out 3.75 search 14 | from 2027-01-01 in 1.5 read 0.15 out 7.5 search 14
gemini-flash-1.5 | in 0.075 read 0.01875 out 0.3 | over 128000 in 0.15 read 0.0375 out 0.6
gemini-flash-1.5-8b | window 1000000 | in 0.0375 read 0.01 out 0.15 | over 128000 in 0.075 read 0.02 out 0.3
gemini-live-2.5-flash* gemini-2.5-flash-native-audio-preview* gemini-2.5-flash-native-audio-latest | in 0.5 out 2 audioin 3 audioout 12
gemini-omni-flash-preview* | in 1.5 out 9 search 14
gemini-pro gemini-1.0-pro | window 32768 | in 0.125 out 0.375
gemini-pro-1.5 | window 2000000 | in 1.25 read 0.3125 out 5 | over 128000 in 2.5 read 0.625 out 10
gemma-2-27b-it | in 0.65 out 0.65
gemma-4-26b-a4b-it-maas | window 262144 | in 0.15 read 0.015 out 0.6
`;

/**
 * What Deepseek asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
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

/**
 * What X AI asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on 2026-11-22 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const xai: string = `
grok-2-1212 grok-2 grok-2-latest | window 32768 | in 2 out 10 search 5
grok-2-vision-1212 grok-2-vision grok-2-vision-latest | window 32768 | in 2 out 10 search 5
grok-3 grok-3-latest grok-3-beta | window 131072 | in 3 read 0.75 out 15 search 5
grok-3-fast grok-3-fast-latest grok-3-fast-beta | window 131072 | in 5 read 1.25 out 25 search 5
grok-3-mini grok-3-mini-beta grok-3-mini-latest | window 131072 | in 0.3 read 0.075 out 0.5 search 5
grok-3-mini-fast grok-3-mini-fast-beta grok-3-mini-fast-latest | window 131072 | in 0.6 read 0.15 out 4 search 5
grok-4-0709 grok-4 grok-4-latest | window 256000 | in 3 read 0.75 out 15 search 5
grok-4-1-fast-non-reasoning grok-4-1-fast-non-reasoning-latest | window 2000000 | in 0.2 read 0.05 out 0.5 search 5
grok-4-1-fast grok-4-1-fast-reasoning grok-4-1-fast-reasoning-latest | window 2000000 | in 0.2 read 0.05 out 0.5 search 5
grok-4-fast-non-reasoning grok-4-fast-non-reasoning-latest | window 2000000 | in 0.2 read 0.05 out 0.5 search 5
grok-4-fast grok-4-fast-reasoning grok-4-fast-reasoning-latest | window 2000000 | in 0.2 read 0.05 out 0.5 search 5
grok-4.20 | window 1000000 | in 1.25 read 0.2 out 2.5 search 5 | over 199999 in 2.5 read 0.4 out 5 search 5
grok-4.20-multi-agent | window 1000000 | in 2 read 0.2 out 6 search 5
grok-4.3 x-ai/grok-4.3 grok-4.3-latest | window 1000000 | in 1.25 read 0.2 out 2.5 search 5 | over 199999 in 2.5 read 0.4 out 5 search 5
grok-4.5 x-ai/grok-4.5 grok-4.5-latest grok-latest | window 500000 | in 2 read 0.3 out 6 search 5 | over 199999 in 4 read 0.6 out 12 search 5
grok-4.6 x-ai/grok-4.6 grok-4.6-latest | window 500000 | in 2 read 0.5 out 6 search 5 | over 199999 in 4 read 1 out 12 search 5
grok-build-0.1 | window 256000 | in 1 read 0.2 out 2 search 5 | over 199999 in 2 read 0.4 out 4 search 5
grok-code-fast grok-code-fast-1 grok-code-fast-1-0825 | window 256000 | in 0.2 read 0.02 out 1.5 search 5
`;
