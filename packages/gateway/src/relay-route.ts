import { readFallbacks } from './directory.ts';
import type { Exchange } from './exchange.ts';
import { receive } from './incoming.ts';
import type { Asked } from './incoming.ts';
import { JsonArray } from './json-array.ts';
import { Relay } from './relay.ts';

/** Answers a request for a reply of a model. */
export async function relay(exchange: Exchange, asked?: Asked): Promise<void> {
  const { house, dialect, request, query } = exchange;
  const incoming = await receive(exchange, asked);
  const wanted = request.headers['x-steadfast-fallback'];
  const fallbacks = wanted === undefined ? house.fallbacks : readFallbacks(wanted);
  const model = house.directory.find(incoming.model, fallbacks);
  const isArray = incoming.stream && dialect.protocol.id === 'gemini' && !asksForEvents(query);
  await new Relay(exchange, incoming, isArray ? new JsonArray() : undefined).run(model);
}

/** Google streams events to those who ask for them, and a JSON array to all others. */
function asksForEvents(query: string): boolean {
  return new URLSearchParams(query).get('alt') === 'sse';
}
