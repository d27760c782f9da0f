import type { JsonValue } from '../model/json.ts';
import type { ToolCallPart } from '../model/message.ts';
import { lenientJson } from '../schema/lenient-json.ts';

/** The input of a call as the model wrote it. */
export interface ReadInput {
  readonly value: JsonValue;
  /** What had to be mended to read it, in words; empty for JSON. */
  readonly repairs: readonly string[];
}

/**
 * Reads the input of a call, mended where it is almost JSON and can mean but one thing; `undefined` for what can't be read.
 * @param cut the reply ended at its limit with this call: an input that is not there was not written, and is no `{}`
 */
export function readInput({ input, inputText = '' }: ToolCallPart, cut: boolean): ReadInput | undefined {
  if (cut && inputText.trim() === '') return undefined;
  return input === undefined ? lenientJson(inputText) : { value: input, repairs: [] };
}
