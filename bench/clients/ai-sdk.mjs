import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
import { answer, repeat } from '../answer.mjs';
import { apiKey, modelName, promptOf } from '../prompt.mjs';

const prompt = promptOf(1024);

function modelFor(port, mode, provider) {
  const baseURL = `http://127.0.0.1:${port}/${mode}/v1`;
  if (provider === 'openai') return createOpenAI({ apiKey, baseURL }).chat(modelName);
  return createOpenAICompatible({ name: 'bench', apiKey, baseURL })(modelName);
}

answer({
  complete: async ({ port, provider, ...size }) => {
    const model = modelFor(port, 'burst', provider);
    let text = '';
    await repeat(size, async () => (text = (await generateText({ model, prompt })).text));
    return text;
  },
  stream: async ({ port, mode, provider, ...size }) => {
    const model = modelFor(port, mode, provider);
    let length = 0;
    await repeat(size, async () => {
      length = 0;
      for await (const text of streamText({ model, prompt }).textStream) length += text.length;
    });
    return length;
  },
});
