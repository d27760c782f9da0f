import { expect, test } from 'vitest';
import { readFinishReason, writeFinishReason } from './finish-reason.ts';

test.each([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['refusal', 'content-filter'],
  ['pause_turn', 'pause'],
  ['compaction', 'pause'],
  ['something_new', 'other'],
  ['constructor', 'other'],
  [undefined, 'other'],
] as const)('the stop reason %s means %s', (raw, reason) => {
  expect(readFinishReason(raw, false)).toBe(reason);
});

test.each([
  ['end_turn', 'tool-calls'],
  [undefined, 'tool-calls'],
  ['max_tokens', 'length'],
] as const)('the stop reason %s of a reply that calls tools means %s', (raw, reason) => {
  expect(readFinishReason(raw, true)).toBe(reason);
});

test.each([
  ['stop', 'end_turn'],
  ['length', 'max_tokens'],
  ['tool-calls', 'tool_use'],
  ['content-filter', 'refusal'],
  ['pause', 'pause_turn'],
  ['other', 'end_turn'],
] as const)('%s of another provider is written as %s', (reason, raw) => {
  expect(writeFinishReason(reason, 'STOP')).toBe(raw);
});

test('a stop reason of its own is written as it came, unless it says something else', () => {
  expect(writeFinishReason('stop', 'stop_sequence')).toBe('stop_sequence');
  expect(writeFinishReason('length', 'end_turn')).toBe('max_tokens');
});
