import Anthropic from '@anthropic-ai/sdk';
import { prompt, tool } from '../question.ts';
import { manner } from './manner.mjs';

export const errorBase = Anthropic.AnthropicError;
const tools = [{ name: tool.name, description: tool.description, input_schema: tool.inputSchema }];

/** The official client of Anthropic; it has no bound between two events and none for a whole call. */
export function make({ origin, T, retries }) {
  const settings = manner === 'defaults' ? {} : { timeout: T, maxRetries: retries };
  const client = new Anthropic({ apiKey: 'test-key', baseURL: origin, ...settings });
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
  return answerOf(await client.messages.create(question, { signal }));
}

async function read(client, question, { signal, onDelta, breakAfter }) {
  const stream = client.messages.stream(question, { signal });
  let text = '';
  let deltas = 0;
  for await (const { type, delta } of stream) {
    if (type !== 'content_block_delta' || delta.type !== 'text_delta' || delta.text === '') continue;
    text += delta.text;
    onDelta(delta.text);
    deltas += 1;
    if (deltas === breakAfter) return { text, finish: 'left', toolCalls: [] };
  }
  return answerOf(await stream.finalMessage());
}

/** What the client gives for a reply is taken as it is, also where it is none. */
function answerOf(message) {
  const { content = [], stop_reason: finish } = message ?? {};
  const text = content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('');
  const calls = content.filter((block) => block.type === 'tool_use');
  return { text, finish, toolCalls: calls.map(({ id, name, input }) => ({ id, name, args: input })) };
}
