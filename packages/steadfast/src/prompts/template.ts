import { hash } from 'node:crypto';
import type { AnyFields, FieldValue, FieldsOf, RenderArguments, WithDefaults } from './fields.ts';
import { parseTemplate } from './parse-template.ts';
import { PromptError } from './prompt-error.ts';
import { namesIn, quoted, renderPieces } from './render-pieces.ts';
import { RenderedPrompt } from './rendered-prompt.ts';

/** Settings of `template`. */
export interface TemplateOptions<Defaults = Readonly<Record<string, FieldValue>>> {
  /** The name of the prompt in records and errors. Default: its hash. */
  readonly id?: string;
  readonly description?: string;
  /** Globs over `provider/model` of the models that it is meant for. Default: any. */
  readonly models?: readonly string[];
  /** Values of fields that need not be given. */
  readonly defaults?: Defaults;
}

/** A template, whatever its fields. */
export interface PromptTemplate {
  readonly id: string;
  /** The first 16 hexadecimal digits of the SHA-256 of its text, and of its defaults where it has any. */
  readonly hash: string;
  readonly text: string;
  readonly description?: string;
  readonly models?: readonly string[];
  /** Its fields, in the order in which they come up. */
  readonly fields: readonly string[];
  /** Those of its fields that need not be given, because they have a default. */
  readonly defaults: Readonly<Record<string, FieldValue>>;
  /** `render` for who does not know the names of the fields when the program is compiled. */
  renderFields(this: void, fields: AnyFields): RenderedPrompt;
}

/** A prompt with places for fields. */
export interface Template<Fields = AnyFields> extends PromptTemplate {
  /**
   * Puts the fields into their places, in one pass: a value that holds a placeholder stays as it is.
   * @throws PromptError for a field that is missing, that has no place, or that is neither a string nor a number
   */
  render(this: void, ...given: RenderArguments<Fields>): RenderedPrompt;
}

/**
 * A prompt with places for fields: `{{name}}` or `$$name$$`. What stands between `{{#name}}` and `{{/name}}` appears when the
 * field is given, and between `{{^name}}` and `{{/name}}` when it is not. `\{{` and `\$$` are text.
 * @throws PromptError with line and column for a mark that cannot be read
 */
export function template<const Text extends string, const Names extends keyof FieldsOf<Text> & string = never>(
  text: Text,
  options?: TemplateOptions<Readonly<Record<Names, FieldValue>>>,
): Template<WithDefaults<FieldsOf<Text>, Names>>;
export function template(text: string, options: TemplateOptions = {}): Template {
  const { defaults = {}, description, models } = options;
  const digest = digestOf(text, defaults);
  const { id = digest } = options;
  const pieces = parseTemplate(text, id);
  const fields = namesIn(pieces);
  const strange = Object.keys(defaults).filter((name) => !fields.includes(name));
  if (strange.length > 0) {
    throw new PromptError(`The prompt "${id}" has defaults for ${quoted(strange)}, which are no fields of it.`, { id });
  }
  const renderFields = (given: AnyFields): RenderedPrompt =>
    new RenderedPrompt(renderPieces(pieces, filled(given, defaults), id), { id, hash: digest });
  return {
    id,
    hash: digest,
    text,
    description,
    models,
    fields,
    defaults,
    renderFields,
    render: (given = {}) => renderFields(given),
  };
}

/** A field that is given as undefined is not given. */
function filled(given: AnyFields, defaults: AnyFields): AnyFields {
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

function digestOf(text: string, defaults: Readonly<Record<string, FieldValue>>): string {
  const set = Object.entries(defaults).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return hash('sha256', set.length === 0 ? text : `${text}\0${JSON.stringify(set)}`).slice(0, 16);
}
