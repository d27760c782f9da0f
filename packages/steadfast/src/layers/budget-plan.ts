/** What replies of a model have been like so far. */
export interface OutputHabit {
  /** Output tokens of a long reply: the longest, slowly forgotten. */
  readonly long: number;
  /** Output tokens of an ordinary reply. */
  readonly usual: number;
  /** How many characters that are shown stand for one token; fewer where the model thinks unseen. */
  readonly charactersPerToken: number;
}

/** Before anything is known: OpenAI's documentation gives 4 characters of English for a token. */
export const firstHabit: OutputHabit = { long: 1_024, usual: 256, charactersPerToken: 4 };

/** The share that the newest reply has in what is remembered. */
const newest = 0.1;

/** Learns from a whole reply of so many tokens, of which so many characters were shown. */
export function learned(habit: OutputHabit, outputTokens: number, characters: number): OutputHabit {
  if (!(outputTokens > 0)) return habit;
  const towards = (before: number, now: number): number => before + newest * (now - before);
  const density = characters > 0 ? Math.min(4, Math.max(1, characters / outputTokens)) : habit.charactersPerToken;
  return {
    long: Math.max(outputTokens, towards(habit.long, outputTokens)),
    usual: towards(habit.usual, outputTokens),
    charactersPerToken: towards(habit.charactersPerToken, density),
  };
}

/** What the length of a reply is planned by. */
export interface OutputFacts {
  /** The most output tokens that the request itself allows. */
  readonly asked?: number;
  /** The most that the model can write. */
  readonly most?: number;
  /** How many output tokens the budget can still pay, after the input; `Infinity` where nothing limits them. */
  readonly payable: number;
  readonly streaming: boolean;
}

/** How many output tokens are reserved, and how many the model is told to keep to, where it has to be told. */
export interface OutputPlan {
  readonly tokens: number;
  readonly cap?: number;
}

/** The fewest output tokens that are worth a call: OpenAI's Responses API takes no lower `max_output_tokens`. */
const leastOutput = 16;

/** A whole reply of unknown length may take this share of what is left, so that others still find something. */
const share = 1 / 8;

/** What any model takes as a limit of its output; a higher one is sent only where the model is known to take it. */
const safeCap = 4_096;

/**
 * Plans the output of a call. A whole reply can't be cut while it comes, so it is told to keep to what is reserved. A
 * stream is watched: it reserves what is likely and more as it grows, and is told only of what can be paid altogether.
 */
export function planOutput(facts: OutputFacts, habit: OutputHabit): OutputPlan {
  const { asked, most = Infinity, payable, streaming } = facts;
  const longest = Math.min(asked ?? Infinity, most);
  const least = Math.min(leastOutput, longest);
  const likely = Math.max(leastOutput, Math.ceil(habit.long * 1.25));
  const wanted = streaming ? likely : (asked ?? Math.max(likely, payable * share));
  // Below the least, that much is asked for all the same, so that the refusal says by which limit.
  const tokens = Math.max(least, Math.floor(Math.min(wanted, longest, payable)));
  const cap = streaming ? Math.floor(payable) : tokens;
  const bound = Number.isFinite(longest) ? longest : safeCap;
  return { tokens, cap: cap < bound ? Math.max(least, cap) : undefined };
}
