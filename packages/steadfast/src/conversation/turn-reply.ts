import type { OpenCall } from '../time/open-call.ts';
import type { AssistantReply, ReplyEvent } from './assistant-reply.ts';
import type { Conversation, ConversationEntry, Strategy } from './conversation.ts';
import { conversationOf } from './conversation.ts';
import { fitHistory } from './history.ts';
import type { HistoryFit } from './history.ts';
import type { Intent } from './intent.ts';
import { modelReply } from './model-reply.ts';
import type { StrategyOutcome } from './model-reply.ts';
import { modelRequest } from './model-request.ts';
import { breaches, wantedLanguage } from './reply-rules.ts';
import type { ReplyRules } from './reply-rules.ts';
import type { Setup } from './setup.ts';
import { strategiesOf } from './strategies.ts';
import { fillTemplate } from './template-reply.ts';
import type { FilledTemplate } from './template-reply.ts';
import type { Turn, TurnRequest } from './turn.ts';
import { TurnRecord, failureOf } from './turn-record.ts';

const safeMarks = { fallback: true, shouldEscalate: true } as const;

type Events<Value> = AsyncGenerator<ReplyEvent, Value, undefined>;

/** One turn of an assistant: from what was said to the reply. */
export class TurnReply {
  readonly #setup: Setup;
  readonly #request: TurnRequest;
  readonly #call: OpenCall;
  readonly #live: boolean;
  readonly #record = new TurnRecord();

  constructor(setup: Setup, request: TurnRequest, call: OpenCall, live: boolean) {
    this.#setup = setup;
    this.#request = request;
    this.#call = call;
    this.#live = live;
  }

  /** Tells what happens, and gives the reply. */
  async *events(): Events<AssistantReply> {
    const { message, data = {}, context = {} } = this.#request;
    const conversation = await this.#load();
    const intent = this.#request.intent ?? (await this.#recognized(message, conversation));
    const turn: Turn = { message, intent, data, user: context.user ?? {}, conversation };
    for (const strategy of strategiesOf(turn, this.#intentOf(turn), this.#setup.policy)) {
      yield { type: 'begin', intent, strategy };
      const outcome = yield* this.#tried(strategy, turn);
      if (outcome !== undefined) return yield* this.#settled(turn, strategy, outcome);
    }
    yield { type: 'begin', intent, strategy: 'safe' };
    yield { type: 'text', text: this.#setup.safeReply };
    return yield* this.#settled(turn, 'safe', { text: this.#setup.safeReply });
  }

  #intentOf({ intent }: Turn): Intent | undefined {
    return intent === undefined ? undefined : this.#setup.intents[intent];
  }

  async #load(): Promise<Conversation> {
    const id = this.#request.context?.conversation;
    return conversationOf(id === undefined ? [] : await this.#setup.conversations(id).read());
  }

  async #recognized(message: string | undefined, conversation: Conversation): Promise<string | undefined> {
    const { recognize, intents, otherwise } = this.#setup;
    if (message === undefined || Object.keys(intents).length === 0) return otherwise;
    for (const ask of recognize) {
      try {
        const { intent, completion } = await ask({ message, conversation, intents }, this.#call);
        this.#record.completed(completion);
        if (intent !== undefined && Object.hasOwn(intents, intent)) return intent;
      } catch (thrown) {
        const error = failureOf(thrown);
        this.#record.failed({ where: 'intent', message: error.message, error });
      }
    }
    return otherwise;
  }

  async *#tried(strategy: Strategy, turn: Turn): Events<StrategyOutcome | undefined> {
    if (strategy === 'model') return yield* this.#asked('model', turn, undefined);
    const filled = this.#filled(strategy, turn);
    if (filled === undefined) return undefined;
    if (strategy === 'hybrid') return yield* this.#asked('hybrid', turn, filled);
    const { text, variant } = filled;
    const rules = this.#rules(turn).map((rules) => ({ ...rules, slots: false }));
    const wrong = await breaches(text, rules, turn);
    if (wrong.length === 0) {
      yield { type: 'text', text };
      return { text, variant };
    }
    this.#record.failed({ where: strategy, variant, message: wrong.join(' ') });
    return undefined;
  }

  #filled(where: 'template' | 'hybrid', turn: Turn): FilledTemplate | undefined {
    const variants = this.#setup.variants.get(turn.intent ?? '') ?? [];
    const { filled, problems } = fillTemplate(variants, turn, this.#setup.personality);
    for (const { variant, message } of problems) this.#record.failed({ where, variant, message });
    return filled;
  }

  async *#asked(
    where: 'model' | 'hybrid',
    turn: Turn,
    base: FilledTemplate | undefined,
  ): Events<StrategyOutcome | undefined> {
    const { model, personality, tools, approve, tries, hold } = this.#setup;
    if (model === undefined) {
      this.#record.failed({ where, message: 'The assistant has no model to ask.' });
      return undefined;
    }
    const intent = this.#intentOf(turn);
    const { kept, summary } = await this.#history(turn.conversation);
    const told: Turn = { ...turn, conversation: { ...turn.conversation, summary } };
    const rules = this.#rules(turn);
    const language = wantedLanguage(rules, turn);
    const request = modelRequest({ turn: told, intent, personality, history: kept, language, base: base?.text });
    const live = this.#live && !(intent?.hold ?? hold);
    const outcome = yield* modelReply(request, {
      model,
      call: this.#call,
      tools: intent?.tools ?? tools,
      approve,
      live,
      record: this.#record,
      where,
      tries,
      base,
      check: (text) => breaches(text, rules, turn),
    });
    if (outcome !== undefined && !live) yield { type: 'text', text: outcome.text };
    return outcome;
  }

  /** What is told of the conversation; what falls out is put into its summary, once. */
  async #history(conversation: Conversation): Promise<Pick<HistoryFit, 'kept'> & { readonly summary: string }> {
    const { kept, fallen } = fitHistory(conversation, this.#setup.history);
    if (fallen.length === 0) return { kept, summary: conversation.summary };
    try {
      const { text, completion } = await this.#setup.summarize(conversation.summary, fallen, this.#call);
      this.#record.completed(completion);
      await this.#keep({
        type: 'summary',
        at: this.#setup.clock.now(),
        turns: conversation.turns.length - kept.length,
        text,
      });
      return { kept, summary: text };
    } catch (thrown) {
      const error = failureOf(thrown);
      this.#record.failed({ where: 'summary', message: error.message, error });
      return { kept, summary: conversation.summary };
    }
  }

  #rules(turn: Turn): readonly ReplyRules[] {
    const own = this.#intentOf(turn)?.rules;
    return own === undefined ? [this.#setup.rules] : [this.#setup.rules, own];
  }

  async *#settled(turn: Turn, strategy: Strategy | 'safe', outcome: StrategyOutcome): Events<AssistantReply> {
    const { text, variant, model } = outcome;
    const { intent, message: user } = turn;
    await this.#keep({ type: 'turn', at: this.#setup.clock.now(), user, reply: text, intent, strategy, variant });
    const facts = this.#record.facts(this.#call.journal.attempts);
    const marks = strategy === 'safe' ? safeMarks : undefined;
    const reply: AssistantReply = { text, intent, strategy, variant, model, ...facts, ...marks };
    yield { type: 'reply', reply };
    return reply;
  }

  async #keep(entry: ConversationEntry): Promise<void> {
    const id = this.#request.context?.conversation;
    if (id !== undefined) await this.#setup.conversations(id).append(entry);
  }
}
