import type { PurseAmounts } from '../model/budget.ts';
import { noAmounts, sum } from '../layers/purse.ts';
import { isFatal } from './failure-policy.ts';
import type { CallPlace, Failure, Judgement, RefineEntry, RefineReply } from './refine-entry.ts';

/** An attempt that has been judged. */
export interface RefineAttempt extends Judgement, CallPlace {
  /** What the model replied. */
  readonly text: string;
}

/** What is known of an expert. */
export interface ExpertState {
  readonly attempts: readonly RefineAttempt[];
  /** What a call that was asked, and of which nothing was heard yet, may have cost. */
  readonly held?: PurseAmounts;
  /** A reply that is not judged yet. */
  readonly reply?: RefineReply;
  /** Calls that failed one after another, since the run was begun or taken up. */
  readonly failures: readonly Failure[];
}

/** What is known of a run: the sum of its log. */
export interface RunState {
  readonly experts: Readonly<Record<string, ExpertState>>;
  /** All attempts in the order in which they were judged. */
  readonly attempts: readonly RefineAttempt[];
  /** What calls have spent that are over, or that nobody saw the end of. */
  readonly spent: PurseAmounts;
  /** The error that ends the run until it is taken up again. */
  readonly fatal?: Failure & { readonly expert: string };
  /** When it was worked on: from each beginning to the last entry before the next. */
  readonly sessions: readonly Session[];
}

/** A time of work, in epoch milliseconds. */
export type Session = readonly [from: number, to: number];

/** Before anything has happened. */
export const newRun: RunState = { experts: {}, attempts: [], spent: noAmounts, sessions: [] };

const newExpert: ExpertState = { attempts: [], failures: [] };

/** What is known of an expert; one that has done nothing yet has done nothing. */
export function expertIn({ experts }: RunState, name: string): ExpertState {
  return Object.hasOwn(experts, name) ? (experts[name] ?? newExpert) : newExpert;
}

/** What has been spent, with what calls under way have reserved. */
export function spentBy({ spent, experts }: RunState): PurseAmounts {
  return Object.values(experts).reduce((total, { held = noAmounts }) => sum(total, held), spent);
}

/** What calls of one expert have spent, of all that entries tell of. */
export function spentByExpert(entries: readonly RefineEntry[], name: string): PurseAmounts {
  const own = entries.filter((entry) => entry.type === 'begun' || entry.expert === name);
  return spentBy(runOf(own));
}

/** The run that entries tell of. */
export function runOf(entries: readonly RefineEntry[]): RunState {
  return entries.reduce(withEntry, newRun);
}

/** The run after one more entry. */
export function withEntry(run: RunState, entry: RefineEntry): RunState {
  if (entry.type === 'begun') return withNewSession(run, entry.at);
  const [from, to] = run.sessions.at(-1) ?? [entry.at, entry.at];
  const sessions = [...run.sessions.slice(0, -1), [from, Math.max(to, entry.at)] as const];
  return withCallEntry({ ...run, sessions }, entry);
}

/** For how many milliseconds a run was worked on. */
export function elapsedIn({ sessions }: RunState): number {
  return sessions.reduce((total, [from, to]) => total + to - from, 0);
}

/** Reasons to end that a new session may not have: the account was topped up, the budget was raised. */
function withNewSession(run: RunState, at: number): RunState {
  const experts = Object.entries(run.experts).map(([name, expert]) => [name, { ...expert, failures: [] }] as const);
  return { ...run, experts: Object.fromEntries(experts), fatal: undefined, sessions: [...run.sessions, [at, at]] };
}

type CallEntry = Exclude<RefineEntry, { readonly type: 'begun' }>;

function withCallEntry(run: RunState, entry: CallEntry): RunState {
  const expert = expertIn(run, entry.expert);
  const changed = { ...expert, ...expertChange(expert, entry) };
  return { ...run, ...runChange(run, expert, entry), experts: { ...run.experts, [entry.expert]: changed } };
}

function expertChange(expert: ExpertState, entry: CallEntry): Partial<ExpertState> {
  switch (entry.type) {
    case 'asked':
      return { held: { ...noAmounts, calls: 1, tokens: entry.tokens } };
    case 'reserved': {
      const { tokens, nanodollars } = entry;
      return { held: { ...noAmounts, calls: 1, tokens, nanodollars } };
    }
    case 'replied':
      return { held: undefined, reply: entry.reply, failures: [] };
    case 'failed':
      return { held: undefined, failures: [...expert.failures, entry.failure] };
    default:
      return { reply: undefined, attempts: [...expert.attempts, attemptOf(expert, entry)] };
  }
}

function runChange(run: RunState, expert: ExpertState, entry: CallEntry): Partial<RunState> {
  switch (entry.type) {
    case 'asked':
      // A call that is asked again while it is under way: nobody saw what the one before has cost.
      return { spent: sum(run.spent, expert.held ?? noAmounts) };
    case 'reserved':
      return {};
    case 'replied':
      return { spent: sum(run.spent, entry.spent) };
    case 'failed': {
      const fatal = isFatal(entry.failure) ? { ...entry.failure, expert: entry.expert } : undefined;
      return { spent: sum(run.spent, entry.spent), fatal: run.fatal ?? fatal };
    }
    default:
      return { attempts: [...run.attempts, attemptOf(expert, entry)] };
  }
}

function attemptOf(
  { reply }: ExpertState,
  { expert, number, judgement }: CallEntry & { readonly type: 'judged' },
): RefineAttempt {
  return { ...judgement, expert, number, text: reply?.text ?? '' };
}
