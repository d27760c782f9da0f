import OpenAI from 'openai';
import { answer, repeat } from '../answer.mjs';
import { apiKey, modelName, promptOf } from '../prompt.mjs';

const messages = [{ role: 'user', content: promptOf(1024) }];
const clientFor = (port, mode) => new OpenAI({ apiKey, baseURL: `http://127.0.0.1:${port}/${mode}/v1` });

answer({
  complete: async ({ port, ...size }) => {
    const client = clientFor(port, 'burst');
    let text = '';
    await repeat(size, async () => {
      const reply = await client.chat.completions.create({ model: modelName, messages });
      text = reply.choices[0]?.message.content ?? '';
    });
    return text;
  },
  stream: async ({ port, mode, ...size }) => {
    const client = clientFor(port, mode);
    let length = 0;
    await repeat(size, async () => {
      length = 0;
      const stream = await client.chat.completions.create({ model: modelName, messages, stream: true });
      for await (const chunk of stream) length += chunk.choices[0]?.delta.content?.length ?? 0;
    });
    return length;
  },
});
