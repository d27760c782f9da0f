// How the AI SDK is asked, by whatever model.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, streamText, tool as toolOf } from 'ai';
import { prompt, tool } from '../question.ts';
import { callMs, manner } from './manner.mjs';

const tools = { [tool.name]: toolOf({ description: tool.description, inputSchema: jsonSchema(tool.inputSchema) }) };

/** The SDK's model of the provider at this address. */
export function modelAt(origin, fmt, name = 'fake-1') {
  const settings = { apiKey: 'test-key', baseURL: `${origin}/v1` };
  return fmt === 'anthropic' ? createAnthropic(settings)(name) : createOpenAI(settings).chat(name);
}

/**
 * Asks a model, with so many retries (`undefined` for as many as the SDK makes by itself), by the SDK's functions or by
 * others that stand in for them.
 */
export function ask(model, { T, maxRetries, generate = generateText, stream = streamText }, call) {
  const { mode, tools: offered, signal, onDelta, breakAfter, deadlineMs = callMs } = call;
  const bounds = mode === 'json' ? {} : { firstChunkMs: T, chunkMs: T };
  const timeout = manner === 'defaults' ? {} : { timeout: { totalMs: deadlineMs, ...bounds } };
  const question = {
    model,
    prompt,
    maxOutputTokens: 100,
    abortSignal: signal,
    ...(maxRetries !== undefined && { maxRetries }),
    ...timeout,
    ...(offered === true && { tools }),
  };
  return mode === 'json' ? whole(generate, question) : read(stream, question, onDelta, breakAfter);
}

async function whole(generate, question) {
  const { text, finishReason, toolCalls } = await generate(question);
  return { text, finish: finishReason, toolCalls: toolCalls.map(callOf) };
}

/** Reads all parts, as those have to who want to hear of errors: the stream of texts ends without one. */
async function read(stream, question, onDelta, breakAfter) {
  const result = await stream({ ...question, onError: () => undefined });
  const toolCalls = [];
  let text = '';
  let finish = null;
  let deltas = 0;
  for await (const part of result.stream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'abort') throw new DOMException('The stream was aborted.', 'AbortError');
    if (part.type === 'tool-call') toolCalls.push(callOf(part));
    if (part.type === 'finish') finish = part.finishReason;
    if (part.type !== 'text-delta') continue;
    text += part.text;
    onDelta(part.text);
    deltas += 1;
    if (deltas === breakAfter) return { text, finish: 'left', toolCalls: [] };
  }
  if (finish === 'error' || finish === 'interrupted') throw new Unfinished();
  return { text, finish, toolCalls };
}

/** Of a stream that was cut the SDK says only that it finished so. */
class Unfinished extends Error {
  name = 'AI_Unfinished';
}

function callOf({ toolCallId: id, toolName: name, input, invalid }) {
  return invalid === true ? { id, name, invalid: true, raw: input } : { id, name, args: input };
}
