// The bytes that the upstream answers with, and what they say.

/** The reply's body has this many bytes, as a short answer of OpenAI has. */
const replyBytes = 689;
const burstBytes = 16_384;
const streamHead =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nx-request-id: req_bench\r\ntransfer-encoding: chunked\r\n\r\n';

/** How many events with text a stream has: sent at once, and paced. */
export const burstEvents = 2000;
export const pacedEventCount = 200;

/** What a whole reply says begins so. */
export const replyStart = 'Paris is the capital';

/** The length of a stream's text of so many events. */
export function textLength(events) {
  let length = 0;
  for (let index = 0; index < events; index += 1) length += wordOf(index).length;
  return length;
}

/** One piece of the text. */
export function wordOf(index) {
  return ` word${index % 100}`;
}

function chunkOf(choices, usage) {
  const chunk = {
    id: 'chatcmpl-C9xQm2vT8bYk4LwRj6hPsN1dZ0aE',
    object: 'chat.completion.chunk',
    created: 1_763_000_000,
    model: 'gpt-6-luna-2026-08-07',
    service_tier: 'default',
    system_fingerprint: 'fp_50906f2aac',
    choices,
    usage,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function deltaOf(delta, reason) {
  return chunkOf([{ index: 0, delta, logprobs: null, finish_reason: reason }], null);
}

/** The events of a stream of Chat Completions with so many pieces of text. */
export function chatEvents(count) {
  const usage = { prompt_tokens: 200, completion_tokens: count, total_tokens: 200 + count };
  return [
    deltaOf({ role: 'assistant', content: '', refusal: null }, null),
    ...Array.from({ length: count }, (_, index) => deltaOf({ content: wordOf(index) }, null)),
    deltaOf({}, 'stop'),
    chunkOf([], usage),
    'data: [DONE]\n\n',
  ];
}

function framed(bytes) {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

function slices(bytes, size) {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}

/** One HTTP chunk for each piece of the body; the head travels with the first, the end with the last. */
function streamOf(pieces) {
  const chunks = pieces.map((piece) => framed(piece));
  chunks[0] = Buffer.concat([Buffer.from(streamHead), chunks[0] ?? Buffer.alloc(0)]);
  chunks.push(Buffer.concat([chunks.pop() ?? Buffer.alloc(0), Buffer.from('0\r\n\r\n')]));
  return chunks;
}

/** A stream's body in pieces of 16 KiB. */
export function slicesOf(events) {
  return slices(Buffer.from(events.join('')), burstBytes);
}

/** A whole stream of these events in writes of 16 KiB. */
export function inPieces(events) {
  return streamOf(slicesOf(events));
}

/** The same stream, one write an event. */
export function eachPiece(events) {
  return streamOf(events.map((event) => Buffer.from(event)));
}

/** A stream of 2,000 events in writes of 16 KiB. */
export const inBurst = inPieces(chatEvents(burstEvents));

/** The same stream, one write an event. */
export const eachEvent = eachPiece(chatEvents(burstEvents));

/** A stream of 200 events, to be written one by one. */
export const pacedEvents = eachPiece(chatEvents(pacedEventCount));

/** A whole reply. */
export const wholeReply = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: req_bench\r\ncontent-length: ${replyBytes}\r\n\r\n${replyBody()}`,
);

/** The body of a whole reply. */
export function replyBody() {
  const bodyWith = (content) =>
    JSON.stringify({
      id: 'chatcmpl-C9xQm2vT8bYk4LwRj6hPsN1dZ0aE',
      object: 'chat.completion',
      created: 1_763_000_000,
      model: 'gpt-6-luna-2026-08-07',
      choices: [
        { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' },
      ],
      usage: {
        prompt_tokens: 200,
        completion_tokens: 12,
        total_tokens: 212,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
      },
      service_tier: 'default',
      system_fingerprint: 'fp_50906f2aac',
    });
  return bodyWith(replyStart + '.'.repeat(replyBytes - bodyWith(replyStart).length));
}
