import type { JsonValue } from '../model/json.ts';
import type { PromptMark } from '../model/prompt-mark.ts';
import { PromptError } from '../prompts/prompt-error.ts';
import type { AnyFields } from '../prompts/fields.ts';
import { lastVariant } from './conversation.ts';
import { dressed, traitsOf } from './personality.ts';
import type { Personality } from './personality.ts';
import type { Turn } from './turn.ts';
import { fittingVariants } from './variants.ts';
import type { ReadyVariant } from './variants.ts';

/** A template that was filled in for a turn. */
export interface FilledTemplate {
  readonly variant: string;
  readonly text: string;
  /** The values that stand in it. */
  readonly values: readonly string[];
  readonly prompt: PromptMark;
}

/** What came of an intent's templates: the first that could be filled in, and why others could not. */
export interface TemplateOutcome {
  readonly filled?: FilledTemplate;
  readonly problems: readonly { readonly variant?: string; readonly message: string }[];
}

/** Fills in the variant that fits the turn best; one that lacks a field is passed over. */
export function fillTemplate(variants: readonly ReadyVariant[], turn: Turn, personality: Personality): TemplateOutcome {
  const traits = traitsOf(personality).map(({ name }) => name);
  const fitting = fittingVariants(variants, turn, { traits, last: lastVariant(turn.conversation, turn.intent) });
  const problems: { variant?: string; message: string }[] = [];
  for (const { id, template } of fitting) {
    try {
      const fields = fieldsFor(template.fields, turn, traits);
      const { text, prompt } = template.render(fields);
      const filled = { variant: id, text: around(text.trim(), turn, personality), values: valuesIn(fields), prompt };
      return { filled, problems };
    } catch (error) {
      if (!(error instanceof PromptError)) throw error;
      problems.push({ variant: id, message: error.message });
    }
  }
  if (fitting.length === 0) problems.push({ message: 'No template fits this turn.' });
  return { problems };
}

/** The fields that a template asks for: from the data first, else switches for what is known of personality and user. */
function fieldsFor(names: readonly string[], { data, user }: Turn, traits: readonly string[]): AnyFields {
  const brief = user.brief === true;
  const known = new Map<string, JsonValue | undefined>([
    ['user', user.name],
    ['brief', brief],
    ['plain', !brief],
    ...traits.map((trait) => [trait, true] as const),
    ...Object.entries(data),
  ]);
  const fields: Record<string, string | number | boolean> = {};
  for (const name of names) {
    const value = known.get(name);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') fields[name] = value;
  }
  return fields;
}

function around(text: string, { user, conversation }: Turn, personality: Personality): string {
  return user.brief === true ? text : dressed(text, personality, conversation.turns.length);
}

function valuesIn(fields: AnyFields): readonly string[] {
  return Object.values(fields).flatMap((value) =>
    value === undefined || typeof value === 'boolean' ? [] : [String(value)],
  );
}
