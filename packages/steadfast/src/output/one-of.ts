import type { Checked } from '../schema/check.ts';
import { formSettings } from './form.ts';
import type { Form, FormOptions, ReadText } from './form.ts';
import { unwrapped, wrappedSchema } from './wrapped.ts';

const property = 'choice';

/**
 * The form of a choice between words: `oneOf(['positive', 'negative'])`. A reply that is one of them without JSON around
 * it is read too, whatever its case.
 */
export function oneOf<const Option extends string>(
  options: readonly Option[],
  settings: FormOptions = {},
): Form<Option, never> {
  const listed = options.map((option) => JSON.stringify(option)).join(', ');
  const check = (value: unknown): Checked<Option> => {
    const option = options.find((option) => option === value);
    if (option !== undefined) return { value: option };
    return { issues: [{ path: [property], message: `must be one of ${listed}, but is ${JSON.stringify(value)}` }] };
  };
  const readText = (text: string): ReadText<Option> | undefined => {
    const word = bare(text);
    const named = options.filter((option) => bare(option) === word);
    const [option] = named;
    return named.length === 1 && option !== undefined ? { value: option, mends: ['bare-option'] } : undefined;
  };
  return {
    ...formSettings(settings),
    schema: wrappedSchema(property, { type: 'string', enum: options }),
    orText: false,
    check: (value) => Promise.resolve(check(unwrapped(property, value))),
    readText,
    partialOf: () => undefined,
  };
}

/** A word without the marks around it. */
function bare(text: string): string {
  return text
    .trim()
    .replaceAll(/^[\s"'`*“]+|[\s"'`*”.!]+$/g, '')
    .toLowerCase();
}
