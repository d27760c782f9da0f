import { asObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';

/** Four characters stand for one token: the rule of thumb that OpenAI's documentation gives for English. */
const charactersPerToken = 4;

function tokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / charactersPerToken));
}

function usage(request: JsonObject, text: string): JsonObject {
  const prompt = tokens(JSON.stringify(request['messages'] ?? []));
  const completion = tokens(text);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function envelope(request: JsonObject, object: string): JsonObject {
  return { id: 'chatcmpl-simulated', object, created: 0, model: request['model'] };
}

/** A whole simulated reply, as the JSON text of OpenAI's Chat Completions. */
export function simulatedJson(request: JsonObject, text: string): string {
  const choice = { index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' };
  return JSON.stringify({ ...envelope(request, 'chat.completion'), choices: [choice], usage: usage(request, text) });
}

/** The events of a simulated stream, one word each. */
export function simulatedStream(request: JsonObject, text: string): string[] {
  const base = envelope(request, 'chat.completion.chunk');
  const event = (delta: JsonObject, finish: string | null): string =>
    `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const words = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text];
  const events = [event({ role: 'assistant', content: '' }, null)];
  for (const word of words) events.push(event({ content: word }, null));
  events.push(event({}, 'stop'));
  if (asObject(request['stream_options'])['include_usage'] === true) {
    events.push(`data: ${JSON.stringify({ ...base, choices: [], usage: usage(request, text) })}\n\n`);
  }
  events.push('data: [DONE]\n\n');
  return events;
}
