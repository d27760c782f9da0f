import { isDeepStrictEqual } from 'node:util';
import type { Reply } from '../../packages/steadfast/src/model/completion.ts';
import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import { asArray, asObject, asString } from '../../packages/steadfast/src/model/json.ts';
import type { JsonObject, JsonValue } from '../../packages/steadfast/src/model/json.ts';
import type { AssistantPart } from '../../packages/steadfast/src/model/message.ts';
import { inputTextOf, ReplyBuilder } from '../../packages/steadfast/src/model/reply-builder.ts';
import { responses } from '../../packages/steadfast/src/protocols/responses/responses.ts';
import { SseReader } from '../../packages/steadfast/src/wire/sse.ts';
import type { Recording } from './recordings.ts';
import type { CorpusCheck } from './report.ts';
import { responsesFacts } from './responses-oracle.ts';
import type { ResponsesFacts } from './responses-oracle.ts';
import { requestDifferences } from './responses-requests.ts';

const family = 'openai';
const options = { family, model: 'm', id: 'resp_made_up', created: 0 };

/** Holds what we read of Responses exchanges against what the oracle reads, and what we write against what came. */
export const responsesCheck: CorpusCheck = {
  protocol: 'responses',
  recordings: ({ protocol }) => protocol === 'openai-responses',
  differences: (recording) => [...replyDifferences(recording), ...refusedOr(recording)],
};

/** Requests that their provider refused may be refused by us, or adapted; all others must be read without loss. */
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
  const reader = responses.readStream(family);
  const builder = new ReplyBuilder();
  const events = new SseReader((event, data) => reader.read(event, data, (part) => builder.add(part)));
  for (const chunk of chunks) events.push(chunk);
  events.end();
  reader.end((part) => builder.add(part));
  return builder.reply();
}

function replyDifferences(recording: Recording): string[] {
  const { status, headers, body = null, streamed } = recording;
  try {
    if (status >= 400) {
      const { message } = responses.readError({ status, headers, body: JSON.stringify(body) });
      const [start = ''] = message.split('***');
      return JSON.stringify(body).includes(start) ? [] : [`error: "${message}" is not what the body says`];
    }
    if (streamed !== undefined) return compare(readStreamed([Buffer.from(streamed)]), responsesFacts(recording));
    const reply = responses.readReply(body, family);
    const output = asArray(asObject(JSON.parse(JSON.stringify(responses.writeReply(reply, options)))).output);
    const came = asArray(asObject(body).output);
    return [
      ...compare(reply, responsesFacts(recording)),
      ...difference(
        'output written back',
        output,
        came.map((item, index) => normalised(item, output[index])),
      ),
    ];
  } catch (error) {
    return [`reply: ${String(error)}`];
  }
}

/** An item as it is written to callers, whose programs expect an id, and these lists in every piece of text. */
function normalised(value: JsonValue, written: JsonValue | undefined): JsonValue {
  const item: JsonObject = { id: asObject(written).id, ...asObject(value) };
  if (item.type !== 'message') return item;
  const content = asArray(item.content).map((given) => {
    const { annotations, logprobs, ...piece } = asObject(given);
    const lists = { annotations: annotations ?? [], logprobs: logprobs ?? [] };
    return piece.type === 'output_text' ? { ...piece, ...lists } : { ...asObject(given) };
  });
  return { ...item, content };
}

function compare({ content, usage, rawFinishReason, answeredBy }: Reply, facts: ResponsesFacts): string[] {
  const { uncached, cacheRead, cacheWrite } = usage.input;
  return [
    ...difference('text', joined(content, false), facts.text),
    ...difference('refusal', joined(content, true), facts.refusal),
    ...difference('reasoning', thoughtsOf(content), facts.reasoning.replaceAll(/\s/g, '')),
    ...difference('calls', callsOf(content), facts.calls),
    ...difference('items', content.length > 0, facts.items.length > 0),
    ...difference('status', rawFinishReason, facts.status),
    ...difference('input', usage.reported ? usage.inputTokens : undefined, facts.input),
    ...difference('output', usage.reported ? usage.outputTokens : undefined, facts.output),
    ...difference('cached', cacheRead, facts.cached),
    ...difference('buckets', uncached + cacheRead + cacheWrite + usage.outputTokens, usage.totalTokens),
    ...difference('model', answeredBy, facts.model),
  ];
}

function joined(content: readonly AssistantPart[], refusal: boolean): string {
  const said = content.filter(({ state }) => (asObject(state?.value).type === 'refusal') === refusal);
  return said.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function thoughtsOf(content: readonly AssistantPart[]): string {
  return content
    .map((part) => (part.type === 'reasoning' ? part.text : ''))
    .join('')
    .replaceAll(/\s/g, '');
}

/** The calls of the caller's own tools, under the names that they have on the wire. */
function callsOf(content: readonly AssistantPart[]): unknown[] {
  return content.flatMap((part) => {
    const item = asObject(asObject(part.state?.value).item);
    const isOwn = part.type === 'tool-call' && part.providerExecuted !== true && item.type === undefined;
    return isOwn ? [{ id: part.id, name: asString(item.name) ?? part.name, input: inputTextOf(part) }] : [];
  });
}

function difference(name: string, got: unknown, expected: unknown): string[] {
  if (isDeepStrictEqual(got, expected)) return [];
  const [a, b] = [JSON.stringify(got) ?? 'nothing', JSON.stringify(expected) ?? 'nothing'];
  return [`${name}: read ${a.slice(0, 300)}, recorded ${b.slice(0, 300)}`];
}
