import { ChatAnthropic } from '@langchain/anthropic';
import { ChatOpenAI } from '@langchain/openai';
import { prompt, tool } from '../question.ts';
import { manner } from './manner.mjs';

const tools = [{ name: tool.name, description: tool.description, schema: tool.inputSchema }];

/** LangChain's models of OpenAI and Anthropic, with its own fallback where a second model is given. */
export function make({ origin, fbOrigin, fmt, T, retries, variant }) {
  const first = modelAt(origin, fmt, T, retries);
  const second = modelAt(fbOrigin, fmt, T, retries);
  const asked = (offered) => {
    const [one, other] = offered === true ? [first.bindTools(tools), second.bindTools(tools)] : [first, second];
    return variant === 'fallback' ? one.withFallbacks([other]) : one;
  };
  return {
    call: (call) => (call.mode === 'json' ? whole(asked(call.tools), call) : read(asked(call.tools), call)),
  };
}

function modelAt(origin, fmt, T, retries) {
  const shared = { model: 'fake-1', apiKey: 'test-key', maxTokens: 100 };
  const bounds = manner === 'defaults' ? {} : { maxRetries: retries };
  if (fmt === 'anthropic') {
    const clientOptions = manner === 'defaults' ? {} : { timeout: T };
    return new ChatAnthropic({ ...shared, ...bounds, anthropicApiUrl: origin, clientOptions });
  }
  const timeout = manner === 'defaults' ? {} : { timeout: T };
  return new ChatOpenAI({ ...shared, ...bounds, ...timeout, configuration: { baseURL: `${origin}/v1` } });
}

async function whole(model, { signal }) {
  return answerOf(await model.invoke(prompt, { signal }));
}

async function read(model, { signal, onDelta, breakAfter }) {
  let all;
  let deltas = 0;
  for await (const chunk of await model.stream(prompt, { signal })) {
    all = all === undefined ? chunk : all.concat(chunk);
    if (chunk.text === '') continue;
    onDelta(chunk.text);
    deltas += 1;
    if (deltas === breakAfter) return { text: all.text, finish: 'left', toolCalls: [] };
  }
  return answerOf(all);
}

function answerOf({ text, response_metadata: facts, tool_calls: calls = [], invalid_tool_calls: invalid = [] }) {
  const finish = facts.finish_reason ?? facts.stop_reason ?? null;
  const right = calls.map(({ id, name, args }) => ({ id, name, args }));
  const wrong = invalid.map(({ id, name, args }) => ({ id, name, invalid: true, raw: args }));
  return { text, finish, toolCalls: [...right, ...wrong] };
}
