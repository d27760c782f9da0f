import { globOf } from '../model/glob.ts';
import type { Glob } from '../model/glob.ts';
import type { Price, Rates } from './price.ts';
import { priceSource, pricesAsOf } from './prices/origin.ts';

type Tier = Rates & { readonly over: number };

/** A price and when it holds. */
export interface PricePeriod {
  readonly price: Price;
  /** Epoch milliseconds from which they hold. Default: always. */
  readonly from?: number;
  /** Hours of the day, in minutes after midnight UTC, in which they hold. Default: all day. */
  readonly daily?: { readonly from: number; readonly to: number };
}

/** One line of a price table. */
export interface PriceRow {
  readonly names: readonly string[];
  readonly globs: readonly Glob[];
  /** The most tokens of input and output together. */
  readonly window?: number;
  /** The last one that holds counts. */
  readonly periods: readonly PricePeriod[];
}

/**
 * Reads a line: names and globs of models, then, divided by ` | `, the `window` in tokens and prices as words and
 * numbers. Prices may begin with `from` a day or `daily` between two times (UTC); those that begin with `over` so many
 * tokens of input belong to the ones before them.
 */
export function readPriceRow(line: string): PriceRow {
  const [names = '', ...segments] = line.split(' | ');
  const all = names.split(' ');
  const periods: (PricePeriod & { readonly price: { readonly tiers: Tier[] } })[] = [];
  let window: number | undefined;
  for (const segment of segments) {
    const words = segment.split(' ');
    const [head, value = ''] = words;
    if (head === 'window') window = Number(value);
    else if (head === 'over') periods.at(-1)?.price.tiers.push({ over: Number(value), ...readRates(words.slice(2)) });
    else if (head === 'from') periods.push({ from: Date.parse(value), price: readPrice(words.slice(2)) });
    else if (head === 'daily') periods.push({ ...readDaily(words), price: readPrice(words.slice(3)) });
    else periods.push({ price: readPrice(words) });
  }
  return {
    names: all.filter((name) => !name.includes('*')),
    globs: all.filter((name) => name.includes('*')).map(globOf),
    window,
    periods,
  };
}

function readDaily([, from = '', to = '']: readonly string[]): Pick<PricePeriod, 'daily'> {
  return { daily: { from: minutesOf(from), to: minutesOf(to) } };
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

function readPrice(words: readonly string[]): Price & { readonly tiers: Tier[] } {
  return { ...readRates(words), tiers: [], source: priceSource, asOf: pricesAsOf };
}

function readRates(words: readonly string[]): Rates {
  const values = new Map<string, number>();
  for (let at = 0; at + 1 < words.length; at += 2) values.set(words[at] ?? '', Number(words[at + 1]));
  return {
    input: values.get('in') ?? 0,
    output: values.get('out') ?? 0,
    cacheRead: values.get('read'),
    cacheWrite: values.get('write'),
    cacheWriteHour: values.get('hour'),
    reasoning: values.get('reason'),
    audioInput: values.get('audioin'),
    audioCacheRead: values.get('audioread'),
    audioOutput: values.get('audioout'),
    imageInput: values.get('imagein'),
    imageCacheRead: values.get('imageread'),
    imageOutput: values.get('imageout'),
    searches: values.get('search'),
    searchedRequests: values.get('searched'),
    requests: values.get('request'),
  };
}

/** The price that holds at a time, in epoch milliseconds. */
export function periodAt(row: PriceRow, at: number): PricePeriod | undefined {
  const [only] = row.periods;
  if (row.periods.length === 1) return only;
  const minute = Math.floor((at % 86_400_000) / 60_000);
  return row.periods.findLast(({ from, daily }) => {
    if (from !== undefined && at < from) return false;
    return daily === undefined || (minute >= daily.from && minute < daily.to);
  });
}
