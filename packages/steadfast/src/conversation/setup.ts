import { defaultSafeReply } from '../layers/safe-reply.ts';
import { ModelError } from '../model/error.ts';
import type { Model } from '../model/model.ts';
import { nearest } from '../model/nearest.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { Approve } from '../tools/approval.ts';
import type { OfferedTool } from '../tools/tool-set.ts';
import { memoryConversations } from './conversations.ts';
import type { Conversations } from './conversations.ts';
import type { HistoryLimits } from './history.ts';
import type { Intent, Policy } from './intent.ts';
import type { Personality } from './personality.ts';
import { recognizeByRules } from './recognize.ts';
import type { Recognize } from './recognize.ts';
import type { ReplyRules } from './reply-rules.ts';
import { summarizeByRule } from './summary.ts';
import type { Summarize } from './summary.ts';
import { readVariants } from './variants.ts';
import type { ReadyVariant } from './variants.ts';

/** What an assistant is made of. */
export interface AssistantOptions<Name extends string = string> {
  /** Answers where a model does. Default: none, and only templates reply. */
  readonly model?: Model;
  /** What users may want, by name. */
  readonly intents?: Readonly<Record<Name, Intent>>;
  /** The intent of messages in which none is recognised. Default: none; a model answers them without one. */
  readonly otherwise?: NoInfer<Name>;
  readonly personality?: Personality;
  /** Decides how turns are replied to whose intent does not say it. */
  readonly strategy?: Policy;
  /** How intents are recognised, in the order in which it is tried. Default: `recognizeByRules()`. */
  readonly recognize?: Recognize | readonly Recognize[];
  /** What all replies must hold to. */
  readonly rules?: ReplyRules;
  /** How many replies of a model are asked for at most, until one holds. Default: 2. */
  readonly tries?: number;
  readonly history?: HistoryLimits;
  /** Default: `summarizeByRule()`. */
  readonly summarize?: Summarize;
  /** Where conversations are kept. Default: in memory. */
  readonly conversations?: Conversations;
  /** Tools that models may call to answer. */
  readonly tools?: readonly OfferedTool[];
  /** Asked before calls of tools that have effects. Default: they are made. */
  readonly approve?: Approve;
  /** Whether streamed replies of models are held back until they are whole and were checked. Default: false. */
  readonly hold?: boolean;
  /** What is said when nothing holds. Default: that of `safeReply`. */
  readonly safeReply?: string;
  readonly clock?: Clock;
}

/** An assistant's options with their defaults. */
export interface Setup {
  readonly model: Model | undefined;
  readonly intents: Readonly<Record<string, Intent>>;
  /** The templates of each intent. */
  readonly variants: ReadonlyMap<string, readonly ReadyVariant[]>;
  readonly otherwise: string | undefined;
  readonly personality: Personality;
  readonly policy: Policy | undefined;
  readonly recognize: readonly Recognize[];
  readonly rules: ReplyRules;
  readonly tries: number;
  readonly history: HistoryLimits | undefined;
  readonly summarize: Summarize;
  readonly conversations: Conversations;
  readonly tools: readonly OfferedTool[];
  readonly approve: Approve | undefined;
  readonly hold: boolean;
  readonly safeReply: string;
  readonly clock: Clock;
}

/**
 * Fills in the defaults and reads the templates.
 * @throws PromptError for a template that cannot be read, and ModelError for an unknown intent in `otherwise`
 */
export function setupOf(options: AssistantOptions): Setup {
  const { intents = {}, recognize = recognizeByRules(), otherwise, model, strategy: policy } = options;
  if (otherwise !== undefined) checkIntent(otherwise, intents);
  return {
    ...mannersOf(options),
    ...memoryFor(options),
    model,
    intents,
    variants: new Map(Object.entries(intents).map(([name, { templates }]) => [name, readVariants(name, templates)])),
    otherwise,
    policy,
    recognize: typeof recognize === 'function' ? [recognize] : recognize,
  };
}

type Manners = 'personality' | 'rules' | 'tries' | 'hold' | 'safeReply' | 'tools' | 'approve';

function mannersOf(options: AssistantOptions): Pick<Setup, Manners> {
  const { personality = {}, rules = {}, tries = 2, hold = false, safeReply = defaultSafeReply } = options;
  const { tools = [], approve } = options;
  return { personality, rules, tries, hold, safeReply, tools, approve };
}

type Memory = 'history' | 'summarize' | 'conversations' | 'clock';

function memoryFor(options: AssistantOptions): Pick<Setup, Memory> {
  const { summarize = summarizeByRule(), conversations = memoryConversations() } = options;
  const { history, clock = systemClock } = options;
  return { history, summarize, conversations, clock };
}

/**
 * Holds the name of an intent against those that there are.
 * @throws ModelError of kind `invalid-request`, with the nearest name
 */
export function checkIntent(name: string, intents: Readonly<Record<string, Intent>>): void {
  if (Object.hasOwn(intents, name)) return;
  const names = Object.keys(intents);
  const [close] = nearest(name, names);
  const known = names.length === 0 ? 'There are none.' : `There are: ${names.join(', ')}.`;
  const advice = close === undefined ? known : `Did you mean "${close}"?`;
  throw new ModelError({ kind: 'invalid-request', message: `There is no intent "${name}". ${advice}` });
}
