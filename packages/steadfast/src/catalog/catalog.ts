import type { Capabilities } from '../model/model.ts';
import { anthropicRows } from './anthropic-rows.ts';
import { firstMatch, globOf } from '../model/glob.ts';
import type { Glob } from '../model/glob.ts';
import { googleRows } from './google-rows.ts';
import { lenientRules } from './model-rules.ts';
import type { CatalogRow, ModelRules } from './model-rules.ts';
import { openaiRows } from './openai-rows.ts';
import { otherRows } from './other-rows.ts';
import { costOf } from './cost.ts';
import { listPrice, listedWindow } from './price-table.ts';
import type { Price } from './price.ts';
import type { Cost } from '../model/cost.ts';
import type { Usage } from '../model/usage.ts';

/** The rows of our own catalog; of those whose glob fits, the first one counts. */
export const catalogRows: readonly CatalogRow[] = [...openaiRows, ...anthropicRows, ...googleRows, ...otherRows];

/** Settings of a catalog. */
export interface CatalogOptions {
  /** Rows before our own: what the first that fits says counts over ours; the rest of ours stands. */
  readonly rows?: readonly CatalogRow[];
  /** Prices by globs over `provider/model`, before ours; the first that fits counts. */
  readonly prices?: Readonly<Record<string, Price>>;
}

interface Entry<Kind> {
  readonly glob: Glob;
  readonly entry: Kind;
}

let ownEntries: readonly Entry<CatalogRow>[] | undefined;

/** What models take, give and cost, as far as it is known. */
export class Catalog {
  readonly #rows: readonly Entry<CatalogRow>[];
  readonly #prices: readonly Entry<Price>[];

  constructor({ rows = [], prices = {} }: CatalogOptions = {}) {
    this.#rows = rows.map((row) => ({ glob: globOf(row.models), entry: row }));
    this.#prices = Object.entries(prices).map(([models, price]) => ({ glob: globOf(models), entry: price }));
  }

  /** What the model of this provider takes; lenient where nothing is known. */
  rulesOf(provider: string, model: string): ModelRules {
    const name = `${provider}/${model}`;
    ownEntries ??= catalogRows.map((row) => ({ glob: globOf(row.models), entry: row }));
    const { models: _own, ...known } = firstMatch(ownEntries, name) ?? { models: '' };
    const { models: _given, ...given } = firstMatch(this.#rows, name) ?? { models: '' };
    const rules = { ...lenientRules, ...known, ...given };
    return { ...rules, contextWindow: rules.contextWindow ?? listedWindow(provider, model) };
  }

  /** What it costs, in force `at` (epoch milliseconds); `undefined` when that is not known. */
  priceOf(provider: string, model: string, at: number): Price | undefined {
    return firstMatch(this.#prices, `${provider}/${model}`) ?? listPrice(provider, model, at);
  }

  /** What the tokens of a reply cost, `at` in epoch milliseconds. */
  costOf(usage: Usage, provider: string, model: string, at: number): Cost {
    const name = `${provider}/${model}`;
    return costOf(usage, firstMatch(this.#prices, name) ?? listPrice(provider, model, at), name);
  }
}

/** The price of a model by our own list, now; `undefined` when it is not known, never 0. */
export function priceOf(provider: string, model: string): Price | undefined {
  return listPrice(provider, model, Date.now());
}

/** The short form of what a model takes, which choices decide by. */
export function capabilitiesOf(rules: ModelRules): Capabilities {
  return {
    streaming: true,
    tools: rules.tools,
    structuredOutput: rules.structuredOutput === 'schema',
    images: rules.input.includes('image'),
    reasoning: rules.thinking !== 'none',
    prefill: rules.prefill,
    contextWindow: rules.contextWindow,
    maxOutputTokens: rules.maxOutputTokens,
  };
}
