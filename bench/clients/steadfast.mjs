import { model } from 'steadfast';
import { answer, repeat } from '../answer.mjs';
import { apiKey, modelName, promptOf } from '../prompt.mjs';

const prompt = promptOf(1024);
const modelFor = (port, mode) =>
  model(`openai/${modelName}`, { apiKey, baseUrl: `http://127.0.0.1:${port}/${mode}/v1` });

async function textLength(stream) {
  let length = 0;
  for await (const text of stream.text) length += text.length;
  return length;
}

async function partsLength(stream) {
  let length = 0;
  for await (const part of stream) if (part.type === 'text-delta') length += part.text.length;
  return length;
}

async function streams({ port, mode, ...size }, lengthOf) {
  const asked = modelFor(port, mode);
  let length = 0;
  await repeat(size, async () => (length = await lengthOf(await asked.stream(prompt))));
  return length;
}

answer({
  complete: async ({ port, ...size }) => {
    const asked = modelFor(port, 'burst');
    let text = '';
    await repeat(size, async () => (text = (await asked.complete(prompt)).text));
    return text;
  },
  stream: (options) => streams(options, textLength),
  parts: (options) => streams(options, partsLength),
});
