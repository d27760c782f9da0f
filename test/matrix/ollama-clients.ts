import { Ollama } from 'ollama';
import type { Message } from 'ollama';
import { checkCall, forecastSchema, jsonQuestion, plainFailure, question, result, tool } from './question.ts';
import type { Asked, Failure, MatrixClient } from './question.ts';

function client({ url, token }: Asked): Ollama {
  return new Ollama({ host: url, headers: { authorization: `Bearer ${token}` } });
}

/** Ollama's client keeps the status under another name. */
function failureOf(error: unknown): Failure {
  const failure = plainFailure(error);
  const named = error instanceof Error && 'status_code' in error ? error.status_code : undefined;
  return typeof named === 'number' ? { ...failure, status: named } : failure;
}

/** Ollama's client, by /api/chat. */
export const ollamaChat: MatrixClient = {
  name: 'ollama chat',
  plain: async (asked, words) => {
    const { model } = asked;
    const { message } = await client(asked).chat({ model, messages: [{ role: 'user', content: words }] });
    return message.content;
  },
  streamed: async (asked, words) => {
    const { model } = asked;
    const messages = [{ role: 'user', content: words }];
    let text = '';
    for await (const { message } of await client(asked).chat({ model, messages, stream: true }))
      text += message.content;
    return text;
  },
  tools: async (asked, stream) => {
    const ollama = client(asked);
    const tools = [{ type: 'function', function: tool }];
    const request = { model: asked.model, tools, think: 'low' as const };
    const asking = { role: 'user', content: question };
    const said: Message = { role: 'assistant', content: '', thinking: '', tool_calls: [] };
    const take = ({ content, thinking = '', tool_calls: calls = [] }: Message): void => {
      said.content += content;
      said.thinking += thinking;
      said.tool_calls?.push(...calls);
    };
    if (stream) {
      const pieces = await ollama.chat({ ...request, messages: [asking], stream: true });
      for await (const { message } of pieces) take(message);
    } else take((await ollama.chat({ ...request, messages: [asking] })).message);
    checkCall(said.tool_calls?.[0]?.function.name);
    const answer = { role: 'tool', tool_name: tool.name, content: result };
    const { message } = await ollama.chat({ ...request, messages: [asking, said, answer] });
    return message.content;
  },
  structured: async (asked, stream) => {
    const request = {
      model: asked.model,
      messages: [{ role: 'user', content: jsonQuestion }],
      format: forecastSchema,
    };
    if (!stream) return JSON.parse((await client(asked).chat(request)).message.content);
    let text = '';
    for await (const { message } of await client(asked).chat({ ...request, stream: true })) text += message.content;
    return JSON.parse(text);
  },
  vectors: async (asked, input) => (await client(asked).embed({ model: asked.model, input })).embeddings,
  failureOf,
};

/** Ollama's client, by /api/generate, which has no tools. */
export const ollamaGenerate: MatrixClient = {
  name: 'ollama generate',
  plain: async (asked, words) => (await client(asked).generate({ model: asked.model, prompt: words })).response ?? '',
  streamed: async (asked, words) => {
    let text = '';
    const pieces = await client(asked).generate({ model: asked.model, prompt: words, stream: true });
    for await (const { response = '' } of pieces) text += response;
    return text;
  },
  structured: async (asked, stream) => {
    const request = { model: asked.model, prompt: jsonQuestion, format: forecastSchema };
    if (!stream) return JSON.parse((await client(asked).generate(request)).response ?? '');
    let text = '';
    const pieces = await client(asked).generate({ ...request, stream: true });
    for await (const { response = '' } of pieces) text += response;
    return JSON.parse(text);
  },
  failureOf,
};
