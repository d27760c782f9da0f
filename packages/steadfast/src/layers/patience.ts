import { errorPolicies } from '../model/error-policy.ts';
import type { ErrorKind } from '../model/error-kind.ts';

/** How often and how soon a model is tried again. */
export interface PatienceRules {
  /** How many failures are followed by another try. Rate limits do not count. Default: 2. */
  readonly retries: number;
  /** The first pause after a failure, in milliseconds, before jitter; it doubles with each. Default: 500. */
  readonly failureBaseMs: number;
  /** The longest such pause. Default: 8,000. */
  readonly failureCapMs: number;
  /** The first wait after a rate limit that came without a hint; it doubles with each. Default: 1,000. */
  readonly limitBaseMs: number;
  /** The longest such wait. Default: 20,000. */
  readonly limitCapMs: number;
}

/** The pauses of the official clients for failures (0.5 s to 8 s), and longer ones for limits, which count by the minute. */
export const defaultPatience: PatienceRules = {
  retries: 2,
  failureBaseMs: 500,
  failureCapMs: 8_000,
  limitBaseMs: 1_000,
  limitCapMs: 20_000,
};

/** What has happened in this call so far. */
export interface PatienceState {
  readonly failures: number;
  readonly limits: number;
}

/** The facts that patience looks at. */
export interface PatienceFacts {
  readonly kind: ErrorKind;
  readonly code?: string;
  readonly retryAfterMs?: number;
  readonly shouldRetry?: boolean;
}

/** The time that a wait has to fit into, in milliseconds. */
export interface PatienceBounds {
  /** What is left until the deadline. */
  readonly leftMs: number;
  /** The longest wait for a rate limit that is worth it. */
  readonly patienceMs: number;
}

/** Try again after a wait, or stop. */
export type PatienceVerdict =
  | { readonly again: false }
  | {
      readonly again: true;
      readonly waitMs: number;
      readonly reason: 'backoff' | 'rate-limit';
      readonly state: PatienceState;
    };

const stop: PatienceVerdict = { again: false };

/** No pause is shorter than this share of its unjittered length: a pause of nothing would be no backoff. */
const leastJitter = 0.1;

/** How far a wait asked for by the provider may be drawn out, so that not all callers return at the same moment. */
const spread = 0.1;

/**
 * Decides whether the same model is tried again, and when.
 * @param random A number from 0 to 1, for the jitter.
 */
export function patience(
  rules: PatienceRules,
  state: PatienceState,
  facts: PatienceFacts,
  bounds: PatienceBounds,
  random: number,
): PatienceVerdict {
  const policy = errorPolicies[facts.kind].retry;
  if (facts.shouldRetry === false || (policy === 'no' && facts.shouldRetry !== true)) return stop;
  const limited = policy === 'wait';
  const next = limited
    ? { failures: state.failures, limits: state.limits + 1 }
    : { failures: state.failures + 1, limits: state.limits };
  if (next.failures > allowedFailures(rules, facts)) return stop;
  const waitMs = Math.ceil(waitFor(rules, next, limited, facts.retryAfterMs, random));
  const bound = limited ? Math.min(bounds.leftMs, bounds.patienceMs) : bounds.leftMs;
  if (waitMs >= bound) return stop;
  return { again: true, waitMs, reason: limited ? 'rate-limit' : 'backoff', state: next };
}

/** A name that does not exist may be a hiccup of the resolver once, not twice. */
function allowedFailures(rules: PatienceRules, facts: PatienceFacts): number {
  return facts.code === 'ENOTFOUND' ? Math.min(1, rules.retries) : rules.retries;
}

function waitFor(
  rules: PatienceRules,
  next: PatienceState,
  limited: boolean,
  hintMs: number | undefined,
  random: number,
): number {
  const [base, cap, count] = limited
    ? [rules.limitBaseMs, rules.limitCapMs, next.limits]
    : [rules.failureBaseMs, rules.failureCapMs, next.failures];
  const ceiling = Math.min(cap, base * 2 ** (count - 1));
  const own = ceiling * (leastJitter + (1 - leastJitter) * random);
  if (hintMs === undefined || hintMs <= 0) return own;
  // Where the provider names a time, it alone decides for a limit; a failing server is given at least our own pause.
  const asked = hintMs * (1 + spread * random);
  return limited ? asked : Math.max(asked, own);
}
