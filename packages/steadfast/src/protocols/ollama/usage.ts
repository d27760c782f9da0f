import { asNumber } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import type { Usage } from '../../model/usage.ts';

const counters = [
  'total_duration',
  'load_duration',
  'prompt_eval_count',
  'prompt_eval_duration',
  'eval_count',
  'eval_duration',
];

/** Reads the counters of a reply's last object. A prompt that comes from the cache may go uncounted. */
export function readUsage(last: JsonObject): Usage {
  const uncached = asNumber(last.prompt_eval_count);
  const text = asNumber(last.eval_count);
  if (uncached === undefined && text === undefined) return unreportedUsage;
  const raw = counters.flatMap((name) => (last[name] === undefined ? [] : [[name, last[name]] as const]));
  return usageOf({ uncached, text }, Object.fromEntries(raw));
}

/** Writes the counters; none when nothing was reported. */
export function writeUsage({ reported, inputTokens, outputTokens }: Usage): JsonObject {
  return reported ? { prompt_eval_count: inputTokens, eval_count: outputTokens } : {};
}
