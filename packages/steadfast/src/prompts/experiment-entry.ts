import { asBoolean, asNumber, asString, isObject } from '../model/json.ts';
import type { ExperimentRules } from './experiment-rules.ts';
import type { Outcome } from './outcome.ts';
import { PromptError } from './prompt-error.ts';

/** What an experiment keeps in its log. Several experiments may share one. */
export type ExperimentEntry = BeginEntry | OutcomeEntry;

/** An experiment began, by these rules and with these versions of its prompts. */
export interface BeginEntry {
  readonly type: 'experiment-begin';
  readonly experiment: string;
  readonly rules: ExperimentRules;
  /** The hashes of the variants' templates. */
  readonly hashes: readonly string[];
}

/** What came of a call. */
export interface OutcomeEntry extends Outcome {
  readonly type: 'experiment-outcome';
  readonly experiment: string;
  readonly variant: string;
  /** A hash of the key that the variant was chosen by: no log has to hold the names of users. */
  readonly keyHash?: string;
}

/** The outcome that a line of a log holds; `undefined` for what is none of this experiment. */
export function readOutcome(entry: unknown, experiment: string): OutcomeEntry | undefined {
  if (!isObject(entry) || entry['type'] !== 'experiment-outcome' || entry['experiment'] !== experiment)
    return undefined;
  const variant = asString(entry['variant']);
  if (variant === undefined) return undefined;
  return {
    type: 'experiment-outcome',
    experiment,
    variant,
    keyHash: asString(entry['keyHash']),
    score: asNumber(entry['score']),
    pass: asBoolean(entry['pass']),
    cost: asNumber(entry['cost']),
    latencyMs: asNumber(entry['latencyMs']),
  };
}

/**
 * Whether the experiment has begun by what a log holds.
 * @throws PromptError where it began by other rules, or with other versions of its prompts: what came of them is not of these
 */
export function hasBegun(entries: readonly unknown[], begin: BeginEntry): boolean {
  const { experiment: id, type } = begin;
  const known = entries.find((entry) => isObject(entry) && entry['type'] === type && entry['experiment'] === id);
  if (!isObject(known)) return false;
  const rules = isObject(known['rules']) ? known['rules'] : {};
  const changed = Object.entries(begin.rules)
    .filter(([name, rule]) => JSON.stringify(rules[name]) !== JSON.stringify(rule))
    .map(([name]) => name);
  if (JSON.stringify(known['hashes']) !== JSON.stringify(begin.hashes)) changed.push('the text of its prompts');
  if (changed.length === 0) return true;
  const what = `began with other settings (${changed.join(', ')}), and what came of those says nothing of these`;
  throw new PromptError(`The experiment "${id}" ${what}. Give it another id, or go back to the settings.`, { id });
}
