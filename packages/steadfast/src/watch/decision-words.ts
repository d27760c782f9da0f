import { asNumber, asString } from '../model/json.ts';
import type { DecisionStep } from './decision-record.ts';
import { count, time } from './words.ts';

type Words = (step: DecisionStep) => string | undefined;

const unsaid: Words = () => undefined;

/** What is said of decisions, by who decided and what. What is the rule, or said with a wait, is not said at all. */
const known: Readonly<Record<string, Words>> = {
  'limit passed': unsaid,
  'limit waited': unsaid,
  'breaker held': ({ target, facts }) => {
    const ahead = asNumber(facts?.['ahead']) ?? 0;
    return `${target} had been failing, and calls to it were held back${ahead > 0 ? `, ${count(ahead, 'other')} first` : ''}`;
  },
  'budget reserved': unsaid,
  'retry over-budget': ({ target }) =>
    `${target} was not asked again, because its retries had used up their share of its calls`,
  'keys aside': ({ target, facts }) => {
    const key = asNumber(facts?.['key']);
    const reason = asString(facts?.['reason']) ?? 'it failed';
    return `${key === undefined ? 'A key' : `Key ${key}`} of ${target} was put aside (${reason})`;
  },
  'split chosen': ({ target }) => `${target} was chosen by the shares of the split`,
  'route routed': ({ target, facts }) => `${target} was chosen${because(asString(facts?.['reason']))}`,
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

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`;
}
