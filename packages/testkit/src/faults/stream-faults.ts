import { parseJson } from '../ground/json.ts';
import type { Frame } from '../protocols/wire-protocol.ts';
import { beginning, type Scene } from '../stage/scene.ts';
import type { Fault, FaultOptions } from './fault.ts';

/** A fault of streams; a request for a whole reply is answered rightly. */
function stream(name: string, description: string, play: Fault['play']): Fault {
  return {
    name,
    group: 'stream',
    description,
    play: (scene, options) => (scene.question.stream ? play(scene, options) : scene.play()),
  };
}

/** A fault that writes each event in another way. */
function rewritten(name: string, description: string, rewrite: (frame: Frame, scene: Scene) => string): Fault {
  return stream(name, description, (scene) =>
    scene.stream(scene.frames().map((frame) => ({ ...frame, text: rewrite(frame, scene) }))),
  );
}

/** A fault of server-sent events alone; lines of JSON stay as they are. */
const sseOnly =
  (rewrite: (frame: Frame) => string) =>
  (frame: Frame, scene: Scene): string =>
    scene.protocol.framing === 'sse' ? rewrite(frame) : frame.text;

/** Streams in an unusual or a wrong shape. */
export const streamFaults: readonly Fault[] = [
  stream('sse-bytes', 'Each byte of the stream comes alone, so that characters are split.', (scene) =>
    sendPieces(
      scene,
      Array.from(Buffer.from(scene.body()), (byte) => Buffer.of(byte)),
    ),
  ),
  stream('sse-crlf', 'Lines end in CRLF, and each piece ends between the two.', (scene) =>
    sendPieces(scene, splitAfter(Buffer.from(scene.body().replaceAll('\n', '\r\n')), 0x0d)),
  ),
  rewritten(
    'sse-comments',
    'Comments, `id:`, `retry:` and unknown fields stand between the events.',
    sseOnly(({ text }) => `: OPENROUTER PROCESSING\n\n:\n\nretry: 3000\n\nid: 1\nfoo: bar\n${text}`),
  ),
  stream('sse-bom', 'The stream begins with a byte order mark.', (scene) => {
    const [first, ...rest] = scene.frames();
    return scene.stream(first === undefined ? [] : [{ ...first, text: `\u{FEFF}${first.text}` }, ...rest]);
  }),
  rewritten(
    'sse-no-space',
    'No space follows `data:` and `event:`.',
    sseOnly(({ text }) => text.replaceAll(/^(data|event): /gm, '$1:')),
  ),
  rewritten(
    'sse-multi-data',
    'The JSON of an event stands in several `data:` lines.',
    sseOnly(({ text }) =>
      text.replace(/data: (\{.*\})\n/, (_, json: string) => `${indented(json).replaceAll(/^/gm, 'data: ')}\n`),
    ),
  ),
  stream('sse-bad-utf8', 'The first token holds bytes that are not UTF-8.', badUtf8),
  stream('sse-no-done', 'The stream ends after its finish reason, without `[DONE]` or `message_stop`.', (scene) =>
    scene.stream(scene.frames().filter((frame) => frame.part !== 'end')),
  ),
  stream('sse-no-last-newline', 'The last event lacks the blank line, or newline, that ends it.', (scene) => {
    const frames = scene.frames();
    const last = frames.at(-1);
    return scene.stream(last === undefined ? [] : [...frames.slice(0, -1), { ...last, text: last.text.trimEnd() }]);
  }),
  stream(
    'sse-cut',
    'The body ends in good order in the middle of the reply (option `after`, default 2 events).',
    (scene, options) => scene.stream(start(scene, options)),
  ),
  stream(
    'sse-bad-json',
    'An event in the middle is broken JSON (option `after`, default 2 events).',
    (scene, options) => {
      const begun = start(scene, options);
      const broken = {
        ...brokenFrame,
        text: scene.protocol.framing === 'sse' ? 'data: {"choices":[{"del\n\n' : '{"message":{"con\n',
      };
      return scene.stream([...begun, broken, ...scene.frames().slice(begun.length)]);
    },
  ),
  stream(
    'sse-error',
    'An error event comes in the middle, then a clean end (option `after`, default 2 events).',
    (scene, options) => scene.stream([...start(scene, options), errorFrame(scene, options)]),
  ),
  stream('sse-error-first', 'The first event of a 200 is an error.', (scene, options) =>
    scene.stream([errorFrame(scene, options)]),
  ),
  stream('sse-as-json', 'A stream was asked for, and a whole JSON reply comes.', (scene) => {
    scene.exchange.whole(200, { 'content-type': 'application/json', ...scene.headers }, scene.json());
  }),
  rewritten('sse-nullish', 'Empty, null and unknown events stand between the others.', (frame, scene) =>
    frame.part === 'open' || frame.part === 'content' ? `${nothing[scene.protocol.name]}${frame.text}` : frame.text,
  ),
];

const brokenFrame: Frame = { part: 'content', text: '', tokens: 0 };

const chatChunk = '"id":"chatcmpl-0","object":"chat.completion.chunk","created":1,"model":"sim"';

/** Events that say nothing, by protocol. */
const nothing: Readonly<Record<Scene['protocol']['name'], string>> = {
  chat:
    `data: {${chatChunk},"choices":[{"index":0,"delta":{"content":null},"finish_reason":null}]}\n\n` +
    `data: {${chatChunk},"choices":[]}\n\n`,
  responses: 'event: response.new_thing\ndata: {"type":"response.new_thing","x":null,"sequence_number":0}\n\n',
  gemini: 'data: {"candidates":[{"content":{"role":"model"},"index":0}]}\n\ndata: {"candidates":null}\n\n',
  messages: 'event: ping\ndata: {"type":"ping"}\n\nevent: new_thing\ndata: {"type":"new_thing","x":1}\n\n',
  'ollama-chat': '\n{"model":"sim","message":{"role":"assistant","content":""},"done":false}\n',
  'ollama-generate': '\n{"model":"sim","response":"","done":false}\n',
};

function start(scene: Scene, { after = 2 }: FaultOptions): readonly Frame[] {
  return beginning(scene.frames(), after);
}

function errorFrame(scene: Scene, { message }: FaultOptions): Frame {
  return scene.protocol.errorFrame({ word: 'overloaded', status: 503, message }, scene.requestId);
}

async function sendPieces(scene: Scene, pieces: readonly Uint8Array[]): Promise<void> {
  scene.streamHead();
  for (const piece of pieces) {
    await scene.exchange.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  scene.exchange.end();
}

function splitAfter(bytes: Uint8Array, separator: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let place = bytes.indexOf(separator); place >= 0; place = bytes.indexOf(separator, from)) {
    pieces.push(bytes.subarray(from, place + 1));
    from = place + 1;
  }
  return [...pieces, bytes.subarray(from)];
}

function indented(json: string): string {
  return JSON.stringify(parseJson(json), null, 1);
}

async function badUtf8(scene: Scene): Promise<void> {
  const frames = scene.frames({ ...scene.answer, text: `@@${scene.answer.text}` });
  const [before = '', after = ''] = frames
    .map((frame) => frame.text)
    .join('')
    .split('@@');
  const bytes = Buffer.concat([Buffer.from(before), Buffer.of(0xff, 0xc3), Buffer.from(after)]);
  scene.streamHead();
  await scene.exchange.write(bytes);
  scene.exchange.end();
}
