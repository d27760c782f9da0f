import type { AnyFields } from './fields.ts';
import { PromptError } from './prompt-error.ts';
import { RenderedPrompt } from './rendered-prompt.ts';
import type { PromptTemplate } from './template.ts';

/** One of several versions of a prompt. */
export interface Variant {
  readonly name: string;
  readonly template: PromptTemplate;
  /** Globs over `provider/model` of the models that it is for. Default: those of its template, else any. */
  readonly models?: readonly string[];
  /** 0 or more: how often it is chosen, as a share of the weights of all. Default: 1. */
  readonly weight?: number;
}

/** The variant that was chosen, and its prompt. */
export interface Chosen<Fields> {
  readonly variant: string;
  readonly template: PromptTemplate;
  /** What it was chosen by, where it was by a key. */
  readonly key?: string;
  /**
   * Renders the prompt. All fields of all variants are given; each uses those that it has a place for.
   * @throws PromptError for a field that is missing, or that no variant has a place for
   */
  render(this: void, fields: Fields): RenderedPrompt;
}

/** All fields that some of the variants need. */
export type FieldsOfVariants<Given extends Variant> = Together<
  Given extends { readonly template: infer Template } ? (fields: FieldsOfTemplate<Template>) => void : never
>;

type FieldsOfTemplate<Template> = Template extends { render(this: void, ...given: infer Given): RenderedPrompt }
  ? Given extends readonly [(infer Fields)?]
    ? Known<NonNullable<Fields>>
    : unknown
  : unknown;

/** A template without fields asks for none, but does not forbid those of others. */
type Known<Fields> = Fields extends { readonly [Name in string]?: never } ? unknown : Fields;

/** The fields of all at once. */
type Together<Each> = [Each] extends [never] ? unknown : [Each] extends [(fields: infer All) => void] ? All : never;

/** The choice of a variant of `all`, in the name of an experiment or of a set of variants. */
export function chosen<Fields>(
  all: readonly Variant[],
  variant: Variant,
  experiment: string,
  key?: string,
): Chosen<Fields> {
  const { name, template } = variant;
  const isForOthers = (field: string): boolean =>
    !template.fields.includes(field) && all.some((other) => other.template.fields.includes(field));
  return {
    variant: name,
    template,
    key,
    render: (fields) => {
      const own = Object.fromEntries(
        Object.entries<AnyFields[string]>(Object(fields)).filter(([field]) => !isForOthers(field)),
      );
      const { text, prompt } = template.renderFields(own);
      return new RenderedPrompt(text, { ...prompt, variant: name, experiment });
    },
  };
}

/** @throws PromptError for variants that nothing can be chosen of */
export function checkVariants(id: string, all: readonly Variant[]): void {
  const names = new Set(all.map(({ name }) => name));
  if (names.size < all.length) throw new PromptError(`Two variants of "${id}" have the same name.`, { id });
  const weights = all.map(({ weight = 1 }) => weight);
  const sum = weights.reduce((total, weight) => total + (weight >= 0 ? weight : Number.NaN), 0);
  if (sum > 0 && sum < Infinity) return;
  throw new PromptError(`The variants of "${id}" need weights of 0 or more, and at least one above 0.`, { id });
}
