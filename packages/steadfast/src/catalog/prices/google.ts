/**
 * What Google asks for its models, one a line; see ../price-table.ts for how to read it.
 * Written on 2026-11-21 by scripts/prices.ts from @pydantic/genai-prices 0.1.8 (MIT).
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
*gemini-2.0-flash *gemini-2.0-flash-0* *gemini-2.0-flash-exp* *gemini-2.0-flash-thinking* *gemini-2.0-flash-latest* | window 1000000 | in 0.1 read 0.025 out 0.4 audioin 0.7
*gemini-2.0-flash-lite* | window 1000000 | in 0.075 out 0.3
gemini-2.5-flash gemini-2.5-flash-latest gemini-2.5-flash-preview-09-2025 | window 1048576 | in 0.3 read 0.03 out 2.5 audioin 1
gemini-2.5-flash-image gemini-2.5-flash-image-preview | window 1000000 | in 0.3 out 2.5
gemini-2.5-flash-lite gemini-2.5-flash-lite-preview* | window 1000000 | in 0.1 read 0.01 out 0.4 audioin 0.3
gemini-2.5-flash-lite-preview-tts | window 8192 | in 0.5 out 10
*gemini-2.5-flash-preview-05-20* *gemini-2.5-flash-preview-04-17* gemini-2.5-flash-preview-05-20:thinking gemini-2.5-flash-preview gemini-2.5-flash-preview:thinking | in 0.15 out 0.6
gemini-2.5-flash-tts gemini-2.5-flash-preview-tts | window 8192 | in 0.5 out 10
gemini-2.5-pro* | in 1.25 read 0.125 out 10 | over 200000 in 2.5 read 0.25 out 15
gemini-2.5-pro-tts gemini-2.5-pro-preview-tts | window 8192 | in 1 out 20
gemini-3-flash-preview gemini-3-flash-preview-* | window 1000000 | in 0.5 read 0.05 out 3 audioin 1
gemini-3-pro-image gemini-3-pro-image-preview* | window 1000000 | in 2 out 12
gemini-3-pro-preview* gemini-3-pro-text-preview | in 2 read 0.2 out 12 | over 200000 in 4 read 0.4 out 18
gemini-3.1-flash-image gemini-3.1-flash-image-preview* | window 1000000 | in 0.5 out 3
gemini-3.1-flash-lite gemini-3.1-flash-lite-preview* | window 1000000 | in 0.25 read 0.025 out 1.5 audioin 0.5
gemini-3.1-flash-lite-image* | in 0.25 out 1.5
gemini-3.1-flash-live-preview* | in 0.75 out 4.5 audioin 3 audioout 12
gemini-3.1-pro-preview* | in 2 read 0.2 out 12 | over 200000 in 4 read 0.4 out 18
gemini-3.5-flash gemini-3.5-flash-preview* gemini-3.5-flash-0* | window 1000000 | in 1.5 read 0.15 out 9
gemini-3.5-flash-lite* | window 1000000 | in 0.3 read 0.03 out 2.5
gemini-3.6-flash* | window 1000000 | in 0.75 read 0.075 out 3.75 | from 2027-01-01 in 1.5 read 0.15 out 7.5
gemini-3.7-flash* | window 1000000 | in 0.75 read 0.075 out 3.75 | from 2027-01-01 in 1.5 read 0.15 out 7.5
gemini-3.8-flash* | window 1000000 | in 0.75 read 0.075 out 3.75 | from 2027-01-01 in 1.5 read 0.15 out 7.5
gemini-flash-1.5 | in 0.075 read 0.01875 out 0.3 | over 128000 in 0.15 read 0.0375 out 0.6
gemini-flash-1.5-8b | window 1000000 | in 0.0375 read 0.01 out 0.15 | over 128000 in 0.075 read 0.02 out 0.3
gemini-live-2.5-flash* gemini-2.5-flash-native-audio-preview* gemini-2.5-flash-native-audio-latest | in 0.5 out 2 audioin 3 audioout 12
gemini-omni-flash-preview* | in 1.5 out 9
gemini-pro gemini-1.0-pro | window 32768 | in 0.125 out 0.375
gemini-pro-1.5 | window 2000000 | in 1.25 read 0.3125 out 5 | over 128000 in 2.5 read 0.625 out 10
gemma-2-27b-it | in 0.65 out 0.65
gemma-4-26b-a4b-it-maas | window 262144 | in 0.15 read 0.015 out 0.6
`;
