import { ModelError } from '../model/error.ts';
import { asNumber, asString, isObject } from '../model/json.ts';
import type { ModelErrorFacts } from '../model/error.ts';
import type { PurseState } from '../model/budget.ts';
import { closedBy } from './purse.ts';
import type { PurseRefusal } from './purse.ts';

/** The error of a call that a budget refuses or ends: its `code` is the limit, its `cause` the refusal. */
export function refusalError(refusal: PurseRefusal, target: string, facts: Partial<ModelErrorFacts> = {}): ModelError {
  const message = `${saidOf(refusal, target)} ${advice[refusal.limit]}`;
  return new ModelError({
    ...facts,
    kind: 'budget',
    code: refusal.limit,
    model: target,
    shouldRetry: false,
    message,
    cause: refusal,
  });
}

/** Which level of which budget an error of kind `budget` comes from, and by which limit. */
export function refusalOf({ kind, cause }: ModelError): PurseRefusal | undefined {
  if (kind !== 'budget' || !isObject(cause)) return undefined;
  const { level, limit, max, left, asked } = cause;
  const known = limits.find((name) => name === limit);
  if (known === undefined) return undefined;
  const count = (value: unknown): number => asNumber(value) ?? Infinity;
  return { level: asString(level) ?? '', limit: known, max: count(max), left: count(left), asked: count(asked) };
}

/** The error of a model whose price is not known, where money is limited; `why` says how to make it known. */
export function unpricedError(states: readonly PurseState[], target: string, why: string): ModelError {
  const level = states.find(({ limits }) => limits.nanodollars !== undefined)?.name ?? '';
  const message = `The budget "${level}" limits money, and ${target} can't be held to that. ${why}`;
  return new ModelError({ kind: 'budget', code: 'unpriced', model: target, shouldRetry: false, message });
}

/** How much earlier than the clock shows a timer may ring, in milliseconds. */
const early = 20;

/** The error as it is, or as the budget's when it was the budget's time that ended the call. */
export function endedByTime(error: ModelError, states: readonly PurseState[], now: number, target: string): ModelError {
  if (error.kind !== 'timeout' || error.phase !== 'deadline') return error;
  for (const state of states) {
    const refusal = closedBy(state, now + early);
    const { attempts, partial } = error;
    if (refusal?.limit === 'time') return refusalError(refusal, target, { attempts, partial });
  }
  return error;
}

const limits = ['time', 'calls', 'timeouts', 'tokens', 'money'] as const;

const advice: Readonly<Record<PurseRefusal['limit'], string>> = {
  time: 'Give it more time (`timeMs`), or end here with the best that there is.',
  calls: 'Give it more calls (`calls`), or end here with the best that there is.',
  timeouts: 'Look at why they took so long, give it more (`timeouts`), or allow each more time (`limits`).',
  tokens: 'Give it more tokens (`tokens`), shorten the prompt, or ask for less (`maxOutputTokens`).',
  money: 'Give it more money (`money`), ask a cheaper model, or ask for less (`maxOutputTokens`).',
};

function saidOf({ level, limit, max, left, asked }: PurseRefusal, target: string): string {
  const name = `The budget "${level}"`;
  switch (limit) {
    case 'time':
      return `${name} had ${amount(max)} ms, and they are over: ${target} is not asked any longer.`;
    case 'timeouts':
      return `${name} ends after ${count(max, 'timeout')}, and there have been as many: ${target} is not asked again.`;
    case 'calls':
      return `${name} allows ${count(max, 'call')}, and none is left: ${target} is not asked.`;
    case 'tokens':
      return `${name} has ${amount(left)} of ${count(max, 'token')} left; ${target} would need ${needed(asked, amount)}.`;
    default:
      return `${name} has ${dollars(left)} of ${dollars(max)} left; ${target} would need ${needed(asked, dollars)}.`;
  }
}

function needed(asked: number, say: (value: number) => string): string {
  return asked > 0 ? `about ${say(asked)}` : 'more';
}

function count(value: number, unit: string): string {
  return `${amount(value)} ${unit}${value === 1 ? '' : 's'}`;
}

function amount(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function dollars(value: number): string {
  return `$${Number(value.toPrecision(4))}`;
}
