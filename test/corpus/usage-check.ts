import type { Reply } from '../../packages/steadfast/src/model/completion.ts';
import { ReplyBuilder } from '../../packages/steadfast/src/model/reply-builder.ts';
import type { StreamPart } from '../../packages/steadfast/src/model/stream-part.ts';
import type { Usage } from '../../packages/steadfast/src/model/usage.ts';
import { chat } from '../../packages/steadfast/src/protocols/chat/chat.ts';
import { gemini } from '../../packages/steadfast/src/protocols/gemini/gemini.ts';
import { messages } from '../../packages/steadfast/src/protocols/messages/messages.ts';
import { ollama } from '../../packages/steadfast/src/protocols/ollama/ollama.ts';
import type { Protocol } from '../../packages/steadfast/src/protocols/protocol.ts';
import { responses } from '../../packages/steadfast/src/protocols/responses/responses.ts';
import { NdjsonReader } from '../../packages/steadfast/src/wire/ndjson.ts';
import { SseReader } from '../../packages/steadfast/src/wire/sse.ts';
import { spliced } from './messages-check.ts';
import { recordingsOf } from './recordings.ts';
import type { Recording } from './recordings.ts';
import { recordedUsage } from './usage-oracle.ts';
import type { RecordedUsage } from './usage-oracle.ts';

/** Our protocols, and the corpus's own names of what is spoken in them. */
const spoken: readonly (readonly [Protocol, ...string[]])[] = [
  [chat, 'openai-chat'],
  [messages, 'anthropic-messages', 'anthropic-vertex'],
  [gemini, 'gemini-generate', 'gemini-stream'],
  [ollama, 'ollama-chat', 'ollama-generate'],
  [responses, 'openai-responses'],
];

/** What was found of the usage in the recordings of one protocol. */
export interface UsageResult {
  readonly protocol: string;
  /** Recordings whose provider said how many tokens it counted. */
  readonly counted: number;
  readonly differing: readonly { readonly file: string; readonly lines: readonly string[] }[];
  /** Recordings whose numbers do not agree among themselves, by the reason. */
  readonly contradictions: ReadonlyMap<string, readonly string[]>;
}

/** Holds the usage that we read of all recordings against their providers' own numbers, protocol by protocol. */
export function checkUsage(): readonly UsageResult[] {
  return spoken.map(([protocol, ...names]) => {
    const recordings = recordingsOf(...names).filter(({ status, file }) => status === 200 && file !== spliced);
    const contradictions = new Map<string, string[]>();
    const differing: { file: string; lines: readonly string[] }[] = [];
    let counted = 0;
    for (const recording of recordings) {
      const { file } = recording;
      const recorded = recordedUsage(recording);
      const reason = recorded?.contradiction;
      if (recorded !== undefined) counted += 1;
      if (reason !== undefined) contradictions.set(reason, [...(contradictions.get(reason) ?? []), file]);
      const lines = differencesOf(protocol, recording, recorded);
      if (lines.length > 0) differing.push({ file, lines });
    }
    return { protocol: protocol.id, counted, differing, contradictions };
  });
}

/** What was found, for people: a line for each protocol, and below it what differs, and what contradicts itself. */
export function usageReport(results: readonly UsageResult[]): string {
  const lines = results.flatMap(({ protocol, counted, differing, contradictions }) => [
    `${protocol.padEnd(10)} ${String(counted).padStart(5)} recordings with usage, the buckets of ` +
      `${counted - differing.length} add up to the provider's totals, ${differing.length} differ`,
    ...differing.flatMap((found) => [`  ${found.file}`, ...found.lines.map((line) => `    ${line}`)]),
    ...[...contradictions].flatMap(([reason, files]) => [
      `  ${files.length} that contradict themselves: ${reason}`,
      ...files.map((file) => `    ${file}`),
    ]),
  ]);
  return `${lines.join('\n')}\n`;
}

function differencesOf(protocol: Protocol, recording: Recording, recorded: RecordedUsage | undefined): string[] {
  let usage: Usage;
  try {
    ({ usage } = replyOf(protocol, recording));
  } catch (error) {
    // A refused prompt and a failure in a 200 are no replies.
    return recorded === undefined || recorded.output === 0 ? [] : [`not read: ${String(error)}`];
  }
  if (recorded === undefined) return usage.reported ? ['usage was read where none is recorded'] : [];
  return [...bucketsOf(usage, recorded.total), ...partsOf(usage, recorded)];
}

/** All buckets are disjoint and none is negative, so they add up to the provider's total. */
function bucketsOf({ input, output, details = {} }: Usage, total: number): string[] {
  const { audioInput = 0, imageInput = 0, videoInput = 0, toolInput = 0, cacheWriteHour = 0 } = details;
  const { audioCacheRead = 0, imageCacheRead = 0, videoCacheRead = 0, audioOutput = 0, imageOutput = 0 } = details;
  const buckets = [
    input.uncached - audioInput - imageInput - videoInput - toolInput,
    audioInput,
    imageInput,
    videoInput,
    toolInput,
    input.cacheRead - audioCacheRead - imageCacheRead - videoCacheRead,
    audioCacheRead,
    imageCacheRead,
    videoCacheRead,
    input.cacheWrite - cacheWriteHour,
    cacheWriteHour,
    output.text - audioOutput - imageOutput,
    audioOutput,
    imageOutput,
    output.reasoning,
  ];
  const negative = buckets.filter((bucket) => bucket < 0).map((bucket) => `a bucket holds ${bucket}`);
  const sum = buckets.reduce((all, bucket) => all + bucket, 0);
  return [...negative, ...difference('sum of the buckets', sum, total)];
}

function partsOf(
  { inputTokens, outputTokens, totalTokens, input, output, ...usage }: Usage,
  told: RecordedUsage,
): string[] {
  const { details = {} } = usage;
  return [
    ...difference('input', inputTokens, told.input),
    ...difference('output', outputTokens, told.output),
    ...difference('total', totalTokens, told.total),
    ...difference('read from the cache', input.cacheRead, told.cacheRead),
    ...difference('written to the cache', input.cacheWrite, told.cacheWrite),
    ...difference('written for an hour', details.cacheWriteHour ?? 0, told.cacheWriteHour),
    ...difference('reasoning', output.reasoning, told.reasoning),
    ...difference("tools' input", details.toolInput ?? 0, told.toolInput),
    ...difference('audio', (details.audioInput ?? 0) + (details.audioCacheRead ?? 0), told.audio),
    ...difference('images', (details.imageInput ?? 0) + (details.imageCacheRead ?? 0), told.images),
    ...difference('video', (details.videoInput ?? 0) + (details.videoCacheRead ?? 0), told.video),
    ...difference('audio said', details.audioOutput ?? 0, told.audioOutput),
    ...difference('images made', details.imageOutput ?? 0, told.imageOutput),
    ...difference('searches', details.searches ?? 0, told.searches),
  ];
}

function difference(name: string, read: number, recorded: number): string[] {
  return read === recorded ? [] : [`${name}: read ${read}, recorded ${recorded}`];
}

function replyOf(protocol: Protocol, { body = null, streamed }: Recording): Reply {
  if (streamed === undefined) return protocol.readReply(body, 'recorded');
  const builder = new ReplyBuilder();
  const reader = protocol.readStream('recorded');
  const add = (part: StreamPart): void => builder.add(part);
  const take = (event: string, data: string): void => reader.read(event, data, add);
  const events = protocol.framing === 'ndjson' ? new NdjsonReader(take) : new SseReader(take);
  events.push(Buffer.from(streamed));
  events.end();
  reader.end(add);
  return builder.reply();
}
