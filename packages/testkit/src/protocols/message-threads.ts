import type { IncomingHttpHeaders } from 'node:http';
import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../ground/json.ts';
import type { Answer } from './answer.ts';
import { RequestRefused } from './question.ts';
import type { ReplyFacts, WireProtocol } from './wire-protocol.ts';

/** The header that lets a request be of a thread (Claude API, "Message threads"). */
const beta = 'message-threads-2026-08-12';

/** How many replies are remembered; the oldest are forgotten. */
const mostReplies = 1_000;

/** A conversation, up to a reply. */
interface Held {
  readonly system: JsonValue | undefined;
  readonly tools: JsonValue | undefined;
  readonly messages: readonly JsonValue[];
}

/** What a server holds of Anthropic's message threads, so that a request brings only what is new. */
export class MessageThreads {
  readonly #held = new Map<string, Held>();
  readonly #continued = new Set<string>();

  /**
   * The protocol for one request: where that is of a thread, what is held stands before what it brings, and its reply is
   * held in turn.
   * @throws RequestRefused in Anthropic's words
   */
  protocolFor(protocol: WireProtocol, body: JsonObject, headers: IncomingHttpHeaders): WireProtocol {
    const thread = asObject(body['thread']);
    if (protocol.name !== 'messages' || thread['type'] === undefined) return protocol;
    if (!String(headers['anthropic-beta']).includes(beta)) {
      throw new RequestRefused('thread: Extra inputs are not permitted');
    }
    const previous = thread['type'] === 'continue' ? (asString(thread['previous_message_id']) ?? '') : undefined;
    const whole = previous === undefined ? body : this.#whole(previous, body);
    const hold = (answer: Answer, facts: ReplyFacts): void => {
      if (previous !== undefined) this.#continued.add(previous);
      this.#hold(protocol.reply(answer, facts), whole);
    };
    return {
      ...protocol,
      read: () => protocol.read(whole),
      reply: (answer, facts) => {
        hold(answer, facts);
        return protocol.reply(answer, facts);
      },
      frames: (answer, facts) => {
        hold(answer, facts);
        return protocol.frames(answer, facts);
      },
    };
  }

  #whole(previous: string, body: JsonObject): JsonObject {
    for (const field of ['system', 'tools']) {
      if (body[field] !== undefined) throw new RequestRefused(`${field}: cannot be set when a thread is continued`);
    }
    if (this.#continued.has(previous)) {
      const code = 'thread_already_continued';
      throw new RequestRefused(`thread.previous_message_id: ${previous} has already been continued`, { code });
    }
    const held = this.#held.get(previous);
    if (held === undefined) {
      const facts = { code: 'thread_not_found', status: 404 } as const;
      throw new RequestRefused(`thread.previous_message_id: no thread was found for ${previous}`, facts);
    }
    return { ...body, ...held, messages: [...held.messages, ...asArray(body['messages'])] };
  }

  #hold({ id, role, content }: JsonObject, { system, tools, messages }: JsonObject): void {
    const said = [...asArray(messages), { role, content }];
    this.#held.set(asString(id) ?? '', { system, tools, messages: said });
    const [oldest] = this.#held.keys();
    if (this.#held.size <= mostReplies || oldest === undefined) return;
    this.#held.delete(oldest);
    this.#continued.delete(oldest);
  }
}
