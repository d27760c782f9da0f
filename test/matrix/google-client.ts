import { GoogleGenAI } from '@google/genai';
import type { Content, Part } from '@google/genai';
import { checkCall, plainFailure, question, result, tool } from './question.ts';
import type { Asked, MatrixClient } from './question.ts';

function client({ url, token }: Asked): GoogleGenAI['models'] {
  return new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl: url } }).models;
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
  failureOf: plainFailure,
};
