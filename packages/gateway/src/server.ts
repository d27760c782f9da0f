import { isModelError } from 'steadfast/model';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Authorizer } from './authorize.ts';
import { dialects } from './dialects.ts';
import { Exchange } from './exchange.ts';
import { drainingError } from './failure.ts';
import type { House } from './house.ts';
import { refusal } from './refusal.ts';
import type { Routes } from './route.ts';
import { dialectOf, routeFor, routesOf } from './routes.ts';

/** Bounds on how slowly a caller may send, in milliseconds; none of them bounds a reply. */
const slowest = {
  /** For the head of a request. */
  headersTimeout: 20_000,
  /** For a whole request, its body included. */
  requestTimeout: 120_000,
  /** For the next request on a kept-alive connection; longer than the pools of the usual clients keep theirs. */
  keepAliveTimeout: 65_000,
};

/** The longest time for which the rest of a refused body is read and thrown away, so that the caller can read the reply. */
const lingerMs = 1_000;

/** Makes the server; it answers every request, also one that no route knows. */
export function gatewayServer(house: House, authorizer: Authorizer, log: (error: unknown) => void): Server {
  const server = createServer({ ...slowest, maxHeaderSize: 32_768, insecureHTTPParser: false });
  server.on('request', (request, response) => {
    const path = pathOf(request);
    const routes = routesOf(path);
    const exchange = new Exchange(house, request, response, path, dialects[dialectOf(routes, request.headers)]);
    void answer(exchange, routes, authorizer, log);
  });
  server.on('clientError', refuseBytes);
  return server;
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

async function answer(
  exchange: Exchange,
  routes: Routes | undefined,
  authorizer: Authorizer,
  log: (error: unknown) => void,
): Promise<void> {
  try {
    await serve(exchange, routes, authorizer);
  } catch (error) {
    if (!isModelError(error)) log(error);
    exchange.fail(error);
    if (!exchange.request.complete) linger(exchange.request);
  }
}

function serve(exchange: Exchange, routes: Routes | undefined, authorizer: Authorizer): void | Promise<void> {
  const { house, request, response, path, query } = exchange;
  if (house.draining()) response.shouldKeepAlive = false;
  const { method = 'GET', headers } = request;
  const origin = headers.origin === undefined ? undefined : authorizer.foreignOrigin(headers);
  if (origin !== undefined) {
    response.setHeader('access-control-allow-origin', origin);
    if (method === 'OPTIONS') return preflight(exchange);
  }
  if (headers.upgrade?.toLowerCase() === 'websocket') {
    throw refusal('upgrade-required', 'no_websocket', 'This gateway speaks plain HTTP; send the request as POST.');
  }
  const route = routeFor(method, path, routes);
  if (route.open === undefined) {
    authorizer.check(headers, query);
    if (house.draining()) throw drainingError();
  }
  return route.answer(exchange);
}

function preflight(exchange: Exchange): void {
  const asked = exchange.request.headers['access-control-request-headers'] ?? '*';
  const allowed = ['access-control-allow-methods', 'GET, POST', 'access-control-allow-headers', asked];
  exchange.reply(204, [...allowed, 'access-control-max-age', '600', 'vary', 'origin'], '');
}

/** Throws the rest of a body away for a moment: closing at once would reset the connection before the reply is read. */
function linger(request: IncomingMessage): void {
  request.removeAllListeners('data');
  request.resume();
  const timer = setTimeout(() => request.socket.destroy(), lingerMs).unref();
  request.on('close', () => clearTimeout(timer));
}

/** Answers what is not a request: the connection cannot be trusted any further and is closed. */
function refuseBytes(error: Error & { code?: string }, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  const message = `This is not a request that HTTP allows (${error.code ?? 'unknown'}).`;
  const body = JSON.stringify({
    error: { message, type: 'invalid_request_error', code: 'bad_http', source: 'gateway' },
  });
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.end(`${head}\r\nconnection: close\r\n\r\n${body}`, () => socket.destroy());
}
