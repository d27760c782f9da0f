import type { Cost } from '../model/cost.ts';
import type { Usage } from '../model/usage.ts';
import { plainUsage } from '../model/usage.ts';
import { nanodollarsOf } from './purse.ts';

/** Reckons what the tokens of a reply cost. */
export type CostOf = (usage: Usage) => Cost;

/** What a call costs before it is made, in billionths of a US dollar. */
export interface Rate {
  readonly input: number;
  readonly perOutputToken: number;
}

/** A number of output tokens that is large enough to tell their price by. */
const probe = 1_000;

/** The rate of a request with so many input tokens, or why it is not known. */
export function rateOf(costOf: CostOf | undefined, inputTokens: number, target: string): Rate | string {
  if (costOf === undefined) return `Nothing tells what ${target} costs; give \`budgeted\` a \`costOf\`.`;
  const input = costOf(plainUsage(inputTokens, 0));
  const both = costOf(plainUsage(inputTokens, probe));
  if (!input.known) return input.reason;
  if (!both.known) return both.reason;
  const [before, after] = [nanodollarsOf(input.amount), nanodollarsOf(both.amount)];
  return { input: before, perOutputToken: (after - before) / probe };
}

/** What so much costs at this rate, rounded up. */
export function priceAt({ input, perOutputToken }: Rate, outputTokens: number): number {
  return input + Math.ceil(perOutputToken * outputTokens);
}

/** The truth of a cost, in billionths of a US dollar: the provider's own word before the list. */
export function paid(cost: Cost | undefined): number | undefined {
  const dollars = cost?.reported ?? (cost?.known === true ? cost.amount : undefined);
  return dollars === undefined ? undefined : nanodollarsOf(dollars);
}
