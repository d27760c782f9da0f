import { readFallbacks } from './directory.ts';
import type { Exchange } from './exchange.ts';
import { readBody } from './inbound.ts';
import { readJsonBody } from './json-text.ts';
import { listModels, showModel } from './models-route.ts';
import { refusal } from './refusal.ts';
import { Relay } from './relay.ts';

/** Answers one request. */
type Answer = (exchange: Exchange) => void | Promise<void>;

/** A path that is served, and how. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'HEAD';
  /** The wire language of the path; where it is not fixed, the headers tell. */
  readonly dialect?: 'chat' | 'messages';
  /** Served without a token. */
  readonly open?: true;
  readonly answer: Answer;
}

const chat: Route = { method: 'POST', dialect: 'chat', answer: relay };
const messages: Route = { method: 'POST', dialect: 'messages', answer: relay };
const list: Answer = (exchange) => listModels(exchange);
const alive: Route = { method: 'GET', open: true, answer: (exchange) => exchange.replyJson(200, { status: 'ok' }) };
const ready: Route = { method: 'GET', open: true, answer: readiness };
const probe: Route = { method: 'HEAD', open: true, answer: (exchange) => exchange.reply(200, [], '') };
const home: Route = {
  method: 'GET',
  open: true,
  answer: (exchange) => exchange.replyJson(200, { name: 'steadfast', routes: servedPaths() }),
};

/** All routes, by path; a path may be served for several methods. */
const table: Readonly<Record<string, readonly Route[]>> = {
  '/': [home, probe],
  '/v1/chat/completions': [chat],
  '/openai/v1/chat/completions': [chat],
  '/v1/messages': [messages],
  '/anthropic/v1/messages': [messages],
  '/v1/models': [{ method: 'GET', answer: list }],
  '/openai/v1/models': [{ method: 'GET', dialect: 'chat', answer: list }],
  '/anthropic/v1/models': [{ method: 'GET', dialect: 'messages', answer: list }],
  '/health': [alive],
  '/health/liveliness': [alive],
  '/ready': [ready],
  '/health/readiness': [ready],
  '/api/hello': [probe],
};

const modelPath = /^\/(?:(openai|anthropic)\/)?v1\/models\/(.+)$/;

/**
 * The route of a request.
 * @throws ModelError with status 404 that names the nearest path, 405 for a path that is served for another method
 */
export function routeOf(method: string, path: string): Route {
  const routes = Object.hasOwn(table, path) ? table[path] : modelRoutes(path);
  if (routes === undefined) throw unknownPath(path);
  const route = routes.find((candidate) => candidate.method === method);
  if (route !== undefined) return route;
  const methods = routes.map((candidate) => candidate.method).join(', ');
  throw refusal('method-not-allowed', 'method_not_allowed', `${path} is served for ${methods}, not for ${method}.`);
}

/** The wire language that a path is fixed to; undefined where the headers tell, and for a path that is not served. */
export function dialectOf(path: string): 'chat' | 'messages' | undefined {
  const routes = Object.hasOwn(table, path) ? table[path] : modelRoutes(path);
  return routes?.[0]?.dialect;
}

function modelRoutes(path: string): readonly Route[] | undefined {
  const [, prefix, id] = modelPath.exec(path) ?? [];
  if (id === undefined) return undefined;
  const dialect = prefix === 'openai' ? 'chat' : prefix === 'anthropic' ? 'messages' : undefined;
  return [{ method: 'GET', dialect, answer: (exchange) => showModel(exchange, id) }];
}

function unknownPath(path: string): Error {
  const nearest = nearestPath(path);
  const message = `There is nothing at ${path}. The nearest path is ${nearest}; GET / lists all of them.`;
  return refusal('not-found', 'unknown_path', message);
}

function nearestPath(path: string): string {
  const wanted = wordsOf(path);
  const score = (candidate: string): number => {
    const words = wordsOf(candidate);
    const shared = words.filter((word) => wanted.includes(word)).length;
    return shared * 2 - words.length - wanted.length;
  };
  return servedPaths().reduce((best, candidate) => (score(candidate) > score(best) ? candidate : best));
}

function wordsOf(path: string): string[] {
  return path
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function servedPaths(): string[] {
  return Object.keys(table);
}

async function relay(exchange: Exchange): Promise<void> {
  const { house } = exchange;
  const body = await readBody(exchange.request, house.maxBodyBytes);
  const json = readJsonBody(body);
  const { model } = json;
  if (typeof model !== 'string' || model === '') {
    throw refusal('bad-request', 'missing_model', 'The body has no "model"; write it as "provider/model".');
  }
  const wanted = exchange.request.headers['x-steadfast-fallback'];
  const fallbacks = wanted === undefined ? house.fallbacks : readFallbacks(wanted);
  const target = house.directory.find(model, fallbacks);
  await new Relay(exchange, body, json).run(target);
}

function readiness(exchange: Exchange): void {
  if (exchange.house.draining()) exchange.replyJson(503, { status: 'draining' });
  else exchange.replyJson(200, { status: 'ready' });
}
