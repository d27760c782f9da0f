export { fromAiSdk } from './from-ai-sdk.ts';
export type { FromAiSdkOptions } from './from-ai-sdk.ts';
export { toAiSdk } from './to-ai-sdk.ts';
export type { ToAiSdkOptions } from './to-ai-sdk.ts';
