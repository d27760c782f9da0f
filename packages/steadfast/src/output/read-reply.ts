import type { Completion } from '../model/completion.ts';
import { parseJson } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import type { Issue } from '../schema/issue.ts';
import { pathText } from '../schema/issue.ts';
import { sameValue } from '../schema/same-value.ts';
import type { Form } from './form.ts';
import { jsonValues } from '../schema/json-values.ts';
import type { FoundValue, JsonValues } from '../schema/json-values.ts';
import type { Mend } from '../schema/mend.ts';
import { withoutThinking } from './thinking-tags.ts';

/** A reply that fits its form, and what the model wrote of it; or what is wrong, in words that the model can act on. */
export type ReadReply<Value> =
  | { readonly value: Value; readonly json: JsonValue | undefined; readonly mends: readonly Mend[] }
  | { readonly problem: string };

/**
 * Reads the answer out of a reply: from a call of the form's tool where there is one, else from its text. What is not quite
 * JSON is mended where it can be read in one way only, and nothing is given that does not fit the form's schema.
 */
export async function readReply<Value>(form: Form<Value>, completion: Completion): Promise<ReadReply<Value>> {
  const isCut = completion.finishReason === 'length';
  const call = completion.toolCalls.find(({ name }) => name === form.name);
  if (call?.input !== undefined && typeof call.input !== 'string') {
    return readValue(form, { value: call.input, mends: [], alone: true });
  }
  if (call !== undefined) return readText(form, call.input ?? call.inputText ?? '', isCut);
  if (!form.orText) return readText(form, completion.text, isCut);
  const text = withoutThinking(completion.text);
  const found = jsonValues(text);
  const isValue = found.values.some(({ alone }) => alone) || /^\s*(?:`{3,}(?:json)?\s*)?[[{]/.test(text);
  return isValue ? settle(form, text, found, isCut) : ofText(form, text);
}

/**
 * Reads the answer out of a text: see `readReply`.
 * @param isCut The text ended at a limit: what brackets at its end are missing is then not known.
 */
export async function readText<Value>(form: Form<Value>, text: string, isCut = false): Promise<ReadReply<Value>> {
  const said = withoutThinking(text);
  return settle(form, said, jsonValues(said), isCut);
}

async function settle<Value>(
  form: Form<Value>,
  text: string,
  { values, problem }: JsonValues,
  isCut: boolean,
): Promise<ReadReply<Value>> {
  if (problem !== undefined) return { problem: `it is not JSON: ${isCut ? cutProblem : problem}.` };
  const reads: ReadReply<Value>[] = [];
  for (const found of values) {
    reads.push(isCut && found.mends.includes('open-end') ? { problem: cutProblem } : await readValue(form, found));
  }
  const read = theOneOf(reads) ?? reads.at(-1);
  if (read !== undefined) return read;
  return isCut ? { problem: `it holds no JSON: ${cutProblem}.` } : ofText(form, text);
}

/** The answer that fits, where one does. */
function theOneOf<Value>(reads: readonly ReadReply<Value>[]): ReadReply<Value> | undefined {
  const [first, ...others] = reads.filter((read) => 'value' in read);
  if (first === undefined || others.every((other) => isSame(first, other))) return first;
  return { problem: "it holds different answers, and which of them is meant can't be told. Give one." };
}

function isSame(one: ReadReply<unknown>, other: ReadReply<unknown>): boolean {
  return 'json' in one && 'json' in other && sameValue(one.json, other.json);
}

const cutProblem = 'it was cut off at the limit of its length; answer more briefly';

function ofText<Value>(form: Form<Value>, text: string): ReadReply<Value> {
  const read = form.readText?.(text);
  if (read !== undefined) return { ...read, json: undefined };
  return { problem: text.trim() === '' ? 'it is empty.' : 'it holds no JSON.' };
}

async function readValue<Value>(form: Form<Value>, { value, mends }: FoundValue): Promise<ReadReply<Value>> {
  const inner = typeof value === 'string' ? parseJson(value) : undefined;
  if (inner !== undefined && typeof inner !== 'string') {
    return readValue(form, { value: inner, mends: [...mends, 'json-in-string'], alone: true });
  }
  const checked = await form.check(value);
  if (checked.issues === undefined) return { value: checked.value, json: value, mends };
  const restored = form.withoutNulls?.(value);
  if (restored !== undefined && !sameValue(restored, value)) {
    const again = await form.check(restored);
    if (again.issues === undefined)
      return { value: again.value, json: restored, mends: [...mends, 'null-for-missing'] };
  }
  return { problem: `it does not fit the schema:\n${listed(checked.issues)}` };
}

/** The issues as a list; some libraries begin their messages with the path. */
function listed(issues: readonly Issue[]): string {
  const lines = issues.map(({ path, message }) => {
    const place = path.length === 0 ? 'the value' : pathText(path);
    return message.startsWith(`${place} `) ? `- ${message}` : `- ${place} ${message}`;
  });
  return lines.join('\n');
}
