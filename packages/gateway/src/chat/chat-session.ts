import type { ConfiguredModels } from 'steadfast/config';
import { assistant, summarizeBy } from 'steadfast/conversation';
import type { Assistant, AssistantStream, Conversation } from 'steadfast/conversation';
import type { Approve, Tool } from 'steadfast/tools';
import type { ChatHistory } from './chat-history.ts';
import { forget, openTurns } from './chat-history.ts';

/** What a chat begins with. */
export interface ChatSessionOptions {
  readonly models: ConfiguredModels;
  readonly model: string;
  readonly fallback?: readonly string[];
  readonly system?: string;
  readonly tools: readonly Tool[];
  /** Asked before a tool that has effects. */
  readonly approve: Approve;
  readonly history: ChatHistory;
}

/** How much of the conversation models are told word for word; the rest becomes a summary. */
const told = { messages: 400, tokens: 16_000 };

const conversation = 'chat';

/** A chat: who is asked, how, and what was said. */
export class ChatSession {
  readonly models: ConfiguredModels;
  readonly history: ChatHistory;
  readonly #fallback: readonly string[] | undefined;
  readonly #tools: readonly Tool[];
  readonly #approve: Approve;
  #model: string;
  #system: string | undefined;
  #assistant: Assistant<'chat'>;
  /** What was asked last, and whether it was answered. */
  #last: { readonly message: string; answered: boolean } | undefined;

  /** @throws ModelError for a model that is not known */
  constructor({ models, model, fallback, system, tools, approve, history }: ChatSessionOptions) {
    this.models = models;
    this.history = history;
    this.#fallback = fallback;
    this.#tools = tools;
    this.#approve = approve;
    this.#model = model;
    this.#system = system;
    this.#assistant = this.#made(model);
  }

  /** The name of the model that is asked. */
  get model(): string {
    return this.#model;
  }

  /**
   * Asks another model from now on.
   * @throws ModelError for a model that is not known, and the one before stays
   */
  set model(name: string) {
    this.#assistant = this.#made(name);
    this.#model = name;
  }

  /** What models are told before the conversation. */
  get system(): string | undefined {
    return this.#system;
  }

  set system(text: string | undefined) {
    this.#system = text;
    this.#assistant = this.#made(this.#model);
  }

  /** Replies to a message. */
  ask(message: string, signal: AbortSignal): AssistantStream {
    this.#last = { message, answered: false };
    return this.#assistant.stream({ intent: 'chat', message, context: { conversation } }, { signal });
  }

  /** Notes what came of what was asked last: a reply that stands in for one is not remembered. */
  async settle(isAnswer: boolean): Promise<void> {
    if (this.#last !== undefined && isAnswer) this.#last.answered = true;
    if (!isAnswer) await this.#assistant.undo(conversation);
  }

  /** Takes back the last turn and gives what was asked in it. */
  async takeBack(): Promise<string | undefined> {
    const last = this.#last;
    if (last !== undefined && !last.answered) return last.message;
    const turns = await this.turns();
    const message = turns.at(-1)?.user;
    if (message !== undefined) await this.#assistant.undo(conversation);
    return message;
  }

  /** What was said in this conversation. */
  turns(): Promise<Conversation['turns']> {
    return openTurns(this.history);
  }

  /** Begins a new conversation. */
  async restart(): Promise<void> {
    this.#last = undefined;
    await forget(this.history);
  }

  #made(name: string): Assistant<'chat'> {
    const model = this.models.model(name, { fallback: this.#fallback });
    return assistant({
      model,
      intents: { chat: { strategy: 'model', instructions: this.#system } },
      tools: model.capabilities?.tools === false ? [] : this.#tools,
      approve: this.#approve,
      rules: { slots: false },
      tries: 1,
      history: told,
      summarize: summarizeBy(model, { tokens: 1_000 }),
      conversations: () => this.history.log,
    });
  }
}
