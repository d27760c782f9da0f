import { hash } from 'node:crypto';
import type { Log } from '../store/log.ts';
import { memoryLog } from '../store/memory-log.ts';
import { hasBegun, readOutcome } from './experiment-entry.ts';
import type { BeginEntry, ExperimentEntry, OutcomeEntry } from './experiment-entry.ts';
import { resultOf, verdictOf } from './experiment-result.ts';
import type { ExperimentResult, Verdict } from './experiment-result.ts';
import { checkRules } from './experiment-rules.ts';
import type { ExperimentRules, Guardrail } from './experiment-rules.ts';
import { checkOutcome } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { PromptError } from './prompt-error.ts';
import { addOutcome, eligible, newTally } from './tally.ts';
import type { Tally } from './tally.ts';
import { thompson } from './thompson.ts';
import { checkVariants, chosen } from './variant.ts';
import type { Chosen, FieldsOfVariants, Variant } from './variant.ts';
import { byWeight } from './variants.ts';

/** Settings of `experiment`. */
export interface ExperimentOptions<Given extends Variant = Variant> {
  readonly id: string;
  /** The first is the one that there was. All are for the same models. */
  readonly variants: readonly Given[];
  /** By the variants' weights (the default), or the better ones more often, by what came of them so far. */
  readonly allocation?: 'weights' | 'adaptive';
  /** The share of adaptive choices that are made without regard to outcomes. Default: 0.2. */
  readonly explore?: number;
  /** What is compared. Default: `score`. */
  readonly metric?: 'score' | 'pass';
  /** The chance of a wrong verdict, however often one looks. Default: 0.05. */
  readonly alpha?: number;
  /** The smallest difference of means that matters, from 0 to 1. Default: 0.05. */
  readonly effect?: number;
  /** The experiment ends with so many outcomes. Default: 10,000. */
  readonly max?: number;
  readonly guardrails?: readonly Guardrail[];
  /** Where outcomes are kept. Default: in memory. */
  readonly log?: Log<ExperimentEntry>;
  /** Gives numbers from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Several versions of a prompt that are compared by what comes of them. */
export interface Experiment<Fields> {
  readonly id: string;
  /** Chooses a variant for a call: the same for the same key. When the experiment is over, the winner, else the first. */
  choose(this: void, query?: { readonly key?: string }): Chosen<Fields>;
  /**
   * Counts what came of a call and says how things stand now; settles when it is kept. Of one key only the first outcome
   * counts, because those of one user or one task are alike; and none when the experiment is over.
   * @throws PromptError for an outcome that cannot be counted
   */
  record(this: void, choice: { readonly variant: string; readonly key?: string }, outcome: Outcome): Promise<Verdict>;
  /** How things stand. To look does no harm, and what is seen may be acted on. */
  result(this: void): ExperimentResult;
}

/**
 * Compares versions of a prompt by what comes of them. It goes on where its log ends.
 * @throws PromptError for settings that no experiment can be made with, or other than those in the log
 */
export async function experiment<const Given extends Variant>(
  options: ExperimentOptions<Given>,
): Promise<Experiment<FieldsOfVariants<Given>>> {
  const { id, variants, log = memoryLog<ExperimentEntry>() } = options;
  const rules = rulesOf(options);
  checkVariants(id, variants);
  checkRules(id, rules);
  checkModels(id, variants);
  const hashes = variants.map(({ template }) => template.hash);
  const begin: BeginEntry = { type: 'experiment-begin', experiment: id, rules, hashes };
  const entries = await log.read();
  const trial = new Trial(options, rules, log);
  if (hasBegun(entries, begin)) trial.replay(entries);
  else await log.append(begin);
  return {
    id,
    choose: ({ key } = {}) => chosen(variants, trial.choose(key), id, key),
    record: ({ variant, key }, outcome) => trial.record(variant, key, outcome),
    result: () => resultOf(id, trial.tally),
  };
}

function rulesOf({ variants, metric = 'score', ...options }: ExperimentOptions): ExperimentRules {
  const { alpha = 0.05, effect = 0.05, max = 10_000, guardrails = [] } = options;
  return { variants: variants.map(({ name }) => name), metric, alpha, effect, max, guardrails };
}

/** What is compared must differ in nothing else than the prompt. */
function checkModels(id: string, variants: readonly Variant[]): void {
  const globs = variants.map(({ models, template }) => (models ?? template.models)?.toSorted().join(' '));
  if (globs.every((each) => each === globs[0])) return;
  const why = 'are for different models, so that it would compare the models';
  throw new PromptError(`The variants of the experiment "${id}" ${why}. Make an experiment for each group of models.`, {
    id,
  });
}

/** So many keys that have been given a variant, and of which nothing came yet, are remembered. */
const mostPending = 100_000;

class Trial<Given extends Variant> {
  readonly tally: Tally;
  readonly #options: ExperimentOptions<Given>;
  readonly #log: Log<ExperimentEntry>;
  readonly #random: () => number;
  /** The variants of keys that were chosen adaptively. */
  readonly #given = new Map<string, number>();
  /** The keys whose outcome is counted. */
  readonly #counted = new Set<string>();

