import { findProvider } from '@pydantic/genai-prices';
import type { MatchLogic, ModelInfo, ModelPrice } from '@pydantic/genai-prices';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Writes the price tables of packages/steadfast/src/catalog/prices from the development package @pydantic/genai-prices
// (MIT), and from the notes below where a provider's own page says more. Run: npx node scripts/prices.ts

const root = join(import.meta.dirname, '..');
const folder = join(root, 'packages/steadfast/src/catalog/prices');
const manifest: { version: string } = JSON.parse(
  readFileSync(join(root, 'node_modules/@pydantic/genai-prices/package.json'), 'utf8'),
);
const today = new Date().toISOString().slice(0, 10);

/** The longest that a file of the library may be, in lines. */
const longestFile = 250;

/** The files, and which providers stand in them, by our names and theirs. Few files, because each costs time to load. */
const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  makers: { openai: 'openai', anthropic: 'anthropic', google: 'google', deepseek: 'deepseek', xai: 'x-ai' },
  hosts: {
    mistral: 'mistral',
    groq: 'groq',
    together: 'together',
    fireworks: 'fireworks',
    cerebras: 'cerebras',
    perplexity: 'perplexity',
  },
  openrouter: { openrouter: 'openrouter' },
};

/** What stands before the package's rows, because a provider's own page is newer. Read on 2026-11-21. */
const newer: Readonly<Record<string, readonly string[]>> = {
  // https://developers.openai.com/api/docs/models/gpt-6.1-sol.md, …/gpt-6.1-terra.md
  openai: [
    'gpt-6.1-sol | window 1050000 | in 2 read 0.1 write 2.5 out 10 search 10 | ' +
      'over 272000 in 4 read 0.2 write 5 out 15 search 10',
    'gpt-6.1-terra | window 1050000 | in 1 read 0.05 write 1.25 out 5 search 10 | ' +
      'over 272000 in 2 read 0.1 write 2.5 out 7.5 search 10',
  ],
  // https://platform.claude.com/docs/en/about-claude/pricing
  anthropic: [
    'claude-haiku-5-5 | window 1000000 | in 0.1 read 0.01 write 0.125 hour 0.2 out 0.5 search 10 | ' +
      'over 100000 in 0.5 read 0.05 write 0.625 hour 1 out 2.5 search 10',
    'claude-sonnet-5-5 | window 1000000 | in 2 read 0.1 write 2.5 hour 4 out 10 search 10',
  ],
};

/** What providers ask for searches, where only their own pages say it. Read on 2026-11-22. */
const fees: Readonly<Record<string, readonly { readonly models: RegExp; readonly words: string }[]>> = {
  // https://ai.google.dev/gemini-api/docs/pricing: for each search, or for each prompt that was searched for
  google: [
    { models: /^gemini-(?:[3-9]|omni)/, words: ' search 14' },
    { models: /^gemini-2/, words: ' searched 35' },
  ],
  // https://docs.x.ai/developers/pricing, "Tools Pricing": of the web and of X
  xai: [{ models: /^grok-(?!voice)/, words: ' search 5' }],
};

/** Our word for each price that we know what to do with. */
const words: Readonly<Record<string, string>> = {
  input_mtok: 'in',
  cache_read_mtok: 'read',
  cache_write_mtok: 'write',
  cache_write_1h_mtok: 'hour',
  output_mtok: 'out',
  output_reasoning_mtok: 'reason',
  input_audio_mtok: 'audioin',
  output_audio_mtok: 'audioout',
  cache_audio_read_mtok: 'audioread',
  input_image_mtok: 'imagein',
  output_image_mtok: 'imageout',
  cache_image_read_mtok: 'imageread',
  web_searches_kcount: 'search',
  requests_kcount: 'request',
};

for (const [file, providers] of Object.entries(files)) {
  const text = Object.entries(providers)
    .map(([ours, theirs]) => tableOf(ours, theirs))
    .join('\n');
  const lines = text.split('\n').length;
  if (lines > longestFile) throw new Error(`${file}.ts would have ${lines} lines; give some of it a file of its own.`);
  writeFileSync(join(folder, `${file}.ts`), text);
  console.log(`${file}.ts: ${lines} lines`);
}

const origin = `/** Where the price tables come from. */
export const priceSource = '@pydantic/genai-prices ${manifest.version}, and the pages of the providers';

/** The day on which they were written. */
export const pricesAsOf = '${today}';
`;
writeFileSync(join(folder, 'origin.ts'), origin);

