import type { JsonArray, JsonObject, JsonValue } from '../model/json.ts';
import type { Checked } from '../schema/check.ts';
import type { Mend } from '../schema/mend.ts';

/**
 * How a model is brought to keep a form: by structured output of its provider (`native`), by a tool that it has to call
 * (`tool`), or by words alone (`prompt`).
 */
export type Way = 'native' | 'tool' | 'prompt';

/** Settings of every form. */
export interface FormOptions {
  /** What the model is told the value is called: letters, digits, `_` and `-`. Default: `answer`. */
  readonly name?: string;
  /** What the model is told about the value. */
  readonly description?: string;
  /** How often a reply that does not fit is sent back at most. Default: 2. */
  readonly repairs?: number;
  /** Default: the strictest that the model has. */
  readonly way?: Way;
}

/** What a streamed reply shows so far. */
export interface Seen {
  /** The value as far as it is read; it grows in place. */
  readonly json: JsonValue | undefined;
  readonly text: string;
}

/** A value that was read from a text by the form itself. */
export interface ReadText<Value> {
  readonly value: Value;
  readonly mends: readonly Mend[];
}

/** The form that an answer is to have. `Partial` is what a stream shows of it while it comes. */
export interface Form<Value, Partial = unknown> {
  readonly name: string;
  readonly description: string | undefined;
  /** What the model is told, as JSON Schema; its root is an object, which every provider takes. */
  readonly schema: JsonObject;
  readonly repairs: number;
  readonly way: Way | undefined;
  /** Whether plain text is an answer too. */
  readonly orText: boolean;
  /** The value that the model's JSON stands for, or what is wrong with it. */
  readonly check: (value: JsonValue) => Promise<Checked<Value>>;
  /** A value without the nulls that stand for members left out: tried where it does not fit as it is. */
  readonly withoutNulls?: (value: JsonValue) => JsonValue;
  /** The answer that a text without JSON is, where it is one. */
  readonly readText?: (text: string) => ReadText<Value> | undefined;
  /** What is shown of a reply while it comes; `undefined` while there is nothing to show. */
  readonly partialOf: (seen: Seen) => Partial | undefined;
}

/** The form of a list whose elements are given as they complete. */
export interface ListForm<Element, Partial = unknown> extends Form<Element[], Partial> {
  /** An element without the nulls that stand for members left out. */
  readonly elementOf: (value: JsonValue) => JsonValue;
  readonly checkElement: (value: JsonValue) => Promise<Checked<Element>>;
  /** The elements in the model's JSON. */
  readonly elementsOf: (value: JsonValue | undefined) => JsonArray;
}

/** Fills in the defaults of a form's settings. */
export function formSettings(options: FormOptions): Pick<Form<unknown>, 'name' | 'description' | 'repairs' | 'way'> {
  const { name = 'answer', description, repairs = 2, way } = options;
  return { name, description, repairs, way };
}
