import Anthropic from '@anthropic-ai/sdk';
import { checkCall, plainFailure, question, result, tool } from './question.ts';
import type { Asked, MatrixClient } from './question.ts';

function client({ url, token }: Asked): Anthropic {
  return new Anthropic({ baseURL: url, apiKey: token, maxRetries: 0 });
}

const user = (content: string): { role: 'user'; content: string } => ({ role: 'user', content });

function textOf(content: readonly Anthropic.ContentBlock[]): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

/** Anthropic's client. */
export const anthropicMessages: MatrixClient = {
  name: 'anthropic',
  plain: async (asked, words) => {
    const { model } = asked;
    const { content } = await client(asked).messages.create({ model, max_tokens: 200, messages: [user(words)] });
    return textOf(content);
  },
  streamed: (asked, words) => {
    const { model } = asked;
    return client(asked)
      .messages.stream({ model, max_tokens: 200, messages: [user(words)] })
      .finalText();
  },
  tools: async (asked, stream) => {
    const { messages } = client(asked);
    const { name, description, parameters: input_schema } = tool;
    const request = {
      model: asked.model,
      max_tokens: 2_048,
      thinking: { type: 'enabled' as const, budget_tokens: 1_024 },
      tools: [{ name, description, input_schema }],
    };
    const ask = { ...request, messages: [user(question)] };
    const first = stream ? await messages.stream(ask).finalMessage() : await messages.create(ask);
    const call = first.content.find((block) => block.type === 'tool_use');
    if (call === undefined) throw new Error('No tool was called.');
    checkCall(call.name);
    const answer = { type: 'tool_result' as const, tool_use_id: call.id, content: result };
    const turns = [user(question), { role: 'assistant' as const, content: first.content }];
    const second = await messages.create({ ...request, messages: [...turns, { role: 'user', content: [answer] }] });
    return textOf(second.content);
  },
  failureOf: plainFailure,
};
