import type { Form } from './form.ts';

/** An answer that is a value or plain text. */
export type ValueOrText<Value> =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'text'; readonly text: string };

/**
 * The form of an answer that may be a value of another form, or plain text: the model decides which. With tools the value is
 * a call of one; without them it is a reply that consists of JSON alone.
 */
export function orText<Value, Partial>(form: Form<Value, Partial>): Form<ValueOrText<Value>, ValueOrText<Partial>> {
  return {
    ...form,
    orText: true,
    check: async (value) => {
      const checked = await form.check(value);
      return checked.issues === undefined ? { value: { kind: 'value', value: checked.value } } : checked;
    },
    readText: (text) => (text.trim() === '' ? undefined : { value: { kind: 'text', text: text.trim() }, mends: [] }),
    partialOf: (seen) => {
      const value = seen.json === undefined ? undefined : form.partialOf(seen);
      if (value !== undefined) return { kind: 'value', value };
      return seen.json === undefined && seen.text !== '' ? { kind: 'text', text: seen.text } : undefined;
    },
  };
}
