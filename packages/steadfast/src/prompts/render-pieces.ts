import { nearest } from '../model/nearest.ts';
import type { AnyFields } from './fields.ts';
import type { Piece } from './parse-template.ts';
import { PromptError } from './prompt-error.ts';

/** All fields that are named in a template's pieces, in the order in which they come up. */
export function namesIn(pieces: readonly Piece[]): readonly string[] {
  const names = new Set<string>();
  const look = (piece: Piece): void => {
    if (piece.type === 'text') return;
    names.add(piece.name);
    if (piece.type === 'section') piece.pieces.forEach(look);
  };
  pieces.forEach(look);
  return [...names];
}

/**
 * Puts the fields into their places, in one pass: a value is text, whatever it holds.
 * @throws PromptError that names all fields that are missing and all that have no place
 */
export function renderPieces(pieces: readonly Piece[], fields: AnyFields, id: string): string {
  const missing = new Set<string>();
  const text = write(pieces, { fields, id, missing });
  const names = namesIn(pieces);
  const unused = Object.keys(fields).filter((name) => !names.includes(name));
  if (missing.size > 0 || unused.length > 0) throw misfit(id, names, [...missing], unused);
  return text;
}

interface Rendering {
  readonly fields: AnyFields;
  readonly id: string;
  readonly missing: Set<string>;
}

function write(pieces: readonly Piece[], rendering: Rendering): string {
  let text = '';
  for (const piece of pieces) {
    if (piece.type === 'text') text += piece.text;
    else if (piece.type === 'field') text += valueOf(piece.name, rendering);
    else if (isGiven(piece.name, rendering.fields) === (piece.when === 'given')) text += write(piece.pieces, rendering);
  }
  return text;
}

function isGiven(name: string, fields: AnyFields): boolean {
  const value = ownValue(name, fields);
  return value !== undefined && value !== false;
}

function valueOf(name: string, { fields, id, missing }: Rendering): string {
  const value = ownValue(name, fields);
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (value === undefined) missing.add(name);
  else {
    const message = `The field "${name}" of the prompt "${id}" is ${kindOf(value)}. ${adviceFor(value)}`;
    throw new PromptError(message, { id });
  }
  return '';
}

function ownValue(name: string, fields: AnyFields): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function kindOf(value: unknown): string {
  if (value === null || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function adviceFor(value: unknown): string {
  if (value === null) return 'Leave it out, or give it as undefined.';
  if (Array.isArray(value))
    return 'A field is a string or a number: join it into a text, or give JSON.stringify of it.';
  if (typeof value === 'object') return 'A field is a string or a number: give JSON.stringify of it.';
  if (typeof value === 'number') return 'A field is a string or a finite number.';
  return 'A field is a string or a number: give String of it; a boolean may only switch a section.';
}

function misfit(
  id: string,
  names: readonly string[],
  missing: readonly string[],
  unused: readonly string[],
): PromptError {
  const sentences: string[] = [];
  if (missing.length > 0) sentences.push(`The prompt "${id}" is missing ${quoted(missing)}.`);
  for (const name of unused) {
    const [close] = nearest(name, names);
    const advice = close === undefined ? fieldList(names) : `Did you mean "${close}"?`;
    sentences.push(`The prompt "${id}" has no place for "${name}". ${advice}`);
  }
  return new PromptError(sentences.join(' '), { id, missing, unused });
}

function fieldList(names: readonly string[]): string {
  return names.length === 0 ? 'It has no fields.' : `Its fields are ${quoted(names)}.`;
}

/** Names in quotation marks with commas between them. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
