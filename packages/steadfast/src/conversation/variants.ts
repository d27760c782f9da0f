import { template } from '../prompts/template.ts';
import type { Template } from '../prompts/template.ts';
import type { Variant } from './intent.ts';
import type { Turn } from './turn.ts';

/** A variant that can be rendered. */
export interface ReadyVariant extends Omit<Variant, 'id' | 'text'> {
  readonly id: string;
  readonly template: Template;
}

/**
 * Reads the variants of an intent.
 * @throws PromptError with line and column for a text that is no template
 */
export function readVariants(intent: string, variants: readonly (string | Variant)[] = []): readonly ReadyVariant[] {
  return variants.map((given, index) => {
    const { id = String(index + 1), text, ...rest } = typeof given === 'string' ? { text: given } : given;
    return { ...rest, id, template: typeof text === 'string' ? template(text, { id: `${intent}/${id}` }) : text };
  });
}

/** Who is spoken for, as the choice of a variant has to know it. */
export interface VariantWishes {
  /** The names of the personality's traits. */
  readonly traits: readonly string[];
  /** The id of the variant that was said last. */
  readonly last: string | undefined;
}

/**
 * The variants that fit a turn, in the order in which they are to be tried: brief ones first for users who want that, then
 * those whose condition holds before those without one, those not said last before the one that was, and those for a trait
 * before those for any. What is left stands in turn, from behind the one that was said last; for users who want it brief,
 * the shortest first. The same turn always gives the same order.
 */
export function fittingVariants(
  variants: readonly ReadyVariant[],
  turn: Turn,
  { traits, last }: VariantWishes,
): readonly ReadyVariant[] {
  const brief = turn.user.brief === true;
  const fits = ({ when, traits: needed = [], brief: isBrief }: ReadyVariant): boolean =>
    (brief || isBrief !== true) && needed.every((trait) => traits.includes(trait)) && when?.(turn) !== false;
  const from = variants.findIndex(({ id }) => id === last) + 1;
  const inTurn = [...variants.slice(from), ...variants.slice(0, from)].filter(fits);
  const rank = ({ id, when, traits: needed = [], brief: isBrief }: ReadyVariant): number =>
    (isBrief === true ? 0 : 8) + (when === undefined ? 4 : 0) + (id === last ? 2 : 0) + (needed.length > 0 ? 0 : 1);
  const length = ({ template }: ReadyVariant): number => (brief ? template.text.length : 0);
  return inTurn.toSorted((one, other) => rank(one) - rank(other) || length(one) - length(other));
}
