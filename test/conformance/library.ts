import { ModelError, createModels } from 'steadfast';
import type { CompletionRequest, Model, ToolCallPart } from 'steadfast';
import { prompt, tool } from './question.ts';
import type { Adapter, Answer, CallSettings, Setting } from './adapter.ts';

export { ModelError as errorBase };

/** Puts the library into the fault runner: one model at the faulty provider, and one at the healthy one where asked. */
export function make({ origin, fbOrigin, fmt, T, retries, variant }: Setting): Adapter {
  const provider = fmt === 'anthropic' ? 'anthropic' : 'openai';
  const address = (base: string): string => (fmt === 'anthropic' ? base : `${base}/v1`);
  const models = createModels({ environment: {}, onAbsorbed: () => undefined });
  const limits = { headersMs: T, firstContentMs: T, idleMs: T };
  const settings = { apiKey: 'test-key', limits, retry: { retries }, deadlineMs: 12_000 };
  const faulty = models.model(`${provider}/fake-1`, { ...settings, baseUrl: address(origin) });
  const healthy = models.model(`${provider}/fake-1`, { ...settings, baseUrl: address(fbOrigin) });
  const model = variant === 'fallback' ? models.fallback([faulty, healthy], { deadlineMs: 12_000 }) : faulty;
  return { call: (call) => (call.mode === 'json' ? whole(model, call) : streamed(model, call)) };
}

function question(tools: boolean | undefined): CompletionRequest {
  const request: CompletionRequest = { messages: [{ role: 'user', content: prompt }], maxOutputTokens: 100 };
  return tools === true ? { ...request, tools: [tool] } : request;
}

async function whole(model: Model, { tools, signal }: CallSettings): Promise<Answer> {
  const { text, finishReason, toolCalls } = await model.complete(question(tools), { signal });
  return { text, finish: finishReason, toolCalls: toolCalls.map(callOf) };
}

async function streamed(model: Model, { tools, signal, onDelta, breakAfter }: CallSettings): Promise<Answer> {
  const stream = await model.stream(question(tools), { signal });
  let shown = '';
  let deltas = 0;
  for await (const text of stream.text) {
    onDelta(text);
    shown += text;
    deltas += 1;
    if (deltas === breakAfter) return { text: shown, finish: 'left', toolCalls: [] };
  }
  const { text, finishReason, toolCalls } = await stream.result;
  return { text, finish: finishReason, toolCalls: toolCalls.map(callOf) };
}

function callOf({ id, name, input, inputText, invalid }: ToolCallPart): Answer['toolCalls'][number] {
  return invalid === true ? { id, name, invalid: true, raw: inputText } : { id, name, args: input };
}
