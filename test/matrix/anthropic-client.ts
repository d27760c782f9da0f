import Anthropic from '@anthropic-ai/sdk';
import { betaZodTool } from '@anthropic-ai/sdk/helpers/beta/zod';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import {
  checkCall,
  forecast,
  jsonQuestion,
  plainFailure,
  question,
  result,
  runTool,
  tool,
  toolInput,
} from './question.ts';
import type { Asked, MatrixClient } from './question.ts';

function client({ url, token }: Asked): Anthropic {
  return new Anthropic({ baseURL: url, apiKey: token, maxRetries: 0 });
}

const user = (content: string): { role: 'user'; content: string } => ({ role: 'user', content });

function textOf(content: readonly { readonly type: string; readonly text?: string }[]): string {
  return content.map(({ type, text = '' }) => (type === 'text' ? text : '')).join('');
}

/** Anthropic's client. */
export const anthropicMessages: MatrixClient = {
  name: 'anthropic',
  plain: async (asked, words) => {
    const { model } = asked;
    const { content } = await client(asked).messages.create({ model, max_tokens: 200, messages: [user(words)] });
    return textOf(content);
  },
  streamed: async (asked, words) => {
    const { model } = asked;
    const stream = client(asked).messages.stream({ model, max_tokens: 200, messages: [user(words)] });
    let text = '';
    stream.on('text', (piece) => (text += piece));
    const { content } = await stream.finalMessage();
    if (textOf(content) !== text) throw new Error('The reply is not what was streamed.');
    return text;
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
  loop: async (asked, stream) => {
    const { name, description } = tool;
    const runner = client(asked).beta.messages.toolRunner({
      model: asked.model,
      max_tokens: 2_048,
      thinking: { type: 'enabled', budget_tokens: 1_024 },
      tools: [betaZodTool({ name, description, inputSchema: toolInput, run: runTool })],
      messages: [user(question)],
      stream,
    });
    return textOf((await runner.runUntilDone()).content);
  },
  structured: async (asked, stream) => {
    const { messages } = client(asked);
    const ask = {
      model: asked.model,
      max_tokens: 200,
      messages: [user(jsonQuestion)],
      output_config: { format: zodOutputFormat(forecast) },
    };
    const reply = stream ? await messages.stream(ask).finalMessage() : await messages.parse(ask);
    return reply.parsed_output;
  },
  count: async (asked, words) => {
    const { model } = asked;
    return (await client(asked).messages.countTokens({ model, messages: [user(words)] })).input_tokens;
  },
  failureOf: plainFailure,
};
