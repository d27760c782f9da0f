import { errorPolicies } from '../model/error-policy.ts';
import type { ErrorKind, ErrorPhase } from '../model/error-kind.ts';

/**
 * What is done about a reply that breaks off after its first content: nothing but an error with what there is, going on
 * where it was cut, or another reply from the beginning, for a reader who is told to discard the first.
 */
export type SurvivePolicy = 'stop' | 'continue' | 'restart';

/** What had been given of the reply when it broke off. */
export interface GivenFacts {
  /** What came last: only text can be gone on with. */
  readonly last: 'nothing' | 'text' | 'reasoning' | 'tool-call' | 'other';
  /** It holds tool calls, images or files, or is one of several replies: it is more than its text. */
  readonly mixed: boolean;
  /** A call of a tool was given whole: the reader may have run it. */
  readonly called: boolean;
}

/** The facts by which it is decided whether a reply is gone on with. */
export interface SurviveFacts {
  readonly kind: ErrorKind;
  readonly phase?: ErrorPhase;
  readonly shouldRetry?: boolean;
  readonly given: GivenFacts;
  /** The reply was to be JSON. */
  readonly json: boolean;
  /** The last message of the request is the model's: what is given goes on with that. */
  readonly begun: boolean;
  /** The model that is asked next is the one that failed. */
  readonly same: boolean;
  /** How many more times somebody may be asked. */
  readonly goesLeft: number;
  /** What is left until the deadline when the provider's wait is over, in milliseconds. */
  readonly leftMs: number;
}

/**
 * Why a reply is not gone on with: the policy, an error that would come again, goes or time used up, a call of a tool that
 * may have been run, or that it was not just text.
 */
export type StopReason = 'policy' | 'error' | 'goes' | 'deadline' | 'tool-call' | 'not-text';

/** Go on or begin anew; or stop, and why. */
export type SurviveVerdict =
  | { readonly go: 'continue' | 'restart' }
  | { readonly go: 'stop'; readonly because: StopReason };

/** Decides what is done about a reply that broke off. */
export function survival(policy: SurvivePolicy, facts: SurviveFacts): SurviveVerdict {
  if (policy === 'stop') return { go: 'stop', because: 'policy' };
  const because = spentOf(facts) ?? (policy === 'restart' ? ranOf(facts) : cutOf(facts));
  return because === undefined ? { go: policy } : { go: 'stop', because };
}

/** Why nobody is asked again, whatever there is. */
function spentOf(facts: SurviveFacts): StopReason | undefined {
  if (facts.phase === 'deadline' || facts.leftMs <= 0) return 'deadline';
  if (!isWorthIt(facts)) return 'error';
  return facts.goesLeft > 0 ? undefined : 'goes';
}

function ranOf({ given }: SurviveFacts): StopReason | undefined {
  return given.called ? 'tool-call' : undefined;
}

/** Only text that stands alone can be gone on with. */
function cutOf({ given, json, begun }: SurviveFacts): StopReason | undefined {
  return given.last !== 'text' || given.mixed || json || begun ? 'not-text' : undefined;
}

/** The same model is asked as `retry` would, another one as `fallback` would. */
function isWorthIt({ kind, shouldRetry, same }: SurviveFacts): boolean {
  const { retry, fallback } = errorPolicies[kind];
  return same ? retry !== 'no' && shouldRetry !== false : fallback === 'yes';
}