  constructor(options: ExperimentOptions<Given>, rules: ExperimentRules, log: Log<ExperimentEntry>) {
    this.#options = options;
    this.#log = log;
    this.#random = options.random ?? Math.random;
    this.tally = newTally(rules);
  }

  replay(entries: readonly unknown[]): void {
    for (const entry of entries) {
      const outcome = readOutcome(entry, this.#options.id);
      if (outcome !== undefined) this.#count(outcome);
    }
  }

  choose(key: string | undefined): Given {
    const { variants, id, allocation = 'weights' } = this.#options;
    const { ending } = this.tally;
    const left = new Set(eligible(this.tally));
    const at = (index: number): Given => {
      const variant = variants[index];
      if (variant === undefined) throw new PromptError(`The experiment "${id}" has no variant ${index}.`, { id });
      return variant;
    };
    if (ending !== undefined) return at(ending.type === 'winner' ? ending.variant : 0);
    if (allocation === 'adaptive') return at(this.#adaptively([...left], key));
    return (
      byWeight(
        variants.filter((_, index) => left.has(index)),
        id,
        key,
        this.#random,
      ) ?? at(0)
    );
  }

  async record(name: string, key: string | undefined, { score, pass, cost, latencyMs }: Outcome): Promise<Verdict> {
    const { id, variants } = this.#options;
    const outcome = { score, pass, cost, latencyMs };
    checkOutcome(id, outcome, this.tally.rules.metric);
    if (!variants.some((variant) => variant.name === name)) {
      throw new PromptError(`The experiment "${id}" has no variant "${name}".`, { id });
    }
    const keyHash = key === undefined ? undefined : this.#hashOf(key);
    if (this.tally.ending !== undefined || (keyHash !== undefined && this.#counted.has(keyHash))) {
      return verdictOf(this.tally);
    }
    if (keyHash !== undefined) this.#counted.add(keyHash);
    const entry: OutcomeEntry = { type: 'experiment-outcome', experiment: id, variant: name, keyHash, ...outcome };
    try {
      await this.#log.append(entry);
    } catch (error) {
      if (keyHash !== undefined) this.#counted.delete(keyHash);
      throw error;
    }
    this.#count(entry);
    return verdictOf(this.tally);
  }

  #count({ variant, keyHash, ...outcome }: OutcomeEntry): void {
    const index = this.tally.rules.variants.indexOf(variant);
    addOutcome(this.tally, index, outcome);
    if (keyHash === undefined) return;
    this.#counted.add(keyHash);
    this.#remember(keyHash, index);
  }

  #adaptively(left: readonly number[], key: string | undefined): number {
    const { explore = 0.2 } = this.#options;
    const keyHash = key === undefined ? undefined : this.#hashOf(key);
    const before = keyHash === undefined ? undefined : this.#given.get(keyHash);
    if (before !== undefined && left.includes(before)) return before;
    const arms = left.flatMap((index) => this.tally.arms[index] ?? []);
    const index = left[thompson(arms, explore, this.#random)] ?? 0;
    if (keyHash !== undefined) this.#remember(keyHash, index);
    return index;
  }

  #remember(keyHash: string, index: number): void {
    if (this.#options.allocation !== 'adaptive') return;
    this.#given.delete(keyHash);
    this.#given.set(keyHash, index);
    if (this.#given.size <= mostPending) return;
    const [oldest] = this.#given.keys();
    if (oldest !== undefined) this.#given.delete(oldest);
  }

  #hashOf(key: string): string {
    return hash('sha256', `${this.#options.id}\0${key}`).slice(0, 16);
  }
}
