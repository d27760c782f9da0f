import { nearest } from '../model/nearest.ts';
import type { FieldValue } from './fields.ts';
import { PromptError } from './prompt-error.ts';

/** What the head of a prompt file says, and the text behind it. */
export interface PromptFile {
  readonly id?: string;
  readonly description?: string;
  readonly models?: readonly string[];
  readonly defaults?: Readonly<Record<string, FieldValue>>;
  readonly text: string;
}

const keys = ['id', 'description', 'models', 'default.'];

/**
 * Reads a prompt file: an optional head between two lines of `---` with `id`, `description`, `models` (globs with spaces
 * between them) and `default.<field>`, each with its value as plain text on its line, and the text of the template behind
 * it. Line ends become `\n`; a byte order mark and the last line end are left out.
 * @param name the name of the file, for errors
 * @throws PromptError with line and column for a head that says anything else
 */
export function readFrontMatter(source: string, name: string): PromptFile {
  const whole = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const lines = whole.split('\n');
  if (lines[0]?.trimEnd() !== '---') return { text: withoutLastEnd(whole) };
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  if (end < 0) throw problem(name, 1, 1, 'the head has no end; put a line of --- behind it');
  const head: Head = { seen: new Set(), defaults: {} };
  for (const [index, line] of lines.slice(1, end).entries()) {
    if (line.trim() !== '') readLine(line, head, (column, what) => problem(name, index + 2, column, what));
  }
  const { id, description, models, defaults } = head;
  const text = withoutLastEnd(lines.slice(end + 1).join('\n'));
  return { id, description, models, defaults: Object.keys(defaults).length === 0 ? undefined : defaults, text };
}

interface Head {
  readonly seen: Set<string>;
  readonly defaults: Record<string, string>;
  id?: string;
  description?: string;
  models?: readonly string[];
}

type Problem = (column: number, what: string) => PromptError;

function readLine(line: string, head: Head, problem: Problem): void {
  const [whole, key, value = ''] = /^([A-Za-z_][\w.]*):(?:[ \t]+(.*?))?[ \t]*$/.exec(line) ?? [];
  if (whole === undefined || key === undefined) {
    throw problem(line.length - line.trimStart().length + 1, 'a line of the head is key: value, without indentation');
  }
  if (head.seen.has(key)) throw problem(1, `"${key}" is said twice`);
  head.seen.add(key);
  checkValue(value, key, line, problem);
  if (!keep(head, key, value)) throw problem(1, unknownKey(key));
}

/** Says whether the key is known. */
function keep(head: Head, key: string, value: string): boolean {
  const field = /^default\.([A-Za-z_]\w*)$/.exec(key)?.[1];
  if (field !== undefined) head.defaults[field] = value;
  else if (key === 'models') head.models = value.split(/[ \t]+/);
  else if (key === 'id' || key === 'description') head[key] = value;
  else return false;
  return true;
}

function checkValue(value: string, key: string, line: string, problem: Problem): void {
  if (value === '') throw problem(key.length + 2, `"${key}" has no value; leave the line out`);
  // To YAML these begin something else than plain text: who writes them means that.
  const hint = hints[value[0] ?? ''];
  if (hint === undefined) return;
  throw problem(line.indexOf(value, key.length + 1) + 1, `a value is plain text to the end of its line; ${hint}`);
}

const unquoted = 'leave out the quotation marks';
const oneLine = 'it has to fit on the line';
const hints: Readonly<Record<string, string>> = {
  '"': unquoted,
  "'": unquoted,
  '|': oneLine,
  '>': oneLine,
  '[': 'write globs with spaces between them',
};

function unknownKey(key: string): string {
  const [close] = nearest(key, keys);
  const advice = close === undefined ? `known are ${keys.join(', ')}<field>` : `did you mean "${close}"?`;
  return `"${key}" is not known; ${advice}`;
}

function problem(id: string, line: number, column: number, what: string): PromptError {
  return new PromptError(`${id}, line ${line}, column ${column}: ${what}.`.replace('?.', '?'), { id, line, column });
}

/** An editor puts a line end at the end of every file; it is no part of the prompt. */
function withoutLastEnd(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}
