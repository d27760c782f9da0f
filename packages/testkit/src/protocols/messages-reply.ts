import { type JsonObject, parseJson } from '../ground/json.ts';
import { tokensOf } from '../ground/tokens.ts';
import type { Answer, AnswerCall, AnswerFinish } from './answer.ts';
import { idOf } from './ids.ts';
import { namedFrame } from './sse.ts';
import { thinkingSignature } from './thinking-signature.ts';
import type { Frame, ReplyFacts } from './wire-protocol.ts';

const stopReasons: Readonly<Record<AnswerFinish, string>> = {
  stop: 'end_turn',
  'stop-sequence': 'stop_sequence',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
};

/** A block of content: what opens it, what it is when whole, and the deltas between. */
interface Block {
  readonly empty: JsonObject;
  readonly whole: JsonObject;
  readonly deltas: readonly { readonly delta: JsonObject; readonly tokens: number }[];
}

/** The body of a whole reply of Anthropic Messages. */
export function messagesReply(answer: Answer, facts: ReplyFacts): JsonObject {
  return {
    ...messageHead(facts),
    content: blocksOf(answer, facts).map((block) => block.whole),
    stop_reason: stopReasons[answer.finish],
    stop_sequence: answer.stopSequence ?? null,
    usage: usageOf(answer, answer.usage.reasoning + answer.usage.output),
  };
}

/** The events of a streamed reply of Anthropic Messages. */
export function messagesFrames(answer: Answer, facts: ReplyFacts): Frame[] {
  const message = {
    ...messageHead(facts),
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: usageOf(answer, 1),
  };
  const output = answer.usage.reasoning + answer.usage.output;
  return [
    namedFrame('open', 'message_start', { message }),
    ...blocksOf(answer, facts).flatMap(blockFrames),
    namedFrame('finish', 'message_delta', {
      delta: { stop_reason: stopReasons[answer.finish], stop_sequence: answer.stopSequence ?? null },
      usage: usageOf(answer, output),
    }),
    namedFrame('end', 'message_stop', {}),
  ];
}

function blockFrames(block: Block, index: number): Frame[] {
  return [
    namedFrame('open', 'content_block_start', { index, content_block: block.empty }),
    ...(index === 0 ? [namedFrame('open', 'ping', {})] : []),
    ...block.deltas.map(({ delta, tokens }) =>
      namedFrame(tokens > 0 ? 'content' : 'open', 'content_block_delta', { index, delta }, tokens),
    ),
    namedFrame('open', 'content_block_stop', { index }),
  ];
}

function messageHead(facts: ReplyFacts): JsonObject {
  return { id: idOf('msg_', facts.serial), type: 'message', role: 'assistant', model: facts.model };
}

function usageOf(answer: Answer, output: number): JsonObject {
  return {
    input_tokens: answer.usage.input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: output,
    service_tier: 'standard',
  };
}

function blocksOf(answer: Answer, facts: ReplyFacts): Block[] {
  const { reasoning, text, calls } = answer;
  return [
    ...(reasoning === '' ? [] : [thinkingBlock(reasoning)]),
    ...(text === '' && (calls.length > 0 || answer.finish === 'length') ? [] : [textBlock(text)]),
    ...calls.map((call, index) =>
      callBlock(call, answer.quirk?.withoutId === true ? '' : idOf('toolu_', facts.serial, index)),
    ),
  ];
}

function thinkingBlock(thinking: string): Block {
  const signature = thinkingSignature(thinking);
  return {
    empty: { type: 'thinking', thinking: '', signature: '' },
    whole: { type: 'thinking', thinking, signature },
    deltas: [
      ...tokensOf(thinking).map((piece) => ({ delta: { type: 'thinking_delta', thinking: piece }, tokens: 1 })),
      { delta: { type: 'signature_delta', signature }, tokens: 0 },
    ],
  };
}

function textBlock(text: string): Block {
  return {
    empty: { type: 'text', text: '' },
    whole: { type: 'text', text },
    deltas: tokensOf(text).map((piece) => ({ delta: { type: 'text_delta', text: piece }, tokens: 1 })),
  };
}

function callBlock(call: AnswerCall, id: string): Block {
  const head = { type: 'tool_use', id, name: call.name };
  const pieces = call.pieces ?? (call.inputText === '{}' ? [] : tokensOf(call.inputText));
  return {
    empty: { ...head, input: {} },
    whole: { ...head, input: parseJson(call.inputText) ?? {} },
    deltas: pieces.map((piece) => ({ delta: { type: 'input_json_delta', partial_json: piece }, tokens: 1 })),
  };
}
