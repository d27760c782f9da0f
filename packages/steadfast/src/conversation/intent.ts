import type { Template } from '../prompts/template.ts';
import type { OfferedTool } from '../tools/tool-set.ts';
import type { Strategy } from './conversation.ts';
import type { ReplyRules } from './reply-rules.ts';
import type { Turn } from './turn.ts';

/** A strategy, or several in the order in which they are tried: the next one where a reply does not hold. */
export type Strategies = Strategy | readonly Strategy[];

/** Decides how the reply of a turn comes about. */
export type Policy = (turn: Turn) => Strategies;

/** One way to say what a template reply says. */
export interface Variant {
  /** Default: its place among the intent's variants, from 1. */
  readonly id?: string;
  /**
   * Text with fields, such as `Your parcel {{parcel}} has arrived.`, or a template. Fields come from the turn's `data`;
   * sections are also switched by the traits of the personality, by `brief` and by `plain` (not brief):
   * `{{#friendly}}Good news! {{/friendly}}`.
   */
  readonly text: string | Template;
  /** A variant whose condition holds is chosen before those without one. Default: it fits always. */
  readonly when?: (turn: Turn) => boolean;
  /** Only for a personality with all of these traits. */
  readonly traits?: readonly string[];
  /** For users who want it brief, and for them before others. */
  readonly brief?: true;
}

/** What a user may want, and how it is answered. */
export interface Intent {
  /** What the user wants, in a few words: for models that recognise it, and for those that answer. */
  readonly description?: string;
  /** Words and patterns by which it is recognised; a word is a whole word, whatever its case. */
  readonly match?: readonly (string | RegExp)[];
  /** Default: `template` where there are templates, else `model`. A `hybrid` falls back to its template. */
  readonly strategy?: Strategies | Policy;
  readonly templates?: readonly (string | Variant)[];
  /** What a model is told to do about it. */
  readonly instructions?: string;
  /** Tools that models may call to answer. Default: the assistant's. */
  readonly tools?: readonly OfferedTool[];
  readonly temperature?: number;
  /** The most tokens of a model's reply, reasoning included. Default: the provider's. */
  readonly maxOutputTokens?: number;
  /** The same for users who want it brief. Default: half of `maxOutputTokens`. */
  readonly briefOutputTokens?: number;
  readonly stopSequences?: readonly string[];
  /** What replies must hold to, besides what the assistant's `rules` say. */
  readonly rules?: ReplyRules;
  /** Whether a streamed reply is held back until it is whole and was checked. Default: the assistant's. */
  readonly hold?: boolean;
}