function tableOf(ours: string, theirs: string): string {
  const found = findProvider({ providerId: theirs });
  if (found === undefined) throw new Error(`@pydantic/genai-prices knows no provider "${theirs}".`);
  const models = ours === 'openrouter' ? found.models.filter(isKeptUp) : found.models;
  const rows = [...(newer[ours] ?? []), ...models.flatMap((model) => rowOf(model, feesOf(ours, model.id)) ?? [])];
  return `/**
 * What ${found.name} asks for its models, one a line; see ../price-row.ts for how to read it.
 * Written on ${today} by scripts/prices.ts from @pydantic/genai-prices ${manifest.version} (MIT).
 */
export const ${ours}: string = \`
${rows.join('\n')}
\`;
`;
}

/** OpenRouter names models `maker/model`; rows without a window or a `/` are leftovers. */
function isKeptUp({ id, context_window }: ModelInfo): boolean {
  return id.includes('/') && context_window !== undefined;
}

function feesOf(provider: string, model: string): string {
  return fees[provider]?.find(({ models }) => models.test(model))?.words ?? '';
}

function rowOf(model: ModelInfo, fee: string): string | undefined {
  const periods = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  const past = periods.findLastIndex(
    ({ constraint }) => constraint?.type === 'start_date' && constraint.start_date <= today,
  );
  const texts = periods.flatMap(({ constraint, prices }, index) => {
    if (constraint?.type !== 'time_of_date' && index < past) return [];
    const begins = constraint?.type === 'start_date' && constraint.start_date > today;
    if (constraint?.type === 'time_of_date') {
      const [from, to] = [constraint.start_time, constraint.end_time].map((time) => time.slice(0, 5));
      return pricesOf(prices, `daily ${from} ${to} `, fee);
    }
    return pricesOf(prices, begins ? `from ${constraint.start_date} ` : '', fee);
  });
  const first = texts[0];
  if (first === undefined || !/(?:^| )in /.test(first) || !/ out /.test(first)) return undefined;
  const window = model.context_window === undefined ? [] : [`window ${model.context_window}`];
  return [globsOf(model.match).join(' '), ...window, ...texts].join(' | ');
}

/** The prices as one text, and one more for each length of input from which others hold. */
function pricesOf(prices: ModelPrice, head: string, fee: string): string[] {
  const known = Object.keys(words).flatMap((key) => {
    const price = prices[key];
    return price === undefined ? [] : [{ word: words[key], price }];
  });
  if (known.length === 0) return [];
  const starts = new Set(
    known.flatMap(({ price }) => (typeof price === 'number' ? [] : price.tiers.map(({ start }) => start))),
  );
  const base = known.map(({ word, price }) => `${word} ${rounded(typeof price === 'number' ? price : price.base)}`);
  const tiers = [...starts].toSorted((a, b) => a - b);
  return [
    head + base.join(' ') + fee,
    ...tiers.map((start) => {
      const all = known.map(({ word, price }) => {
        if (typeof price === 'number') return `${word} ${rounded(price)}`;
        return `${word} ${rounded(price.tiers.findLast((tier) => tier.start <= start)?.price ?? price.base)}`;
      });
      return `over ${start} ${all.join(' ')}${fee}`;
    }),
  ];
}

function rounded(price: number): string {
  return String(Number(price.toFixed(6)));
}

/** The names that a rule fits, as globs; a rule for dated snapshots is left out, because all models have those. */
function globsOf(match: MatchLogic): string[] {
  if ('or' in match) return match.or.flatMap(globsOf);
  // The second of the two rules leaves models out that have rows of their own.
  if ('and' in match) return match.and.slice(0, 1).flatMap(globsOf);
  if ('equals' in match) return [match.equals];
  if ('starts_with' in match) return [`${match.starts_with}*`];
  if ('ends_with' in match) return [`*${match.ends_with}`];
  if ('contains' in match) return [`*${match.contains}*`];
  if (/\\d\{8\}\$$|\\d\{4\}-\\d\{2\}-\\d\{2\}\$$/.test(match.regex)) return [];
  if (match.regex === String.raw`^gemini-3\.5-flash-\d`) return ['gemini-3.5-flash-0*'];
  throw new Error(`There is no glob for the rule ${match.regex}.`);
}
