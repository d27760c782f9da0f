import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, embedMany, generateText, isStepCount, Output, streamText, tool as toolOf } from 'ai';
import type { EmbeddingModel, LanguageModel, ModelMessage, TextStreamPart, ToolSet } from 'ai';
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
import type { Asked, Failure, MatrixClient } from './question.ts';

globalThis.AI_SDK_LOG_WARNINGS = false;

/** A provider of the AI SDK, set to ask the gateway. */
interface SdkProvider {
  readonly name: string;
  readonly language: (asked: Asked) => LanguageModel;
  /** Absent where the provider's API makes no embeddings. */
  readonly embedding?: (asked: Asked) => EmbeddingModel;
}

const openai = ({ url, token }: Asked): ReturnType<typeof createOpenAI> =>
  createOpenAI({ baseURL: `${url}/v1`, apiKey: token });
const anthropic = ({ url, token }: Asked): ReturnType<typeof createAnthropic> =>
  createAnthropic({ baseURL: `${url}/v1`, apiKey: token });
const google = ({ url, token }: Asked): ReturnType<typeof createGoogle> =>
  createGoogle({ baseURL: `${url}/v1beta`, apiKey: token });
const compatible = ({ url, token }: Asked): ReturnType<typeof createOpenAICompatible> =>
  createOpenAICompatible({
    name: 'steadfast',
    baseURL: `${url}/v1`,
    apiKey: token,
    includeUsage: true,
    supportsStructuredOutputs: true,
  });

const sdkProviders: readonly SdkProvider[] = [
  {
    name: 'ai, openai chat',
    language: (asked) => openai(asked).chat(asked.model),
    embedding: (asked) => openai(asked).embedding(asked.model),
  },
  { name: 'ai, openai responses', language: (asked) => openai(asked).responses(asked.model) },
  { name: 'ai, anthropic', language: (asked) => anthropic(asked)(asked.model) },
  {
    name: 'ai, google',
    language: (asked) => google(asked)(asked.model),
    embedding: (asked) => google(asked).embedding(asked.model),
  },
  {
    name: 'ai, compatible',
    language: (asked) => compatible(asked)(asked.model),
    embedding: (asked) => compatible(asked).embeddingModel(asked.model),
  },
];

const offered = toolOf({ description: tool.description, inputSchema: toolInput });
const run = toolOf({ description: tool.description, inputSchema: toolInput, execute: runTool });

/** Each thing is asked once. */
const maxRetries = 0;

/** Asks for thinking. */
const thinking = { reasoning: 'low' } as const;

/** The AI SDK, by each of its providers. */
export const aiSdk: readonly MatrixClient[] = sdkProviders.map(clientOf);

function clientOf({ name, language, embedding }: SdkProvider): MatrixClient {
  return {
    name,
    plain: async (asked, prompt) => (await generateText({ model: language(asked), prompt, maxRetries })).text,
    streamed: (asked, prompt) => textOf(streamText({ model: language(asked), prompt, maxRetries, onError })),
    tools: (asked, stream) => toolRound(language(asked), stream),
    loop: async (asked, stream) => {
      const tools = { [tool.name]: run };
      const stopWhen = isStepCount(3);
      const ask = { model: language(asked), prompt: question, tools, stopWhen, maxRetries, ...thinking };
      return stream ? textOf(streamText({ ...ask, onError })) : (await generateText(ask)).text;
    },
    structured: async (asked, stream) => {
      const output = Output.object({ schema: forecast });
      const ask = { model: language(asked), prompt: jsonQuestion, output, maxRetries };
      if (!stream) return (await generateText(ask)).output;
      const streaming = streamText({ ...ask, onError });
      await textOf(streaming);
      return await streaming.output;
    },
    vectors:
      embedding === undefined
        ? undefined
        : async (asked, values) => (await embedMany({ model: embedding(asked), values, maxRetries })).embeddings,
    failureOf,
  };
}

async function toolRound(model: LanguageModel, stream: boolean): Promise<string> {
  const asking: ModelMessage = { role: 'user', content: question };
  const ask = { model, tools: { [tool.name]: offered }, maxRetries, ...thinking };
  const first = stream
    ? streamText({ ...ask, messages: [asking], onError })
    : await generateText({ ...ask, messages: [asking] });
  if ('fullStream' in first) await textOf(first);
  const [call] = await first.toolCalls;
  checkCall(call?.toolName);
  const answer: ModelMessage = {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: call?.toolCallId ?? '',
        toolName: tool.name,
        output: { type: 'text', value: result },
      },
    ],
  };
  const { messages } = await first.response;
  return (await generateText({ ...ask, messages: [asking, ...messages, answer] })).text;
}

/** The text of a stream; what breaks it is thrown. */
async function textOf({ fullStream }: { fullStream: AsyncIterable<TextStreamPart<ToolSet>> }): Promise<string> {
  let text = '';
  for await (const part of fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta') text += part.text;
  }
  return text;
}

/** Errors are thrown, not printed. */
function onError(): void {}

function failureOf(error: unknown): Failure {
  if (APICallError.isInstance(error)) return { status: error.statusCode, message: error.message };
  return plainFailure(error);
}
