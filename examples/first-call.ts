import { model } from 'steadfast';

const assistant = model('sim/flaky', { fallback: ['sim/echo'] }); // put 'openai/gpt-6-luna' here, or 'ollama/qwen3'
const reply = await assistant.complete('Will you answer?');

console.log(reply.text);
for (const { target, outcome, kind, durationMs } of reply.attempts) {
  console.log(`${target}: ${kind ?? outcome} after ${durationMs} ms`);
}
