import type { FinishReason } from '../../model/completion.ts';

/** Ollama's reasons for being done; `load` and `unload` answer requests that only load or unload a model (API reference). */
const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['load', 'other'],
  ['unload', 'other'],
]);

/** Reads `done_reason`, which older servers leave out; a stop of a reply that calls tools counts as `tool-calls`. */
export function readFinishReason(raw: string | undefined, callsTools: boolean): FinishReason {
  const reason = raw === undefined ? 'stop' : (reasons.get(raw) ?? 'other');
  return reason === 'stop' && callsTools ? 'tool-calls' : reason;
}

/** Writes `done_reason`: the raw one where it is Ollama's own, else the nearest that Ollama knows. */
export function writeFinishReason(reason: FinishReason, raw: string | undefined): string {
  if (raw !== undefined && reasons.has(raw) && readFinishReason(raw, reason === 'tool-calls') === reason) return raw;
  return reason === 'length' ? 'length' : 'stop';
}
