import { isObject } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { ToolCallPart } from '../model/message.ts';

/** The input of a tool call as the object that the protocol demands. */
export interface ObjectInput {
  readonly input: JsonObject;
  /** What had to be done to make it an object; absent when it was one. */
  readonly change?: string;
}

/** The schema of a tool that takes free text: its input as the one member of an object. */
export const freeTextSchema: JsonObject = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
  additionalProperties: false,
};

/**
 * Makes the input of a call an object. What is not JSON goes under `INVALID_JSON`, as Anthropic's guide to fine-grained
 * tool streaming advises; what is JSON but no object goes under `input`. It is never replaced by `{}`.
 */
export function objectInput(call: ToolCallPart): ObjectInput {
  const { input, inputText = '' } = call;
  if (call.invalid === true) {
    return {
      input: { INVALID_JSON: inputText },
      change: 'The input is not JSON; its text is sent under "INVALID_JSON".',
    };
  }
  if (isObject(input)) return { input };
  const value: JsonValue = input === undefined ? inputText : input;
  return {
    input: { input: value },
    change: 'The input must be a JSON object; it is sent as the member "input" of one.',
  };
}
