import { drawn, preference } from '../choices/rendezvous.ts';
import { globOf } from '../model/glob.ts';
import { PromptError } from './prompt-error.ts';
import { quoted } from './render-pieces.ts';
import { checkVariants, chosen } from './variant.ts';
import type { Chosen, FieldsOfVariants, Variant } from './variant.ts';

/** What a variant is chosen by. */
export interface VariantQuery {
  /** `provider/model`. Default: none, so that only variants for any model are chosen. */
  readonly model?: string;
  /** Whoever has the same key gets the same variant: a user, a session, a task. Default: by chance. */
  readonly key?: string;
}

/** Settings of `variants`. */
export interface VariantsOptions {
  /** Gives numbers from 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Several versions of a prompt. */
export interface Variants<Fields> {
  readonly id: string;
  /**
   * Chooses one: of those whose globs fit the model, else of those for any model, by weight.
   * @throws PromptError where none is for the model
   */
  choose(this: void, query?: VariantQuery): Chosen<Fields>;
}

/**
 * Several versions of a prompt, of which one is chosen for each call. The same key gets the same variant in every process,
 * and a weight that grows takes keys from the others without moving any between them.
 * @throws PromptError for two of the same name, and for weights that are no shares
 */
export function variants<const Given extends Variant>(
  id: string,
  all: readonly Given[],
  { random = Math.random }: VariantsOptions = {},
): Variants<FieldsOfVariants<Given>> {
  checkVariants(id, all);
  const known = all.map((variant) => {
    const globs = (variant.models ?? variant.template.models)?.map(globOf);
    return { variant, globs };
  });
  return {
    id,
    choose: ({ model = '', key } = {}) => {
      const fitting = known.filter(({ globs }) => globs?.some((fits) => fits(model)));
      const candidates = (fitting.length > 0 ? fitting : known.filter(({ globs }) => globs === undefined)).map(
        ({ variant }) => variant,
      );
      const variant = byWeight(candidates, id, key, random);
      if (variant === undefined) throw nothingFor(id, model, all);
      return chosen(all, variant, id, key);
    },
  };
}

/** One of the variants, by its weight: the same one for the same key. */
export function byWeight<Given extends Variant>(
  all: readonly Given[],
  id: string,
  key: string | undefined,
  random: () => number,
): Given | undefined {
  const weights = all.map(({ weight = 1 }) => weight);
  const names = all.map(({ name }) => name);
  const index = key === undefined ? drawn(weights, random) : (preference(names, weights, `${id}\0${key}`)[0] ?? 0);
  return all[index];
}

function nothingFor(id: string, model: string, all: readonly Variant[]): PromptError {
  const known = all.map(({ name, models, template }) => `${name} (${(models ?? template.models)?.join(' ') ?? 'any'})`);
  const whom = model === '' ? 'a call without a model' : `the model "${model}"`;
  const message = `No variant of "${id}" is for ${whom}: they are ${quoted(known)}. Add one without models, for all others.`;
  return new PromptError(message, { id });
}
