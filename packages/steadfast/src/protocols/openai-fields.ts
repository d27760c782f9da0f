import type { Effort } from '../model/completion-request.ts';
import { isObject } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';

const efforts: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** An effort by OpenAI's word for it, which is ours; `undefined` for any other value. */
export function effortOf(value: JsonValue | undefined): Effort | undefined {
  return efforts.find((effort) => effort === value);
}

/** `metadata` where it is a map of texts, as OpenAI stores it; `undefined` for anything else. */
export function labelsOf(metadata: JsonValue | undefined): Record<string, string> | undefined {
  if (!isObject(metadata)) return undefined;
  const labels: [string, string][] = [];
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') return undefined;
    labels.push([name, value]);
  }
  return Object.fromEntries(labels);
}

/** The value without its members that are `undefined`. */
export function withoutGaps<Value extends object>(value: Value): Value {
  const result = { ...value };
  for (const key in result) if (result[key] === undefined) delete result[key];
  return result;
}
