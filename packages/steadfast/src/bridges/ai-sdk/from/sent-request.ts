import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import type { SentRequest } from '../../../model/completion.ts';
import { parseJson } from '../../../model/json.ts';

/** What the AI SDK tells of the request that went out: no headers, and the address of some providers only. */
export function sentRequest(request: LanguageModelV4GenerateResult['request']): (() => SentRequest) | undefined {
  if (request?.body === undefined) return undefined;
  const { body, url = '' } = request;
  return () => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { method: 'POST', url, headers: {}, body: parseJson(text) ?? text };
  };
}
