// The upstream: a provider of OpenAI Chat Completions, and of streams of Anthropic Messages, that costs as little as
// Node allows. It reads no more of a request than its path, where it ends and whether it asks for a stream, and writes
// bytes that were ready before.
// The first segment of the path says how: /burst, /each, /paced, /drip, /slow or /never.
import { createServer } from 'node:net';
import { answer } from './answer.mjs';
import { eachEvent, inBurst, pacedEvents, wholeReply } from './upstream-bytes.mjs';
import { messagesEach, messagesInBurst } from './upstream-messages.mjs';

const paceMs = 5;
const slowMs = 50;
const dripMs = 10_000;
/** The open sockets, each with whether it owes nothing: its caller has all that was asked for. */
const open = new Map();

const server = createServer({ noDelay: true }, (socket) => {
  let held = Buffer.alloc(0);
  open.set(socket, false);
  socket.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const end = endOfRequest(held);
    if (end === undefined) return;
    const request = held.subarray(0, end);
    held = held.subarray(end);
    open.set(socket, false);
    reply(socket, request);
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => open.delete(socket));
});

/** Where the first request in these bytes ends; undefined while it is not whole. */
function endOfRequest(bytes) {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = bytes.latin1Slice(0, headEnd).toLowerCase();
  const length = /content-length: *(\d+)/.exec(head)?.[1];
  if (length !== undefined) {
    const end = headEnd + 4 + Number(length);
    return bytes.length < end ? undefined : end;
  }
  if (!head.includes('transfer-encoding: chunked')) return headEnd + 4;
  const last = bytes.indexOf('0\r\n\r\n', headEnd + 4);
  return last < 0 ? undefined : last + 5;
}

function reply(socket, request) {
  const path = request.latin1Slice(request.indexOf('/') + 1, request.indexOf('\r'));
  const isMessages = path.includes('/messages ');
  if (path.startsWith('never')) return;
  if (path.startsWith('slow')) {
    const timer = setTimeout(() => finish(socket, [wholeReply]), slowMs);
    socket.once('close', () => clearTimeout(timer));
  } else if (!request.includes('"stream":true')) finish(socket, [wholeReply]);
  else if (path.startsWith('paced')) pace(socket);
  else if (path.startsWith('drip')) drip(socket);
  else if (path.startsWith('each')) finish(socket, isMessages ? messagesEach : eachEvent);
  else finish(socket, isMessages ? messagesInBurst : inBurst);
}

function finish(socket, pieces) {
  for (const piece of pieces) socket.write(piece);
  open.set(socket, true);
}

function pace(socket) {
  let next = 0;
  const stop = () => clearInterval(timer);
  const timer = setInterval(() => {
    if (next < pacedEvents.length - 1) socket.write(pacedEvents[next]);
    else {
      stop();
      socket.off('close', stop);
      finish(socket, pacedEvents.slice(-1));
    }
    next += 1;
  }, paceMs);
  socket.once('close', stop);
}

/** An event at once and one every 10 s, for as long as anybody is there. */
function drip(socket) {
  socket.write(pacedEvents[0]);
  socket.write(pacedEvents[1]);
  const timer = setInterval(() => socket.write(pacedEvents[2]), dripMs);
  socket.once('close', () => clearInterval(timer));
}

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  answer({
    port: () => server.address().port,
    openSockets: () => open.size,
    busySockets: () => [...open.values()].filter((settled) => !settled).length,
  });
});
