// The callers of a gateway: raw connections that write prepared bytes and look only for the end of a reply.
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { answer } from './answer.mjs';

const chunkedEnd = Buffer.from('0\r\n\r\n');

/** A kept-alive connection with one request at a time; it is opened anew when the server has closed it meanwhile. */
class Connection {
  #port;
  #socket = undefined;
  #held = [];
  #length = 0;
  #wanted = 0;
  #chunked = false;
  #tail = Buffer.alloc(0);
  #exchange = undefined;

  constructor(port) {
    this.#port = port;
  }

  /** Writes a request; settles with the milliseconds until the head of the reply when the reply is whole. */
  send(bytes) {
    return new Promise((resolve, reject) => {
      this.#exchange = { bytes, resolve, reject, begun: performance.now(), headMs: 0 };
      this.#write();
    });
  }

  #write() {
    this.#socket ??= this.#open();
    this.#socket.write(this.#exchange.bytes);
  }

  #open() {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    let answered = false;
    socket.on('data', (chunk) => {
      answered = true;
      this.#take(chunk);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#socket = undefined;
      if (this.#exchange === undefined) return;
      // An idle connection may be closed just when the next request is written: that one is sent again.
      if (answered && this.#held.length === 0) this.#write();
      else this.#exchange.reject(new Error('the gateway closed a connection in the middle of a reply'));
    });
    return socket;
  }

  #take(chunk) {
    if (this.#exchange === undefined) return;
    if (this.#wanted === 0 && !this.#chunked) this.#readHead(chunk);
    else this.#length += chunk.length;
    const whole = this.#chunked ? this.#endsChunks(chunk) : this.#wanted > 0 && this.#length >= this.#wanted;
    if (!whole) return;
    const { resolve, headMs } = this.#exchange;
    this.#exchange = undefined;
    this.#held = [];
    this.#length = 0;
    this.#wanted = 0;
    this.#chunked = false;
    resolve(headMs);
  }

  #endsChunks(chunk) {
    const bytes = chunk.length < chunkedEnd.length ? Buffer.concat([this.#tail, chunk]) : chunk;
    this.#tail = bytes.subarray(-chunkedEnd.length);
    return this.#tail.equals(chunkedEnd);
  }

  #readHead(chunk) {
    this.#held.push(chunk);
    const bytes = this.#held.length === 1 ? chunk : Buffer.concat(this.#held);
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return;
    this.#exchange.headMs = performance.now() - this.#exchange.begun;
    const head = bytes.latin1Slice(0, end).toLowerCase();
    if (!head.startsWith('http/1.1 200')) this.#exchange.reject(new Error(bytes.latin1Slice()));
    this.#length = bytes.length - end - 4;
    const length = /content-length: *(\d+)/.exec(head)?.[1];
    if (length === undefined) this.#chunked = true;
    else this.#wanted = Number(length);
  }
}

const pools = new Map();

function poolOf(port, size) {
  const pool = pools.get(port) ?? [];
  pools.set(port, pool);
  while (pool.length < size) pool.push(new Connection(port));
  return pool.slice(0, size);
}

function bytesOf({ headers, body, path = '/v1/chat/completions' }) {
  const lines = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${head}\r\n${body}`);
}

/** Every connection sends its next request when its last is answered. */
async function closedLoop({ port, request, connections, count }) {
  const bytes = bytesOf(request);
  let left = count;
  const lane = async (connection) => {
    while (left > 0) {
      left -= 1;
      await connection.send(bytes);
    }
  };
  await Promise.all(poolOf(port, connections).map(lane));
}

/** Requests fall due at a fixed rate whether or not others are answered; a request's time runs from when it was due. */
async function openLoop({ port, request, connections, perSecond, seconds }) {
  const bytes = bytesOf(request);
  const idle = poolOf(port, connections);
  const total = perSecond * seconds;
  const times = [];
  const due = [];
  let issued = 0;
  const done = Promise.withResolvers();
  const issue = () => {
    while (due.length > 0 && idle.length > 0) {
      const connection = idle.pop();
      const since = due.shift();
      connection.send(bytes).then(() => {
        times.push(performance.now() - since);
        idle.push(connection);
        issue();
        if (times.length === total) done.resolve();
      }, done.reject);
    }
  };
  const begun = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    for (; issued < total && begun + (issued * 1000) / perSecond <= now; issued += 1) due.push(now);
    if (issued === total) clearInterval(timer);
    issue();
  }, 1);
  await done.promise;
  times.sort((one, other) => one - other);
  return { p50: times[Math.floor(total * 0.5)], p99: times[Math.floor(total * 0.99)] };
}

/** So many streams at once, each on a connection of its own, begun one after the other. */
async function streams({ port, request, connections }) {
  const bytes = bytesOf(request);
  const heads = await Promise.all(
    poolOf(port, connections).map(async (connection, index) => {
      await new Promise((resolve) => setTimeout(resolve, index % 8));
      return connection.send(bytes);
    }),
  );
  heads.sort((one, other) => one - other);
  return { headMs: heads[Math.floor(heads.length / 2)] };
}

answer({ closedLoop, openLoop, streams });
