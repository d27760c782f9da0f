import type { ErrorKind, ErrorPhase } from '../model/error-kind.ts';
import type { AttemptStep, Failed, WaitStep } from './decision-record.ts';

/** A time as people say it. */
export function time(ms: number): string {
  if (!Number.isFinite(ms) || ms < 0) return 'an unknown time';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  return `${Number((ms / 60_000).toFixed(1))} min`;
}

/** US dollars as people say them: two digits of what is less than ten cents. */
export function money(dollars: number): string {
  if (!Number.isFinite(dollars)) return 'an unknown sum';
  return dollars === 0 || Math.abs(dollars) >= 0.1 ? `$${dollars.toFixed(2)}` : `$${shortened(dollars)}`;
}

function shortened(dollars: number): string {
  const places = Math.min(12, 1 - Math.floor(Math.log10(Math.abs(dollars))));
  return dollars.toFixed(places);
}

/** A count with its noun. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Words with commas and an "and". */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** What an attempt came to, after "it". */
export function failureOf(step: AttemptStep): string {
  const { kind, phase, status, retryAfterMs } = step;
  const words = kind === undefined ? 'failed' : wordsOf(kind, phase);
  const number = status === undefined ? '' : ` (${status})`;
  const hint = retryAfterMs === undefined ? '' : ` and asked to wait ${time(retryAfterMs)}`;
  return `${words}${number}${hint}`;
}

/** What an error of a kind is, after "it". */
export function wordsOf(kind: ErrorKind, phase?: ErrorPhase): string {
  return failures[kind](phase);
}

/** Why a call failed, as the end of "because". */
export function reasonOf({ kind, phase }: Failed, target: string): string {
  return kind === 'unknown' ? 'something failed that is no error of a call' : `${target} ${wordsOf(kind, phase)}`;
}

type Words = (phase: ErrorPhase | undefined) => string;

const failures: Readonly<Record<ErrorKind, Words>> = {
  'rate-limit': () => 'was rate limited',
  quota: () => 'had no quota left',
  auth: () => 'refused the key',
  permission: () => 'did not permit it',
  'not-found': () => 'was not found',
  'invalid-request': () => 'refused the request as wrong in itself',
  'context-length': () => 'had no room for a prompt of this length',
  'content-filter': () => 'refused the content',
  'too-large': () => 'refused the request as too large',
  overloaded: () => 'was overloaded',
  server: () => 'failed with an error of its server',
  timeout: (phase) => `did not ${phase === undefined ? 'answer' : late[phase]} in time`,
  connection: (phase) => (phase === undefined ? 'could not be reached' : `could not be reached (${phase})`),
  redirect: () => 'led to another address, which is not followed',
  'invalid-reply': () => 'gave a reply that could not be used',
  interrupted: () => 'broke off its reply',
  aborted: () => 'was not waited for any longer',
  budget: () => 'would have gone over a budget',
  'circuit-open': () => 'was set aside, because it had been failing',
};

const late: Readonly<Record<ErrorPhase, string>> = {
  dns: 'have its address found',
  connect: 'accept a connection',
  tls: 'secure the connection',
  headers: 'begin to answer',
  'first-content': 'say anything',
  idle: 'go on with its reply',
  body: 'finish its reply',
  deadline: 'answer before the deadline of the call',
};

/** Why something was waited for, after the time. */
export const waitReasons: Readonly<Record<WaitStep['reason'], string>> = {
  backoff: 'before trying again',
  'rate-limit': 'for its rate limit',
  gate: 'because it had asked for a pause',
  queue: 'in line for its limit',
  circuit: 'because it had been set aside as failing',
};
