import type { IncomingHttpHeaders } from 'node:http';
import type { DialectId } from './dialects.ts';
import { countTokens, embed } from './errand-routes.ts';
import type { Exchange } from './exchange.ts';
import { googleRoutes } from './google-routes.ts';
import { listModels, showModel } from './models-route.ts';
import { nearestPath } from './nearest-path.ts';
import { listRunning, showOllamaModel, tellVersion } from './ollama-routes.ts';
import { refusal } from './refusal.ts';
import { relay } from './relay-route.ts';
import type { Answer, Route, Routes } from './route.ts';

type Table = Readonly<Record<string, Routes>>;

const asking = (dialect: DialectId, answer: Answer = (exchange) => relay(exchange)): Routes => [
  { method: 'POST', dialect, answer },
];
const telling = (dialect: DialectId | undefined, answer: Answer): Routes => [{ method: 'GET', dialect, answer }];
const listing = (dialect?: DialectId): Routes => telling(dialect, listModels);
const alive: Routes = [{ method: 'GET', open: true, answer: (exchange) => exchange.replyJson(200, { status: 'ok' }) }];
const ready: Routes = [{ method: 'GET', open: true, answer: readiness }];
const probe: Route = { method: 'HEAD', open: true, answer: (exchange) => exchange.reply(200, [], '') };
const home: Route = {
  method: 'GET',
  open: true,
  answer: (exchange) => exchange.replyJson(200, { name: 'steadfast', routes: servedPaths() }),
};

const openai: Table = {
  '/chat/completions': asking('chat'),
  '/responses': asking('responses'),
  '/embeddings': asking('chat', (exchange) => embed(exchange)),
};
const anthropic: Table = {
  '/messages': asking('messages'),
  '/messages/count_tokens': asking('messages', (exchange) => countTokens(exchange)),
};
const ollama: Table = {
  '/chat': asking('ollama'),
  '/generate': asking('generate'),
  '/embed': asking('ollama', (exchange) => embed(exchange)),
  '/embeddings': asking('ollama', (exchange) => embed(exchange, { form: 'single' })),
  '/show': asking('ollama', showOllamaModel),
  '/tags': listing('ollama'),
  '/ps': telling('ollama', listRunning),
  '/version': telling('ollama', tellVersion),
};

/** All fixed paths; a path may be served for several methods. Models and Google's methods have paths of their own. */
const table: Table = {
  '/': [home, probe],
  ...under('/v1', openai),
  ...under('/openai/v1', openai),
  ...under('/v1', anthropic),
  ...under('/anthropic/v1', anthropic),
  ...under('/api', ollama),
  ...under('/ollama/api', ollama),
  '/v1/models': listing(),
  '/openai/v1/models': listing('chat'),
  '/anthropic/v1/models': listing('messages'),
  '/v1beta/models': listing('gemini'),
  '/gemini/v1/models': listing('gemini'),
  '/gemini/v1beta/models': listing('gemini'),
  '/health': alive,
  '/health/liveliness': alive,
  '/ready': ready,
  '/health/readiness': ready,
  '/api/hello': [probe],
};

/** Paths that hold the name of a model, as people read them. */
const patterns = ['/v1/models/{model}', '/v1beta/models/{model}:generateContent'];

/** The routes of a path; undefined for one that is not served. */
export function routesOf(path: string): Routes | undefined {
  return Object.hasOwn(table, path) ? table[path] : (googleRoutes(path) ?? modelRoutes(path));
}

/**
 * The route for a method.
 * @throws ModelError with status 404 that names the nearest path, 405 for a path that is served for another method
 */
export function routeFor(method: string, path: string, routes: Routes | undefined): Route {
  if (routes === undefined) {
    const nearest = nearestPath(path, servedPaths());
    const message = `There is nothing at ${path}. The nearest path is ${nearest}; GET / lists all of them.`;
    throw refusal('not-found', 'unknown_path', message);
  }
  const route = routes.find((candidate) => candidate.method === method);
  if (route !== undefined) return route;
  const methods = routes.map((candidate) => candidate.method).join(', ');
  throw refusal('method-not-allowed', 'method_not_allowed', `${path} is served for ${methods}, not for ${method}.`);
}

/** The language of a request: that of its path, else the one that its headers speak. */
export function dialectOf(routes: Routes | undefined, headers: IncomingHttpHeaders): DialectId {
  const fixed = routes?.[0]?.dialect;
  if (fixed !== undefined) return fixed;
  if (headers['anthropic-version'] !== undefined) return 'messages';
  return headers['x-goog-api-key'] === undefined ? 'chat' : 'gemini';
}

const modelPath = /^\/(?:(openai|anthropic|gemini)\/)?v1(beta)?\/models\/(.+)$/;
const prefixes: Readonly<Record<string, DialectId>> = { openai: 'chat', anthropic: 'messages', gemini: 'gemini' };

function modelRoutes(path: string): Routes | undefined {
  const [, prefix = '', beta, id] = modelPath.exec(path) ?? [];
  if (id === undefined) return undefined;
  const dialect = prefixes[prefix] ?? (beta === undefined ? undefined : 'gemini');
  return telling(dialect, (exchange) => showModel(exchange, id));
}

function under(prefix: string, paths: Table): Table {
  return Object.fromEntries(Object.entries(paths).map(([path, routes]) => [prefix + path, routes]));
}

function servedPaths(): string[] {
  return [...Object.keys(table), ...patterns];
}

function readiness(exchange: Exchange): void {
  if (exchange.house.draining()) exchange.replyJson(503, { status: 'draining' });
  else exchange.replyJson(200, { status: 'ready' });
}
