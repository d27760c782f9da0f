import { asNumber, asString } from '../model/json.ts';
import type { DecisionStep } from './decision-record.ts';
import { count, time } from './words.ts';

type Words = (step: DecisionStep) => string | undefined;

const unsaid: Words = () => undefined;

/** What is said of decisions, by who decided and what. What is the rule, or is said elsewhere, is not said at all. */
const known: Readonly<Record<string, Words>> = {
  'limit passed': unsaid,
  'limit waited': unsaid,
  'breaker open': ({ target }) => `With that, ${target} was set aside as failing`,
  'breaker half-open': ({ target }) => `${target}, which had been set aside, was tried with a few calls`,
  'breaker closed': ({ target }) => `With that, ${target} counted as recovered`,
  'breaker refused': ({ target, facts }) => {
    const waitMs = asNumber(facts?.['waitMs']);
    const until = waitMs === undefined ? '' : ` for another ${time(waitMs)}`;
    return `${target} was not asked, because it was set aside as failing${until}`;
  },
  'breaker held': ({ target, facts }) => {
    const ahead = asNumber(facts?.['ahead']) ?? 0;
    const others = ahead > 0 ? `, ${count(ahead, 'other')} first` : '';
    return `${target} had been failing, and calls to it were held back${others}`;
  },
  'budget reserved': unsaid,
  'budget refused': ({ facts }) =>
    `The budget${named(facts?.['level'])} had too little left${inBrackets(facts?.['limit'])}`,
  'budget cut': ({ facts }) =>
    `The budget${named(facts?.['level'])} was used up${inBrackets(facts?.['limit'])}, and the reply was cut`,
  'budget ended': ({ facts }) => `The budget${named(facts?.['level'])} was used up${inBrackets(facts?.['limit'])}`,
  'retry over-budget': ({ target }) =>
    `${target} was not asked again, because its retries had used up their share of its calls`,
  'keys aside': ({ target, facts }) => {
    const key = asNumber(facts?.['key']);
    const reason = asString(facts?.['reason']) ?? 'it failed';
    return `${key === undefined ? 'A key' : `Key ${key}`} of ${target} was put aside (${reason})`;
  },
  'cache missed': unsaid,
  'cache refreshed': unsaid,
  'cache hit': unsaid,
  'cache joined': unsaid,
  'split chosen': ({ target }) => `${target} was chosen by the shares of the split`,
  'route routed': ({ target, facts }) => `${target} was chosen${because(asString(facts?.['reason']))}`,
  'balance only-one': unsaid,
  'balance sticky': ({ target }) => `${target} was chosen, because the session has been there before`,
  'balance least-loaded': ({ target }) =>
    `${target} was chosen as the better of two, by load, latency, health and cost`,
  'balance first-to-recover': ({ target }) => `${target} was chosen as the first to recover`,
  'hedge hedged': ({ target, facts }) => {
    const afterMs = asNumber(facts?.['afterMs']);
    return `${target} was asked as well${afterMs === undefined ? '' : `, because there was no answer after ${time(afterMs)}`}`;
  },
  'hedge not-hedged': unsaid,
  'hedge barred-by-tools': unsaid,
  'hedge won': ({ target }) => `${target} was the first to answer`,
  'hedge lost': unsaid,
  'survive continue': ({ target }) => `The reply broke off, and ${target} was to go on with it`,
  'survive restart': ({ target }) => `The reply broke off, and ${target} was to begin it anew`,
  'survive stop': ({ facts }) =>
    `The reply broke off, and was not gone on with${because(asString(facts?.['because']))}`,
};

/** Choices decide these alike, whatever they are. */
const ofChoices: Readonly<Record<string, Words>> = {
  'wait-for-earliest': ({ target, facts }) => {
    const waitMs = asNumber(facts?.['waitMs']) ?? 0;
    return `No target was free, and ${target} was the first to recover${waitMs > 0 ? `, in ${time(waitMs)}` : ''}`;
  },
  'too-late': ({ target, facts }) => {
    const earliestMs = asNumber(facts?.['earliestMs']);
    const when = earliestMs === undefined ? '' : ` (in ${time(earliestMs)})`;
    return `No target was free, and even ${target} would have recovered too late${when}`;
  },
};

/** What is said of a decision; `undefined` for what goes without saying. */
export function decisionWords(step: DecisionStep): string | undefined {
  const words = known[`${step.by} ${step.verdict}`] ?? ofChoices[step.verdict];
  if (words !== undefined) return words(step);
  return `The ${step.by} of ${step.target} decided: ${step.verdict}${figures(step)}`;
}

function figures({ facts = {} }: DecisionStep): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`);
  return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

function named(level: unknown): string {
  return typeof level === 'string' && level !== '' ? ` "${level}"` : '';
}

function inBrackets(limit: unknown): string {
  return typeof limit === 'string' ? ` (${limit})` : '';
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`;
}
