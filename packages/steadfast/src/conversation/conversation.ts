/** How a reply comes about: from a template, from a model, or from a template that a model adapts. */
export type Strategy = 'template' | 'model' | 'hybrid';

/** One exchange: what the user said, where anything, and what was replied. */
export interface TurnEntry {
  readonly type: 'turn';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly user?: string;
  readonly reply: string;
  readonly intent?: string;
  /** `safe` for the reply that stands in when nothing holds. */
  readonly strategy: Strategy | 'safe';
  /** The id of the template variant. */
  readonly variant?: string;
}

/** All turns up to a place are told to models as this summary; an empty one lets them be forgotten. */
export interface SummaryEntry {
  readonly type: 'summary';
  readonly at: number;
  /** How many turns it stands for, from the conversation's first on. */
  readonly turns: number;
  readonly text: string;
}

/** The last turn is void: it is asked for again, say. */
export interface UndoEntry {
  readonly type: 'undo';
  readonly at: number;
}

/** A line of a conversation's log. */
export type ConversationEntry = TurnEntry | SummaryEntry | UndoEntry;

/** What is known of a conversation. */
export interface Conversation {
  /** Stands for the turns that are no longer told word for word. */
  readonly summary: string;
  /** How many of the turns the summary stands for. */
  readonly summarized: number;
  /** All turns, the newest last. */
  readonly turns: readonly TurnEntry[];
}

/** Reads a conversation from its log. */
export function conversationOf(entries: readonly ConversationEntry[]): Conversation {
  const turns: TurnEntry[] = [];
  let summary = '';
  let summarized = 0;
  for (const entry of entries) {
    if (entry.type === 'turn') turns.push(entry);
    else if (entry.type === 'undo') turns.pop();
    else {
      summary = entry.text;
      summarized = entry.turns;
    }
  }
  return { summary, summarized: Math.min(summarized, turns.length), turns };
}

/** The template variant that an intent was last answered with. */
export function lastVariant({ turns }: Conversation, intent: string | undefined): string | undefined {
  return turns.findLast((turn) => turn.intent === intent && turn.variant !== undefined)?.variant;
}
