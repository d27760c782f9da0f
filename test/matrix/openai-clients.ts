import OpenAI from 'openai';
import { zodResponseFormat, zodTextFormat } from 'openai/helpers/zod';
import { checkCall, forecast, jsonQuestion, plainFailure, question, result, runTool, tool } from './question.ts';
import type { Asked, MatrixClient } from './question.ts';

function client({ url, token }: Asked): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
}

const user = (content: string): { role: 'user'; content: string } => ({ role: 'user', content });

/** OpenAI's client, by Chat Completions. */
export const openaiChat: MatrixClient = {
  name: 'openai chat',
  plain: async (asked, words) => {
    const { model } = asked;
    const reply = await client(asked).chat.completions.create({ model, messages: [user(words)] });
    return reply.choices[0]?.message.content ?? '';
  },
  streamed: async (asked, words) => {
    const { model } = asked;
    const stream = await client(asked).chat.completions.create({ model, messages: [user(words)], stream: true });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    return text;
  },
  tools: async (asked, stream) => {
    const { completions } = client(asked).chat;
    const tools = [{ type: 'function' as const, function: tool }];
    const request = { model: asked.model, tools, reasoning_effort: 'low' as const };
    const ask = { ...request, messages: [user(question)] };
    const first = stream ? await completions.stream(ask).finalChatCompletion() : await completions.create(ask);
    const message = first.choices[0]?.message;
    const call = message?.tool_calls?.[0];
    if (message === undefined || call?.type !== 'function') throw new Error('No tool was called.');
    checkCall(call.function.name);
    const answer = { role: 'tool' as const, tool_call_id: call.id, content: result };
    const second = await completions.create({ ...request, messages: [user(question), message, answer] });
    return second.choices[0]?.message.content ?? '';
  },
  loop: async (asked, stream) => {
    const { completions } = client(asked).chat;
    const run = { ...tool, function: runTool, parse: (input: string): unknown => JSON.parse(input) };
    const ask = {
      model: asked.model,
      tools: [{ type: 'function' as const, function: run }],
      messages: [user(question)],
    };
    const runner = stream ? completions.runTools({ ...ask, stream: true }) : completions.runTools(ask);
    return (await runner.finalContent()) ?? '';
  },
  structured: async (asked, stream) => {
    const { completions } = client(asked).chat;
    const ask = {
      model: asked.model,
      messages: [user(jsonQuestion)],
      response_format: zodResponseFormat(forecast, 'forecast'),
    };
    const reply = stream ? await completions.stream(ask).finalChatCompletion() : await completions.parse(ask);
    return reply.choices[0]?.message.parsed;
  },
  vectors: async (asked, input) => {
    const { data } = await client(asked).embeddings.create({ model: asked.model, input });
    return data.map(({ embedding }) => embedding);
  },
  failureOf: plainFailure,
};

/** OpenAI's client, by Responses. */
export const openaiResponses: MatrixClient = {
  name: 'openai responses',
  plain: async (asked, words) => {
    const reply = await client(asked).responses.create({ model: asked.model, input: words });
    return reply.output_text;
  },
  streamed: async (asked, words) => {
    const stream = client(asked).responses.stream({ model: asked.model, input: words });
    let text = '';
    stream.on('response.output_text.delta', ({ delta }) => (text += delta));
    const reply = await stream.finalResponse();
    if (reply.output_text !== text) throw new Error('The reply is not what was streamed.');
    return text;
  },
  tools: async (asked, stream) => {
    const { responses } = client(asked);
    const request = {
      model: asked.model,
      tools: [{ type: 'function' as const, strict: true, ...tool }],
      reasoning: { effort: 'low' as const },
      include: ['reasoning.encrypted_content' as const],
      store: false,
    };
    const ask = { ...request, input: [user(question)] };
    const first = stream ? await responses.stream(ask).finalResponse() : await responses.create(ask);
    const said = first.output.flatMap((item) =>
      item.type === 'reasoning' || item.type === 'function_call' ? [item] : [],
    );
    const call = said.find((item) => item.type === 'function_call');
    if (call?.type !== 'function_call') throw new Error('No tool was called.');
    checkCall(call.name);
    const answer = { type: 'function_call_output' as const, call_id: call.call_id, output: result };
    const second = await responses.create({ ...request, input: [user(question), ...said, answer] });
    return second.output_text;
  },
  structured: async (asked, stream) => {
    const { responses } = client(asked);
    const ask = { model: asked.model, input: jsonQuestion, text: { format: zodTextFormat(forecast, 'forecast') } };
    const reply = stream ? await responses.stream(ask).finalResponse() : await responses.parse(ask);
    return reply.output_parsed;
  },
  failureOf: plainFailure,
};
