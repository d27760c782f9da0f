import { countTokens, embed } from './errand-routes.ts';
import type { Exchange } from './exchange.ts';
import type { Asked } from './incoming.ts';
import { nameIn } from './models-route.ts';
import { relay } from './relay-route.ts';
import type { Routes } from './route.ts';

/** Google's methods, by name: the path names the model and says what is asked of it. */
const methods: Readonly<Record<string, (exchange: Exchange, model: string) => Promise<void>>> = {
  generateContent: (exchange, model) => relay(exchange, { model, stream: false }),
  streamGenerateContent: (exchange, model) => relay(exchange, { model, stream: true }),
  countTokens: (exchange, model) => countTokens(exchange, { model }),
  embedContent: (exchange, model) => embed(exchange, { model, form: 'single' } satisfies Asked),
  batchEmbedContents: (exchange, model) => embed(exchange, { model }),
};

const methodPath = /^(?:\/gemini)?\/v1(?:beta)?\/(?:models\/)?(.+):(\w+)$/;

/**
 * The routes of a path such as `/v1beta/models/openai/gpt-6-luna:generateContent`; a name may hold slashes, encoded or
 * not. Before a name that does, some clients leave out `models/`, since those of tuned models stand without it.
 */
export function googleRoutes(path: string): Routes | undefined {
  const [, model, name = ''] = methodPath.exec(path) ?? [];
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (model === undefined || method === undefined) return undefined;
  return [{ method: 'POST', dialect: 'gemini', answer: (exchange) => method(exchange, nameIn(model)) }];
}
