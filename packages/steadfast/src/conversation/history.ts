import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Message } from '../model/message.ts';
import type { Conversation, TurnEntry } from './conversation.ts';

/** How much of a conversation is told to models word for word. */
export interface HistoryLimits {
  /** Messages, those of the user and replies together. Default: 20. */
  readonly messages?: number;
  /** Tokens, by the estimate of about four characters each. Default: 2,000. */
  readonly tokens?: number;
}

/** The part of a conversation that is told word for word, and what falls out of it. */
export interface HistoryFit {
  /** The newest turns. */
  readonly kept: readonly TurnEntry[];
  /** Turns that no summary stands for yet, and that are told no longer. */
  readonly fallen: readonly TurnEntry[];
}

/**
 * Fits the turns that no summary stands for into the limits. When they are too many the newest that fill at most half of
 * the limits are kept, so that not each turn after it falls out alone and is summarized for itself.
 */
export function fitHistory({ turns, summarized }: Conversation, limits: HistoryLimits = {}): HistoryFit {
  const { messages = 20, tokens = 2_000 } = limits;
  const open = turns.slice(summarized);
  if (fits(open, messages, tokens)) return { kept: open, fallen: [] };
  let from = open.length;
  while (from > 0 && fits(open.slice(from - 1), messages / 2, tokens / 2)) from -= 1;
  return { kept: open.slice(from), fallen: open.slice(0, from) };
}

/** Turns as messages to a model. */
export function messagesOf(turns: readonly TurnEntry[]): Message[] {
  return turns.flatMap(({ user, reply }): Message[] => [
    ...(user === undefined ? [] : [{ role: 'user' as const, content: user }]),
    { role: 'assistant', content: reply },
  ]);
}

function fits(turns: readonly TurnEntry[], messages: number, tokens: number): boolean {
  const said = messagesOf(turns);
  return said.length <= messages && estimateTokens({ messages: said }) <= tokens;
}
