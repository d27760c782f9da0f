import type { FinishReason } from '../../model/completion.ts';

/** Anthropic's stop reasons (Messages API reference, `stop_reason`). */
const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['refusal', 'content-filter'],
  ['pause_turn', 'pause'],
  ['compaction', 'pause'],
]);

const words: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  pause: 'pause_turn',
  other: 'end_turn',
};

/** Reads a stop reason; a plain stop of a reply that calls tools counts as `tool-calls`. */
export function readFinishReason(raw: string | undefined, callsTools: boolean): FinishReason {
  const reason = raw === undefined ? undefined : reasons.get(raw);
  if (callsTools && (reason === 'stop' || raw === undefined)) return 'tool-calls';
  return reason ?? 'other';
}

/** Writes a stop reason: the raw one where it is Anthropic's own, else the nearest that Anthropic knows. */
export function writeFinishReason(reason: FinishReason, raw: string | undefined): string {
  return raw !== undefined && reasons.has(raw) && readFinishReason(raw, reason === 'tool-calls') === reason
    ? raw
    : words[reason];
}
