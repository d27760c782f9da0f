import { isModelError, Journal } from 'steadfast/model';
import type { Call, RawReply, RawRequest } from 'steadfast/model';
import type { SideCall } from 'steadfast/protocols';
import type { Exchange } from './exchange.ts';
import { receive } from './incoming.ts';
import type { Asked, Incoming } from './incoming.ts';
import { knownHeaders } from './known-headers.ts';
import { lazyRequest } from './lazy-request.ts';
import { refusal } from './refusal.ts';

/** Answers a request for the vectors of texts. */
export async function embed(exchange: Exchange, asked?: Asked): Promise<void> {
  const side = offered(exchange, exchange.dialect.protocol.embeddings);
  const incoming = await receive(exchange, asked);
  const model = exchange.house.directory.embedding(incoming.model);
  const request = lazyRequest({ input: [], raw: incoming.raw }, () => side.readRequest(incoming.json));
  await run(exchange, incoming, side, async (call) => {
    const embeddings = await model.embed(request, call);
    return { ...embeddings, answer: embeddings };
  });
}

/** Answers a request for the number of a request's tokens. */
export async function countTokens(exchange: Exchange, asked?: Asked): Promise<void> {
  const side = offered(exchange, exchange.dialect.protocol.tokenCount);
  const incoming = await receive(exchange, asked);
  const counter = exchange.house.directory.counter(incoming.model);
  const request = lazyRequest({ messages: [], raw: incoming.raw }, () => side.readRequest(incoming.json));
  await run(exchange, incoming, side, async (call) => {
    const { inputTokens, estimated, ...count } = await counter.countTokens(request, call);
    return { ...count, answer: inputTokens, headers: estimated ? ['x-steadfast-estimated', 'true'] : [] };
  });
}

/** What an errand brought back. */
interface Brought<Answer> {
  readonly answer: Answer;
  readonly model: string;
  readonly raw?: RawReply;
  /** More to tell the caller, as names and values. */
  readonly headers?: readonly string[];
}

async function run<Request extends { readonly raw?: RawRequest }, Answer>(
  exchange: Exchange,
  { model: name, json, raw: { form } }: Incoming,
  side: SideCall<Request, Answer>,
  ask: (call: Call) => Promise<Brought<Answer>>,
): Promise<void> {
  const { house, dialect, signal } = exchange;
  const journal = new Journal(house.clock.now());
  try {
    const { answer, model, raw, headers = [] } = await ask({ signal, journal });
    const known = [...knownHeaders(journal, model), ...headers];
    if (raw?.protocol === dialect.protocol.id) {
      exchange.reply(raw.status, exchange.passedHeaders(raw.headers, 'application/json', known), raw.body);
    } else {
      exchange.replyJson(200, side.writeAnswer(answer, { model: name, body: json, form }), known);
    }
  } catch (error) {
    if (!isModelError(error)) throw error;
    exchange.fail(error, knownHeaders(journal));
  }
}

function offered<Side>({ path }: Exchange, side: Side | undefined): Side {
  if (side !== undefined) return side;
  throw refusal('not-found', 'unknown_path', `There is nothing at ${path}.`);
}
