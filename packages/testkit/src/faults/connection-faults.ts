import type { Scene } from '../stage/scene.ts';
import type { Fault, FaultOptions } from './fault.ts';

function connection(name: string, description: string, play: Fault['play']): Fault {
  return { name, group: 'connection', description, play };
}

/** Connections that fail, and replies that come too slowly, elsewhere, or in bad HTTP. */
export const connectionFaults: readonly Fault[] = [
  connection('reset-before', 'The connection is reset (RST) before the reply.', (scene) => scene.exchange.reset()),
  connection('close-before', 'The connection is closed (FIN) before the reply.', (scene) => scene.exchange.close()),
  connection('reset-headers', 'The connection is reset right after the headers.', async (scene) => {
    openBody(scene);
    await scene.exchange.reset();
  }),
  connection(
    'reset-mid',
    'The connection is reset in the middle of the reply (option `after`, default 2 events).',
    async (scene, { after = 2 }) => {
      await scene.playPart(after);
      await scene.exchange.reset();
    },
  ),
  connection(
    'close-mid',
    'The connection is closed in the middle of the reply (option `after`, default 2 events).',
    async (scene, { after = 2 }) => {
      await scene.playPart(after);
      scene.exchange.close();
    },
  ),
  connection('hang', 'No reply comes, and the connection stays open.', (scene) => scene.exchange.hang()),
  connection('slow-headers', 'The headers come byte by byte (option `ms` for each, default 300).', slowHeaders),
  connection('stall-first', 'The headers come, and nothing after them.', async (scene) => {
    openBody(scene);
    await scene.exchange.hang();
  }),
  connection(
    'stall-mid',
    'The reply stops in the middle, and the connection stays open (option `after`, default 2 events).',
    async (scene, { after = 2 }) => {
      await scene.playPart(after);
      await scene.exchange.hang();
    },
  ),
  connection(
    'slow-drip',
    'The reply comes whole, but slowly (option `ms` for each content event, default 700).',
    slowDrip,
  ),
  connection(
    'keepalive-closed',
    'A connection that was used before is closed as soon as it is used again.',
    async (scene) => {
      if (scene.requestsBefore > 0) scene.exchange.close();
      else await scene.play();
    },
  ),
  connection('redirect-307', '307 to another path of the same server, which answers.', (scene) =>
    redirectOnce(scene, 307),
  ),
  connection('redirect-302', '302 to another path of the same server, which turns a POST into a GET.', (scene) =>
    redirectOnce(scene, 302),
  ),
  connection('redirect-loop', '307 to the same path, without end.', (scene) => redirect(scene, 307, scene.path)),
  connection('bad-chunk', 'The length of the first chunk of the body is no number.', async (scene) => {
    await rawReply(
      scene,
      `HTTP/1.1 200 OK\r\ncontent-type: ${scene.contentType}\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n`,
    );
  }),
  connection('garbage', 'The bytes that come are not HTTP.', (scene) => rawReply(scene, 'SSH-2.0-OpenSSH_9.9\r\n')),
  connection('early-hints', '103 Early Hints comes before a right reply.', async (scene) => {
    await scene.exchange.raw('HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n');
    await scene.play();
  }),
  connection(
    'http-1.0',
    'A right reply in HTTP/1.0, without a length: the end of the connection ends it.',
    async (scene) => {
      scene.exchange.sentStatus(200);
      await scene.exchange.raw(`HTTP/1.0 200 OK\r\ncontent-type: ${scene.contentType}\r\n\r\n${scene.body()}`);
      scene.exchange.close('complete');
    },
  ),
  connection('header-bomb', 'A right reply with 64 KiB of headers.', (scene) => {
    const bomb = { 'x-bomb': 'a'.repeat(65_536) };
    scene.exchange.whole(200, { 'content-type': scene.contentType, ...scene.headers, ...bomb }, scene.body());
  }),
];

function openBody(scene: Scene): void {
  if (scene.question.stream) scene.streamHead();
  else scene.exchange.head(200, { 'content-type': 'application/json', 'content-length': '500', ...scene.headers });
}

const movedPrefix = '/moved';

async function redirectOnce(scene: Scene, status: number): Promise<void> {
  if (scene.path.startsWith(`${movedPrefix}/`)) await scene.play();
  else redirect(scene, status, `${movedPrefix}${scene.path}`);
}

function redirect(scene: Scene, status: number, location: string): void {
  scene.exchange.whole(status, { location, ...scene.headers }, '');
}

async function rawReply(scene: Scene, bytes: string): Promise<void> {
  await scene.exchange.raw(bytes);
  scene.exchange.close();
}

async function slowHeaders(scene: Scene, { ms = 300 }: FaultOptions): Promise<void> {
  const body = scene.body();
  const length = Buffer.byteLength(body);
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${scene.contentType}\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n`;
  for (const letter of head) {
    await scene.exchange.raw(letter);
    await scene.exchange.wait(scene.clock, ms);
  }
  scene.exchange.sentStatus(200);
  await scene.exchange.raw(body);
  scene.exchange.close('complete');
}

async function slowDrip(scene: Scene, { ms = 700 }: FaultOptions): Promise<void> {
  if (!scene.question.stream) {
    await scene.exchange.wait(scene.clock, ms);
    await scene.play();
    return;
  }
  scene.streamHead();
  for (const frame of scene.frames()) {
    await scene.exchange.write(frame.text);
    if (frame.part === 'content') await scene.exchange.wait(scene.clock, ms);
  }
  scene.exchange.end();
}
