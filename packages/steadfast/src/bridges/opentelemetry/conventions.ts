import type { Attributes } from '@opentelemetry/api';
import type { FinishReason } from '../../model/completion.ts';

/**
 * The GenAI conventions that names and buckets are from: open-telemetry/semantic-conventions-genai, all of it in
 * development, at commit 024a4f94 (docs/gen-ai/client-inference.md and gen-ai-token-metrics.md), of autumn 2026. It has no
 * release; this is what its manifest says.
 */
export const schemaUrl = 'https://opentelemetry.io/schemas/gen-ai-dev/1.42.0-dev';

/** Every operation is a reply to messages, whichever API it is asked by. */
export const operation = 'chat';

/** The buckets that the conventions give for times, in seconds. */
export const secondsBuckets: readonly number[] = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];

/** The buckets that the conventions give for tokens. */
export const tokenBuckets: readonly number[] = Array.from({ length: 14 }, (_, power) => 4 ** power);

/** What the conventions call providers that we call otherwise. */
const providerNames: Readonly<Record<string, string>> = {
  google: 'gcp.gemini',
  vertex: 'gcp.vertex_ai',
  azure: 'azure.ai.openai',
  bedrock: 'aws.bedrock',
  'bedrock-mantle': 'aws.bedrock',
  'bedrock-mantle-openai': 'aws.bedrock',
  mistral: 'mistral_ai',
  moonshot: 'moonshot_ai',
  xai: 'x_ai',
  watsonx: 'ibm.watsonx.ai',
};

/** Who is asked by this name: the first of a choice's targets, as far as its name tells them; else `steadfast`. */
export function providerOf(target: string): string {
  const [provider = '', model] = target.split('/');
  return model === undefined ? 'steadfast' : (providerNames[provider] ?? provider);
}

/** The name of a model without its provider's. */
export function modelOf(target: string): string {
  return target.includes(' → ') ? target : target.slice(target.indexOf('/') + 1);
}

/** The attributes that name an operation and its target. */
export function namesOf(target: string): Attributes {
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': providerOf(target),
    'gen_ai.request.model': modelOf(target),
  };
}

const finishNames: Partial<Readonly<Record<FinishReason, string>>> = {
  'tool-calls': 'tool_call',
  'content-filter': 'content_filter',
};

/** Why a reply ended, as the conventions write it. */
export function finishNameOf(reason: FinishReason): string {
  return finishNames[reason] ?? reason;
}
