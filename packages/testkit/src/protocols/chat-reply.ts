import type { JsonObject } from '../ground/json.ts';
import { tokensOf } from '../ground/tokens.ts';
import type { Answer, AnswerCall, AnswerFinish } from './answer.ts';
import { idOf } from './ids.ts';
import { dataFrame } from './sse.ts';
import type { Frame, ReplyFacts } from './wire-protocol.ts';

const finishReasons: Readonly<Record<AnswerFinish, string>> = {
  stop: 'stop',
  'stop-sequence': 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

/** The body of a whole reply of OpenAI Chat Completions; reasoning stands in `reasoning_content`, as DeepSeek and vLLM have it. */
export function chatReply(answer: Answer, facts: ReplyFacts): JsonObject {
  const calls = answer.calls.map((call, index) => ({ ...startOf(answer, call, index, facts) }));
  const message = {
    role: 'assistant',
    content: answer.text === '' && calls.length > 0 ? null : answer.text,
    reasoning_content: answer.reasoning === '' ? undefined : answer.reasoning,
    refusal: null,
    tool_calls: calls.length === 0 ? undefined : calls,
  };
  return {
    id: idOf('chatcmpl-', facts.serial),
    object: 'chat.completion',
    created: Math.floor(facts.now / 1000),
    model: facts.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReasons[answer.finish] }],
    usage: chatUsage(answer),
    service_tier: 'default',
  };
}

/** The events of a streamed reply of OpenAI Chat Completions. */
export function chatFrames(answer: Answer, facts: ReplyFacts): Frame[] {
  const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
    ...chunkHead(facts),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    usage: facts.includeUsage ? null : undefined,
  });
  const usage: JsonObject = { ...chunkHead(facts), choices: [], usage: chatUsage(answer) };
  return [
    dataFrame('open', chunk({ role: 'assistant', content: answer.calls.length > 0 ? null : '', refusal: null })),
    ...tokensOf(answer.reasoning).map((piece) => dataFrame('content', chunk({ reasoning_content: piece }), 1)),
    ...tokensOf(answer.text).map((piece) => dataFrame('content', chunk({ content: piece }), 1)),
    ...callDeltas(answer, facts).map((call) => dataFrame('content', chunk({ tool_calls: [call] }), 1)),
    dataFrame('finish', chunk({}, finishReasons[answer.finish])),
    ...(facts.includeUsage ? [dataFrame('finish', usage)] : []),
    { part: 'end', text: 'data: [DONE]\n\n', tokens: 0 },
  ];
}

/** What all chunks of a stream begin with. */
export function chunkHead(facts: ReplyFacts): JsonObject {
  return {
    id: idOf('chatcmpl-', facts.serial),
    object: 'chat.completion.chunk',
    created: Math.floor(facts.now / 1000),
    model: facts.model,
  };
}

function chatUsage({ usage }: Answer): JsonObject {
  const output = usage.reasoning + usage.output;
  return {
    prompt_tokens: usage.input,
    completion_tokens: output,
    total_tokens: usage.input + output,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: usage.reasoning, audio_tokens: 0 },
  };
}

function startOf(
  answer: Answer,
  call: AnswerCall,
  index: number,
  facts: ReplyFacts,
  text = call.inputText,
): JsonObject {
  const id = answer.quirk?.withoutId === true ? undefined : idOf('call_', facts.serial, index);
  if (call.form === 'text') return { id, type: 'custom', custom: { name: call.name, input: text } };
  return { id, type: 'function', function: { name: call.name, arguments: text } };
}

function callDeltas(answer: Answer, facts: ReplyFacts): JsonObject[] {
  const { quirk = {} } = answer;
  const lists = answer.calls.map((call, callIndex) => {
    const index = quirk.withoutIndex === true ? undefined : callIndex;
    const pieces = call.pieces ?? tokensOf(call.inputText);
    if (quirk.repeatedName === true)
      return pieces.map((piece) => ({ index, ...startOf(answer, call, callIndex, facts, piece) }));
    const rest = pieces.map((piece): JsonObject => {
      return call.form === 'text' ? { index, custom: { input: piece } } : { index, function: { arguments: piece } };
    });
    return [{ index, ...startOf(answer, call, callIndex, facts, '') }, ...rest];
  });
  return quirk.interleaved === true ? interleave(lists) : lists.flat();
}

function interleave(lists: readonly (readonly JsonObject[])[]): JsonObject[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat();
}
