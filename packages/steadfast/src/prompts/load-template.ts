import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nearest } from '../model/nearest.ts';
import type { FieldValue } from './fields.ts';
import { readFrontMatter } from './front-matter.ts';
import { PromptError } from './prompt-error.ts';
import { quoted } from './render-pieces.ts';
import { template } from './template.ts';
import type { Template } from './template.ts';

/** The fields that a program gives to a template from a file: with `?` behind the name where it need not be given. */
export type DeclaredFields<Names extends string> = {
  readonly [Name in Names as Name extends `${string}?` ? never : Name]: FieldValue;
} & { readonly [Name in Names as Name extends `${infer Bare}?` ? Bare : never]?: FieldValue | boolean };

/** Settings of `loadTemplate`. */
export interface LoadOptions<Names extends string> {
  /** The fields that the file has to have, no more and no less: so they are known to the type system. */
  readonly fields: readonly Names[];
}

/**
 * Reads a template from the text of a prompt file (see `readFrontMatter`).
 * @param name the name of the file: its id where it does not say one, without folder and `.md`
 * @throws PromptError with line and column
 */
export function readTemplate(source: string, name: string): Template {
  const { text, id = basename(name, '.md'), description, models, defaults } = readFrontMatter(source, name);
  return template(text, { id, description, models, defaults });
}

/**
 * Loads a template from a `.md` file.
 * @throws PromptError for a file that cannot be read as a template, or whose fields are others than those declared
 */
export function loadTemplate(path: string): Promise<Template>;
export function loadTemplate<const Names extends string>(
  path: string,
  options: LoadOptions<Names>,
): Promise<Template<DeclaredFields<Names>>>;
export async function loadTemplate(path: string, options?: LoadOptions<string>): Promise<Template> {
  const loaded = readTemplate(await readFile(path, 'utf8'), path);
  if (options !== undefined) checkFields(loaded, path, options.fields);
  return loaded;
}

/**
 * Loads all `.md` files of a folder (not those of folders in it), by their ids.
 * @throws PromptError also for two files with one id
 */
export async function loadTemplates(folder: string): Promise<ReadonlyMap<string, Template>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted();
  const templates = new Map<string, Template>();
  for (const name of names) {
    const loaded = await loadTemplate(join(folder, name));
    const { id } = loaded;
    if (templates.has(id)) throw new PromptError(`${join(folder, name)} has the id "${id}" of another file.`, { id });
    templates.set(id, loaded);
  }
  return templates;
}

function checkFields({ id, fields, defaults }: Template, path: string, declared: readonly string[]): void {
  const names = declared.map((name) => name.replace(/\?$/, ''));
  const unused = names.filter((name) => !fields.includes(name));
  const missing = fields.filter((name) => !names.includes(name) && !Object.hasOwn(defaults, name));
  if (unused.length === 0 && missing.length === 0) return;
  const sentences = unused.map((name) => {
    const [close] = nearest(name, fields);
    return `It has no place for "${name}".${close === undefined ? '' : ` Did you mean "${close}"?`}`;
  });
  if (missing.length > 0) sentences.push(`It needs ${quoted(missing)} as well.`);
  const message = `${path} has other fields than its program gives it. ${sentences.join(' ')}`;
  throw new PromptError(message, { id, missing, unused });
}
