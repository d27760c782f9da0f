import { cerebras, fireworks, groq, mistral, perplexity, together } from './prices/hosts.ts';
import { anthropic, deepseek, google, openai, xai } from './prices/makers.ts';
import { openrouter } from './prices/openrouter.ts';
import { periodAt, readPriceRow } from './price-row.ts';
import type { PriceRow } from './price-row.ts';
import type { Price } from './price.ts';

/** The tables, as text: they are read when the first model of a provider is looked up. Azure sells at OpenAI's prices. */
const texts: Readonly<Record<string, string>> = {
  anthropic,
  azure: openai,
  cerebras,
  deepseek,
  fireworks,
  google,
  groq,
  mistral,
  openai,
  openrouter,
  perplexity,
  together,
  xai,
};

interface Table {
  readonly byName: ReadonlyMap<string, PriceRow>;
  readonly rows: readonly PriceRow[];
}

const tables = new Map<string, Table>();

/** What the model of a provider costs by list price, in force `at` (epoch milliseconds); `undefined` when not known. */
export function listPrice(provider: string, model: string, at: number): Price | undefined {
  const row = rowOf(provider, model);
  return row && periodAt(row, at)?.price;
}

/** The most tokens of input and output together that the price list names for a model. */
export function listedWindow(provider: string, model: string): number | undefined {
  return rowOf(provider, model)?.window;
}

/** The row of exactly this name, else of the name without its date, else the first whose glob fits. */
function rowOf(provider: string, model: string): PriceRow | undefined {
  const table = tableOf(provider);
  if (table === undefined) return undefined;
  return (
    table.byName.get(model) ??
    table.byName.get(model.replace(/-(?:\d{8}|\d{4}-\d{2}-\d{2})$/, '')) ??
    table.rows.find(({ globs }) => globs.some((glob) => glob(model)))
  );
}

function tableOf(provider: string): Table | undefined {
  const known = tables.get(provider);
  if (known !== undefined) return known;
  const text = Object.hasOwn(texts, provider) ? texts[provider] : undefined;
  if (text === undefined) return undefined;
  const rows = text.trim().split('\n').map(readPriceRow);
  const byName = new Map(rows.toReversed().flatMap((row) => row.names.map((name) => [name, row] as const)));
  const table = { byName, rows };
  tables.set(provider, table);
  return table;
}
