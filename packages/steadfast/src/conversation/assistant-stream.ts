import { ModelError } from '../model/error.ts';
import type { AssistantReply, ReplyEvent } from './assistant-reply.ts';

/** A reply as it comes about. It has one reader: iterate it for its events, or `text` for its text alone. */
export class AssistantStream implements AsyncIterable<ReplyEvent> {
  readonly #events: AsyncGenerator<ReplyEvent, AssistantReply, undefined>;

  constructor(events: AsyncGenerator<ReplyEvent, AssistantReply, undefined>) {
    this.#events = events;
  }

  /**
   * The text as it comes. Where it is void after some of it was given, reading it throws a `ModelError` of kind
   * `interrupted`: read the events, or have replies held back until they were checked (`hold`).
   */
  get text(): AsyncIterable<string> {
    return { [Symbol.asyncIterator]: () => textIn(this.#events) };
  }

  [Symbol.asyncIterator](): AsyncIterator<ReplyEvent, AssistantReply> {
    return this.#events;
  }
}

async function* textIn(events: AsyncIterable<ReplyEvent>): AsyncGenerator<string, undefined> {
  let text = '';
  for await (const event of events) {
    if (event.type === 'text') {
      text += event.text;
      yield event.text;
    } else if (event.type === 'restart' && text !== '') throw voidError(event.problem.message, text);
  }
  return undefined;
}

function voidError(why: string, text: string): ModelError {
  const message = `The reply so far is void, and another one follows, which the reader of its text alone can't be told: ${why}`;
  return new ModelError({ kind: 'interrupted', message, partial: { text, toolCalls: [] } });
}
