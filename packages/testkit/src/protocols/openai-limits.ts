import { asArray, asObject, asString, type JsonObject, type JsonValue } from '../ground/json.ts';
import { RequestRefused } from './question.ts';

/** The longest name of an end user, in characters (`safety_identifier` in OpenAI's API reference). */
const longestUser = 64;

/**
 * Checks the fields that name the end user.
 * @throws RequestRefused in OpenAI's words
 */
export function checkUser(body: JsonObject): void {
  for (const param of ['user', 'safety_identifier']) {
    const length = asString(body[param])?.length ?? 0;
    if (length <= longestUser) continue;
    const message = `Invalid '${param}': string too long. Expected a string with maximum length ${longestUser}, but got a string with length ${length} instead.`;
    throw new RequestRefused(message, { param, code: 'string_above_max_length' });
  }
}

/**
 * Checks that Chat Completions knows the types of all tools.
 * @throws RequestRefused in OpenAI's words
 */
export function checkChatTools(tools: JsonValue | undefined): void {
  asArray(tools).forEach((tool, index) => {
    const type = asString(asObject(tool)['type']) ?? '';
    if (type === 'function' || type === 'custom') return;
    const message = `Invalid value: '${type}'. Supported values are: 'function' and 'custom'.`;
    throw new RequestRefused(message, { param: `tools[${index}].type`, code: 'invalid_value' });
  });
}
