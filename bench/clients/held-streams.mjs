// Callers who open a stream, read on, and leave when they are told to.
import { once } from 'node:events';
import { connect } from 'node:net';
import { answer } from '../answer.mjs';

/** How many connections are being opened at once. */
const opening = 100;
const sockets = [];

/** Opens so many streams and settles when each of them has begun. */
async function hold({ port, request: { path, headers, body }, count }) {
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const bytes = Buffer.from(`POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}\r\n${body}`);
  const lane = async () => {
    while (sockets.length < count) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      sockets.push(socket);
      socket.write(bytes);
      const [chunk] = await once(socket, 'data');
      if (!chunk.latin1Slice(0, 12).startsWith('HTTP/1.1 200')) throw new Error(chunk.latin1Slice(0, 300));
      socket.resume();
    }
  };
  await Promise.all(Array.from({ length: opening }, lane));
  return sockets.filter(({ destroyed }) => !destroyed).length;
}

/** Leaves all of them at once. */
function leave() {
  const left = sockets.splice(0).filter((socket) => !socket.destroyed);
  for (const socket of left) socket.destroy();
  return left.length;
}

answer({ hold, leave });
