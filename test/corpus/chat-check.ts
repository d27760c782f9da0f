import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import type { Alternative, Reply } from '../../packages/steadfast/src/model/completion.ts';
import type { AssistantPart } from '../../packages/steadfast/src/model/message.ts';
import { inputTextOf, ReplyBuilder } from '../../packages/steadfast/src/model/reply-builder.ts';
import { chat } from '../../packages/steadfast/src/protocols/chat/chat.ts';
import { SseReader } from '../../packages/steadfast/src/wire/sse.ts';
import { chatFacts } from './chat-oracle.ts';
import type { ChatFacts, ChatSaid } from './chat-oracle.ts';
import { requestDifferences } from './chat-requests.ts';
import type { Recording } from './recordings.ts';
import type { CorpusCheck } from './report.ts';

const family = 'recorded';

/** Holds what we read of chat exchanges against what the oracle reads. */
export const chatCheck: CorpusCheck = {
  protocol: 'chat',
  recordings: ({ protocol }) => protocol === 'openai-chat',
  differences: (recording) => [...replyDifferences(recording), ...refusedOr(recording)],
};

/** Requests that their provider refused may be refused by us; all others must be read without loss. */
function refusedOr(recording: Recording): string[] {
  try {
    return requestDifferences(recording);
  } catch (error) {
    if (recording.status >= 400 && error instanceof ModelError && error.kind === 'invalid-request') return [];
    return [`request: ${String(error)}`];
  }
}

/** Reads a recorded stream from its bytes, however they are cut. */
export function readStreamed(chunks: Iterable<Uint8Array>): Reply {
  const reader = chat.readStream(family);
  const builder = new ReplyBuilder();
  const events = new SseReader((event, data) => reader.read(event, data, (part) => builder.add(part)));
  for (const chunk of chunks) events.push(chunk);
  events.end();
  reader.end((part) => builder.add(part));
  return builder.reply();
}

function replyDifferences(recording: Recording): string[] {
  const { status, headers, body, streamed } = recording;
  try {
    if (status >= 400) {
      const { message } = chat.readError({ status, headers, body: JSON.stringify(body) });
      return isSaidIn(message, JSON.stringify(body)) ? [] : [`error: "${message}" is not what the body says`];
    }
    const reply = streamed === undefined ? chat.readReply(body ?? null, family) : readStreamed([Buffer.from(streamed)]);
    return compare(reply, chatFacts(recording));
  } catch (error) {
    return [`reply: ${String(error)}`];
  }
}

function isSaidIn(message: string, body: string): boolean {
  const words = message.replace(/…$/, '').split(/\*\*\*|: /);
  return words.every((word) => body.includes(JSON.stringify(word).slice(1, -1)));
}

function compare(reply: Reply, facts: ChatFacts): string[] {
  const replies = [reply, ...(reply.alternatives ?? [])];
  const lines = [
    ...difference('choices', replies.length, facts.replies.length),
    ...facts.replies.flatMap((said, index) => compareReply(replies[index], said, `choices[${index}]`)),
    ...difference('model', reply.answeredBy, facts.model),
    ...difference('tokens', reply.usage.reported ? reply.usage.totalTokens : undefined, facts.tokens?.total),
    ...difference('cached', reply.usage.input.cacheRead, facts.tokens?.cached ?? 0),
  ];
  const { usage } = reply;
  const { uncached, cacheRead, cacheWrite } = usage.input;
  lines.push(...difference('buckets', uncached + cacheRead + cacheWrite + usage.outputTokens, usage.totalTokens));
  return lines;
}

function compareReply(reply: Alternative | undefined, said: ChatSaid, path: string): string[] {
  if (reply === undefined) return [`${path} is missing`];
  const { content } = reply;
  const calls = content.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
  return [
    ...difference(`${path}.text`, joined(content, 'text', false), said.text),
    ...difference(`${path}.refusal`, joined(content, 'text', true), said.refusal),
    ...difference(`${path}.reasoning`, joined(content, 'reasoning', false), said.reasoning),
    ...difference(
      `${path}.calls`,
      calls.map((call) => ({ name: call.name, input: inputTextOf(call) })),
      said.calls,
    ),
    ...difference(
      `${path}.ids`,
      calls.map(({ id }) => id).filter((id) => said.ids.includes(id)),
      said.ids,
    ),
    ...difference(`${path}.unique ids`, new Set(calls.map(({ id }) => id)).size, calls.length),
    ...difference(`${path}.finish`, reply.rawFinishReason, said.finish),
  ];
}

function joined(content: readonly AssistantPart[], type: 'text' | 'reasoning', refusal: boolean): string {
  return content
    .map((part) =>
      part.type === type && JSON.stringify(part.state ?? '').includes('"type":"refusal"') === refusal ? part.text : '',
    )
    .join('');
}

function difference(name: string, got: unknown, expected: unknown): string[] {
  const [a, b] = [JSON.stringify(got) ?? 'nothing', JSON.stringify(expected) ?? 'nothing'];
  return a === b ? [] : [`${name}: read ${a.slice(0, 300)}, recorded ${b.slice(0, 300)}`];
}
