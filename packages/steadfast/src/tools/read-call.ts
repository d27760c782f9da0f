import type { JsonValue } from '../model/json.ts';
import type { ToolCallPart } from '../model/message.ts';
import { jsonValues } from '../schema/json-values.ts';
import type { Mend } from '../schema/mend.ts';

/** The input of a call as the model wrote it. */
export interface ReadInput {
  readonly value: JsonValue;
  /** What had to be mended to read it; empty for JSON. */
  readonly repairs: readonly Mend[];
}

/** What may be missing from a text that was cut: a tool must not run on a part of what was to come. */
const endings: ReadonlySet<Mend> = new Set<Mend>(['open-end', 'missing-bracket', 'extra-bracket']);

/**
 * Reads the input of a call, mended where it is almost JSON and can mean but one thing; `undefined` for what can't be read.
 * @param cut the reply ended at its limit with this call: an input that is not there was not written, and is no `{}`
 */
export function readInput({ input, inputText = '' }: ToolCallPart, cut: boolean): ReadInput | undefined {
  if (cut && inputText.trim() === '') return undefined;
  if (input !== undefined) return { value: input, repairs: [] };
  const { values, problem } = jsonValues(inputText);
  const [only] = values;
  if (only === undefined || values.length > 1 || problem !== undefined || !only.alone) return undefined;
  return only.mends.some((mend) => endings.has(mend)) ? undefined : { value: only.value, repairs: only.mends };
}
