import { generateText, streamText } from 'ai';
import { model } from 'steadfast';
import { toAiSdk } from 'steadfast/ai-sdk';

// A model of ours, with all that is around it, for an application of the AI SDK. This one fails every other time.
const assistant = toAiSdk(model('sim/flaky', { fallback: ['sim/echo'] }));

const { text, providerMetadata } = await generateText({ model: assistant, prompt: 'Will you answer?', maxRetries: 0 });
console.log(text);
console.log(JSON.stringify(providerMetadata?.['steadfast']?.['attempts']));

for await (const piece of streamText({ model: assistant, prompt: 'Word after word.' }).textStream) {
  process.stdout.write(`${piece}|`);
}
console.log();
