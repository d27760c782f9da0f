import type { PurseAmounts, PurseState } from '../model/budget.ts';
import { ModelError } from '../model/error.ts';
import { asNumber, asString, isObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import { noAmounts } from './purse.ts';

/**
 * The purse that was saved, its time going on `now` (epoch milliseconds).
 * @throws ModelError of kind `invalid-request` for data that no budget saved
 */
export function restoredPurse(saved: unknown, now: number): PurseState {
  if (!isObject(saved)) throw notSaved('it is no object');
  if (saved.version !== 1) throw notSaved('its `version` is not 1');
  const name = asString(saved.name);
  if (name === undefined) throw notSaved('its `name` is no text');
  const { limits, spent } = saved;
  if (!isObject(limits) || !isObject(spent)) throw notSaved('its `limits` or `spent` are no objects');
  const timeLeftMs = count(saved, 'timeLeftMs');
  return {
    name,
    startedAt: now - (count(saved, 'elapsedMs') ?? 0),
    until: timeLeftMs === undefined ? undefined : now + timeLeftMs,
    limits: amountsOf(limits),
    spent: spentOf(spent),
    reserved: noAmounts,
  };
}

function amountsOf(data: JsonObject): Partial<PurseAmounts> {
  return {
    calls: count(data, 'calls'),
    timeouts: count(data, 'timeouts'),
    tokens: count(data, 'tokens'),
    nanodollars: count(data, 'nanodollars'),
  };
}

function spentOf(data: JsonObject): PurseAmounts {
  const { calls, timeouts, tokens, nanodollars } = amountsOf(data);
  if (calls === undefined || timeouts === undefined || tokens === undefined || nanodollars === undefined) {
    throw notSaved('something is missing in its `spent`');
  }
  return { calls, timeouts, tokens, nanodollars };
}

function count(data: JsonObject, name: string): number | undefined {
  const value = data[name];
  if (value === undefined) return undefined;
  const number = asNumber(value);
  if (number === undefined || number < 0) throw notSaved(`its \`${name}\` is no number of 0 or more`);
  return number;
}

function notSaved(why: string): ModelError {
  const message = `This is not what a budget saved: ${why}. Give \`restoreBudget\` the data that \`save()\` gave.`;
  return new ModelError({ kind: 'invalid-request', message });
}
