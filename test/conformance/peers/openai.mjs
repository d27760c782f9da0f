import OpenAI from 'openai';
import { prompt, tool } from '../question.ts';
import { manner, toolCallOf } from './manner.mjs';

export const errorBase = OpenAI.OpenAIError;
const tools = [
  { type: 'function', function: { name: tool.name, description: tool.description, parameters: tool.inputSchema } },
];

/** The official client of OpenAI; it has no bound between two events and none for a whole call. */
export function make({ origin, T, retries }) {
  const settings = manner === 'defaults' ? {} : { timeout: T, maxRetries: retries };
  const client = new OpenAI({ apiKey: 'test-key', baseURL: `${origin}/v1`, ...settings });
  const question = (call) => ({
    model: 'fake-1',
    messages: [{ role: 'user', content: prompt }],
    max_tokens: 100,
    ...(call.tools === true && { tools }),
  });
  return {
    call: (call) => (call.mode === 'json' ? whole(client, question(call), call) : read(client, question(call), call)),
  };
}

async function whole(client, question, { signal }) {
  return answerOf(await client.chat.completions.create(question, { signal }));
}

async function read(client, question, { signal, onDelta, breakAfter }) {
  const stream = client.chat.completions.stream(question, { signal });
  let text = '';
  let deltas = 0;
  for await (const { choices } of stream) {
    const delta = choices?.[0]?.delta?.content;
    if (!delta) continue;
    text += delta;
    onDelta(delta);
    deltas += 1;
    if (deltas === breakAfter) return { text, finish: 'left', toolCalls: [] };
  }
  return answerOf(await stream.finalChatCompletion());
}

/** What the client gives for a reply is taken as it is, also where it is none. */
function answerOf(completion) {
  const { message, finish_reason: finish } = completion?.choices?.[0] ?? {};
  const calls = message?.tool_calls ?? [];
  const toolCalls = calls.map(({ id, function: { name, arguments: text } }) => toolCallOf(id, name, text));
  return { text: message?.content ?? '', finish, toolCalls };
}
