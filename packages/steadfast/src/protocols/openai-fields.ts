import type { CompletionRequest, Effort } from '../model/completion-request.ts';
import { isObject } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import type { AdaptationList } from './adaptation-list.ts';
import type { RequestFields } from './request-fields.ts';

/** The family that private fields of a request are kept for: whoever writes Chat or Responses writes OpenAI's languages. */
export const clientFamily = 'openai';

const efforts: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** An effort by OpenAI's word for it, which is ours; `undefined` for any other value. */
export function effortOf(value: JsonValue | undefined): Effort | undefined {
  return efforts.find((effort) => effort === value);
}

/** Reads who the end user is, and the labels of a call; what has another form is kept for the family. */
export function readLabels(
  fields: RequestFields,
  kept: Record<string, JsonValue | undefined>,
): Pick<CompletionRequest, 'endUser' | 'metadata'> {
  const user = fields.text('user');
  const identifier = fields.text('safety_identifier');
  if (identifier !== undefined) kept.safety_identifier = identifier;
  const given = fields.take('metadata');
  const metadata = labelsOf(given);
  if (given !== undefined && metadata === undefined) kept.metadata = given;
  return { endUser: user ?? identifier, metadata };
}

/** The most characters of an end user's name that all servers take (`safety_identifier` in OpenAI's API reference). */
const longestUser = 64;

/** The field `user`; a name that is too long would be refused with the request, and is left out. */
export function writeEndUser(
  { endUser }: Pick<CompletionRequest, 'endUser'>,
  notes: AdaptationList,
): string | undefined {
  if (endUser === undefined || endUser.length <= longestUser) return endUser;
  notes.drop('endUser', `At most ${longestUser} characters are taken, and these are ${endUser.length}.`);
  return undefined;
}

/** `metadata` where it is a map of texts, as OpenAI stores it; `undefined` for anything else. */
function labelsOf(metadata: JsonValue | undefined): Record<string, string> | undefined {
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
