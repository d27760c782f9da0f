import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { asObject, type JsonObject, parseJson } from '../ground/json.ts';
import { beginning, type Scene } from '../stage/scene.ts';
import type { Fault, FaultOptions } from './fault.ts';

function body(name: string, description: string, play: Fault['play']): Fault {
  return { name, group: 'body', description, play };
}

function send(scene: Scene, bytes: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): void {
  scene.exchange.whole(200, { 'content-type': scene.contentType, ...scene.headers, ...headers }, bytes);
}

function encoded(name: string, encode: (bytes: string) => Uint8Array): Fault {
  return body(name, `A right reply with \`content-encoding: ${name}\`, whether it was asked for or not.`, (scene) =>
    send(scene, encode(scene.body()), { 'content-encoding': name }),
  );
}

function firstHalf(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return bytes.subarray(0, bytes.length >> 1);
}

/** Replies of status 200 whose body is wrong. */
export const bodyFaults: readonly Fault[] = [
  body('ok-error', '200 whose body is an error.', (scene, { message }) => {
    const error = { word: 'server' as const, status: 200, message };
    send(scene, JSON.stringify(scene.protocol.errorBody(error, scene.requestId)), {
      'content-type': 'application/json',
    });
  }),
  body('cut-json', '200 whose body stops in the middle, with the `content-length` of what is there.', (scene) =>
    send(scene, firstHalf(scene.body())),
  ),
  body(
    'short-length',
    '200 whose body is shorter than its `content-length`; then the connection closes.',
    async (scene) => {
      const bytes = Buffer.from(scene.body());
      const length = { 'content-length': String(bytes.length) };
      scene.exchange.head(200, { 'content-type': scene.contentType, ...length, ...scene.headers });
      await scene.exchange.write(firstHalf(scene.body()));
      scene.exchange.close();
    },
  ),
  body('empty-body', '200 with no body at all.', (scene) => send(scene, '')),
  body('empty-choices', '200 whose reply has no content: `choices: []`, `content: []`.', emptyChoices),
  body('empty-content', '200 whose reply is the empty text.', (scene) =>
    scene.play({ ...scene.answer, text: '', reasoning: '', calls: [], finish: 'stop' }),
  ),
  body('html', '200 with an HTML page, as of a captive portal.', (scene) =>
    send(scene, '<!doctype html><html><body>Please sign in to use this network.</body></html>', {
      'content-type': 'text/html',
    }),
  ),
  body('wrong-type', 'A right reply with `content-type: text/plain`.', (scene) =>
    send(scene, scene.body(), { 'content-type': 'text/plain' }),
  ),
  encoded('gzip', gzipSync),
  encoded('br', brotliCompressSync),
  encoded('deflate', deflateSync),
  encoded('zstd', zstdCompressSync),
  body('cut-gzip', 'A gzip body that lacks its last 12 bytes.', (scene) =>
    send(scene, gzipSync(scene.body()).subarray(0, -12), { 'content-encoding': 'gzip' }),
  ),
  body('huge-body', 'A right reply of a huge text (option `bytes`, default 64 MiB).', hugeBody),
  body('huge-line', 'A stream with one huge line, or a huge text (option `bytes`, default 64 MiB).', hugeLine),
];

async function emptyChoices(scene: Scene): Promise<void> {
  const { exchange, protocol, question } = scene;
  if (question.stream) {
    await scene.stream(scene.frames().filter((frame) => frame.part === 'end'));
    return;
  }
  const reply: JsonObject = asObject(parseJson(scene.json()));
  const fields: Readonly<Record<typeof protocol.name, JsonObject>> = {
    chat: { choices: [] },
    responses: { output: [] },
    gemini: { candidates: [] },
    messages: { content: [] },
    'ollama-chat': { message: undefined },
    'ollama-generate': { response: undefined },
  };
  exchange.whole(
    200,
    { 'content-type': 'application/json', ...scene.headers },
    JSON.stringify({ ...reply, ...fields[protocol.name] }),
  );
}

const mebibyte = 1 << 20;
const defaultBytes = 64 * mebibyte;
const marker = '@@@@';

/** Sends text of so many bytes in blocks, so that the simulation itself stays small. */
async function sendFiller(scene: Scene, bytes: number): Promise<void> {
  const block = Buffer.alloc(mebibyte, 'a');
  for (let left = bytes; left > 0; left -= mebibyte)
    await scene.exchange.write(block.subarray(0, Math.min(left, mebibyte)));
}

async function hugeBody(scene: Scene, { bytes = defaultBytes }: FaultOptions): Promise<void> {
  const answer = { ...scene.answer, text: marker, reasoning: '', calls: [] };
  if (!scene.question.stream) {
    const [before = '', after = ''] = scene.json(answer).split(marker);
    scene.exchange.head(200, { 'content-type': 'application/json', ...scene.headers });
    await scene.exchange.write(before);
    await sendFiller(scene, bytes);
    await scene.exchange.write(after);
    scene.exchange.end();
    return;
  }
  const frames = scene.frames(answer);
  scene.streamHead();
  for (const frame of frames) {
    const times = frame.part === 'content' ? Math.ceil(bytes / mebibyte) : 1;
    const text = frame.text.replace(marker, 'a'.repeat(mebibyte));
    for (let time = 0; time < times; time += 1) await scene.exchange.write(text);
  }
  scene.exchange.end();
}

async function hugeLine(scene: Scene, options: FaultOptions): Promise<void> {
  if (!scene.question.stream) {
    await hugeBody(scene, options);
    return;
  }
  const frames = scene.frames();
  const start = beginning(frames, 1);
  scene.streamHead();
  await scene.send(start);
  await scene.exchange.write(scene.protocol.framing === 'sse' ? 'data: {"x":"' : '{"x":"');
  await sendFiller(scene, options.bytes ?? defaultBytes);
  await scene.exchange.write('"}\n\n');
  await scene.send(frames.slice(start.length));
  scene.exchange.end();
}
