import { createModels } from 'steadfast';
import type { Adapter, Setting } from '../conformance/adapter.ts';
import { prompt } from '../conformance/question.ts';

/** The library as it is, with nothing set but the address; each call says its deadline. */
export function make({ origin, fmt }: Setting): Adapter {
  const provider = fmt === 'anthropic' ? 'anthropic' : 'openai';
  const baseUrl = fmt === 'anthropic' ? origin : `${origin}/v1`;
  const model = createModels({ environment: {} }).model(`${provider}/fake-1`, { apiKey: 'test-key', baseUrl });
  return {
    call: async ({ signal, deadlineMs = 0 }) => {
      const { text, finishReason } = await model.complete(prompt, { signal, deadline: Date.now() + deadlineMs });
      return { text, finish: finishReason, toolCalls: [] };
    },
  };
}
