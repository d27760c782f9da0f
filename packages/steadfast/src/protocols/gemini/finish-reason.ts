import type { FinishReason } from '../../model/completion.ts';
import { asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { invalidReply } from '../reply-error.ts';

/** Google's reasons (API reference, `FinishReason`; MODEL_ARMOR is Vertex's); those that are missing here mean `other`. */
const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['MODEL_ARMOR', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['IMAGE_PROHIBITED_CONTENT', 'content-filter'],
  ['IMAGE_RECITATION', 'content-filter'],
  ['CONTINUATION', 'pause'],
]);

/** The numbers of reasons on which the Gemini API and Vertex AI agree; they come with `enum-encoding=int`. */
const numbers = ['FINISH_REASON_UNSPECIFIED', 'STOP', 'MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER'];

/** The model wrote what is no reply: a call or an answer that the provider itself could not read. */
const malformed: ReadonlySet<string> = new Set(['MALFORMED_FUNCTION_CALL', 'MALFORMED_RESPONSE']);

const words: Readonly<Record<FinishReason, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
  pause: 'OTHER',
  other: 'OTHER',
};

/**
 * The provider's word for how a candidate ended; a number becomes its word. `undefined` while it has not ended.
 * @throws ModelError of kind `invalid-reply` for a reply that the model spoilt, which is worth another try
 */
export function rawReasonOf({ finishReason, finishMessage }: JsonObject): string | undefined {
  const raw = wordOf(finishReason);
  if (raw === undefined || !malformed.has(raw)) return raw;
  const more = asString(finishMessage);
  throw invalidReply(`The model spoilt its reply (${raw})${more === undefined ? '.' : `: ${more}`}`);
}

function wordOf(reason: JsonValue | undefined): string | undefined {
  if (typeof reason === 'number') return numbers[reason] ?? String(reason);
  return asString(reason) || undefined;
}

/** Reads a reason; a plain stop of a reply that calls tools counts as `tool-calls`. */
export function readFinishReason(raw: string | undefined, callsTools: boolean): FinishReason {
  const reason = raw === undefined ? 'stop' : (reasons.get(raw) ?? 'other');
  return reason === 'stop' && callsTools ? 'tool-calls' : reason;
}

/** Writes a reason: the raw one where it is Google's own, else the nearest that Google knows. */
export function writeFinishReason(reason: FinishReason, raw: string | undefined): string {
  const isOwn = raw !== undefined && /^[A-Z_]+$/.test(raw) && readFinishReason(raw, reason === 'tool-calls') === reason;
  return isOwn ? raw : words[reason];
}
