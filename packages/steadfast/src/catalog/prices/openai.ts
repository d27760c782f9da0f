/**
 * What OpenAI asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
 */
export const openai: string = `
gpt-6.1-sol | window 1050000 | in 2 read 0.1 write 2.5 out 10 | over 272000 in 4 read 0.2 write 5 out 15
gpt-6.1-terra | window 1050000 | in 1 read 0.05 write 1.25 out 5 | over 272000 in 2 read 0.1 write 2.5 out 7.5
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
gpt-4o-mini-realtime* | window 16000 | in 0.6 read 0.3 out 2.4 audioin 10 audioout 20
gpt-4o-mini-transcribe | window 16000 | in 1.25 out 5 audioin 3
gpt-4o-mini-tts | in 0.6 out 12
gpt-4o-realtime* | window 32000 | in 5 read 2.5 out 20 audioin 40 audioout 80
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
gpt-image-1 | in 5 read 1.25 out 40
gpt-image-1-mini | in 2 read 0.2 out 8
gpt-image-1.5 gpt-image-1.5-2025-12-16 | in 5 read 1.25 out 10
gpt-image-2 gpt-image-2-2026-04-21 | in 5 read 1.25 out 30
gpt-oss-120b | window 131072 | in 0.039 out 0.18
gpt-oss-20b | window 131072 | in 0.029 out 0.14
gpt-oss-safeguard-20b | window 131072 | in 0.075 read 0.037 out 0.3
gpt-realtime gpt-realtime-2025-08-28 gpt-realtime-1.5 | window 32000 | in 4 read 0.4 out 16 audioin 32 audioout 64
gpt-realtime-2 gpt-realtime-2.1 | window 128000 | in 4 read 0.4 out 24 audioin 32 audioout 64
gpt-realtime-mini gpt-realtime-2.1-mini gpt-realtime-mini-2025-12-15 gpt-realtime-mini-2025-10-06 | in 0.6 read 0.06 out 2.4 audioin 10 audioout 20
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
