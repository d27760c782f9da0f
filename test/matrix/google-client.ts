import { GoogleGenAI } from '@google/genai';
import type { CallableTool, Content, GenerateContentConfig, Part } from '@google/genai';
import { checkCall, forecastSchema, jsonQuestion, plainFailure, question, result, runTool, tool } from './question.ts';
import type { Asked, MatrixClient } from './question.ts';

function client({ url, token }: Asked): GoogleGenAI['models'] {
  return new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl: url } }).models;
}

/** The text of a reply; its other parts are passed over, of which the client itself would warn. */
async function textOf(asked: Asked, contents: string, config: GenerateContentConfig, stream: boolean): Promise<string> {
  const request = { model: asked.model, contents, config };
  const { generateContent, generateContentStream } = client(asked);
  let text = '';
  const replies = stream ? await generateContentStream(request) : [await generateContent(request)];
  for await (const { candidates } of replies) {
    for (const part of candidates?.[0]?.content?.parts ?? []) text += part.text ?? '';
  }
  return text;
}

/** Google's client. */
export const googleGenai: MatrixClient = {
  name: 'google genai',
  plain: async (asked, words) => {
    const reply = await client(asked).generateContent({ model: asked.model, contents: words });
    return reply.text ?? '';
  },
  streamed: async (asked, words) => {
    let text = '';
    const stream = await client(asked).generateContentStream({ model: asked.model, contents: words });
    for await (const chunk of stream) text += chunk.text ?? '';
    return text;
  },
  tools: async (asked, stream) => {
    const models = client(asked);
    const { name, description, parameters: parametersJsonSchema } = tool;
    const config = {
      tools: [{ functionDeclarations: [{ name, description, parametersJsonSchema }] }],
      thinkingConfig: { thinkingBudget: 1_024, includeThoughts: true },
    };
    const asking: Content = { role: 'user', parts: [{ text: question }] };
    const request = { model: asked.model, contents: [asking], config };
    const parts: Part[] = [];
    if (stream) {
      for await (const chunk of await models.generateContentStream(request)) {
        parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
      }
    } else parts.push(...((await models.generateContent(request)).candidates?.[0]?.content?.parts ?? []));
    const call = parts.find(({ functionCall }) => functionCall !== undefined)?.functionCall;
    checkCall(call?.name);
    const answer: Content = {
      role: 'user',
      parts: [{ functionResponse: { id: call?.id, name, response: { result } } }],
    };
    const contents = [asking, { role: 'model', parts }, answer];
    return (await models.generateContent({ model: asked.model, contents, config })).text ?? '';
  },
  loop: (asked, stream) => {
    const { name, description, parameters: parametersJsonSchema } = tool;
    const callable: CallableTool = {
      tool: async () => ({ functionDeclarations: [{ name, description, parametersJsonSchema }] }),
      callTool: async (calls) =>
        calls.map(({ id, args }) => ({ functionResponse: { id, name, response: { result: runTool(args) } } })),
    };
    return textOf(asked, question, { tools: [callable] }, stream);
  },
  structured: async (asked, stream) => {
    const config = { responseMimeType: 'application/json', responseJsonSchema: forecastSchema };
    return JSON.parse(await textOf(asked, jsonQuestion, config, stream));
  },
  vectors: async (asked, contents) => {
    const { embeddings = [] } = await client(asked).embedContent({ model: asked.model, contents });
    return embeddings.map(({ values = [] }) => values);
  },
  count: async (asked, words) => {
    const { totalTokens = 0 } = await client(asked).countTokens({ model: asked.model, contents: words });
    return totalTokens;
  },
  failureOf: plainFailure,
};
