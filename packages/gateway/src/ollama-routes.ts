import type { Exchange } from './exchange.ts';
import { receive } from './incoming.ts';
import { ollamaModel } from './models-route.ts';

/** The version of Ollama whose API is spoken here: programs ask for it before they use what is new. */
const spokenVersion = '0.14.0';

/** Answers `POST /api/show`. */
export async function showOllamaModel(exchange: Exchange): Promise<void> {
  const { model } = await receive(exchange);
  exchange.house.directory.find(model);
  exchange.replyJson(200, ollamaModel());
}

/** Answers `GET /api/version`. */
export function tellVersion(exchange: Exchange): void {
  exchange.replyJson(200, { version: spokenVersion });
}

/** Answers `GET /api/ps`: no model is held in this machine's memory by the gateway. */
export function listRunning(exchange: Exchange): void {
  exchange.replyJson(200, { models: [] });
}
