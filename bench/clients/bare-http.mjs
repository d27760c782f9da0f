// The floor: node:http with a keep-alive Agent, JSON.parse, and nothing else. What it says is believed unchecked.
import { Agent, request } from 'node:http';
import { answer, repeat } from '../answer.mjs';
import { apiKey, modelName, promptOf } from '../prompt.mjs';

const agent = new Agent({ keepAlive: true });
const prompt = promptOf(1024);

function post(port, mode, stream, onReply) {
  const body = JSON.stringify({ model: modelName, messages: [{ role: 'user', content: prompt }], stream });
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${apiKey}`,
    'content-length': Buffer.byteLength(body),
  };
  const path = `/${mode}/v1/chat/completions`;
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method: 'POST', path, headers }, (reply) => {
      onReply(reply, resolve);
      reply.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function complete(port) {
  return post(port, 'burst', false, (reply, resolve) => {
    const chunks = [];
    reply.on('data', (chunk) => chunks.push(chunk));
    reply.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()).choices[0].message.content));
  });
}

function stream(port, mode) {
  return post(port, mode, true, (reply, resolve) => {
    const decoder = new TextDecoder();
    let held = '';
    let length = 0;
    reply.on('data', (chunk) => {
      held += decoder.decode(chunk, { stream: true });
      const events = held.split('\n\n');
      held = events.pop() ?? '';
      for (const event of events) {
        if (event !== 'data: [DONE]') length += (JSON.parse(event.slice(6)).choices[0]?.delta.content ?? '').length;
      }
    });
    reply.on('end', () => resolve(length));
  });
}

answer({
  complete: async ({ port, ...size }) => {
    let text = '';
    await repeat(size, async () => (text = await complete(port)));
    return text;
  },
  stream: async ({ port, mode, ...size }) => {
    let length = 0;
    await repeat(size, async () => (length = await stream(port, mode)));
    return length;
  },
});
