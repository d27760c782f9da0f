import { isObject } from 'steadfast/model';
import type { JsonObject, JsonValue } from 'steadfast/model';
import { jsonErrorAt } from './json-error-at.ts';
import { refusal } from './refusal.ts';

/** The deepest nesting of objects and arrays that a body may have. */
const deepest = 128;

const quote = 0x22;
const backslash = 0x5c;

/**
 * Reads the body of a request.
 * @throws ModelError of kind `invalid-request` for what is not JSON (with the position), not an object or nested too deep
 */
export function readJsonBody(body: Buffer): JsonObject {
  const text = body.toString();
  if (nestsDeeper(text, deepest)) {
    throw refusal('bad-request', 'nested_too_deep', `The body is nested deeper than ${deepest} levels.`);
  }
  const value = parsed(text);
  if (!isObject(value)) {
    throw refusal('bad-request', 'not_an_object', `The body must be a JSON object, but is ${nameOf(value)}.`);
  }
  return value;
}

/** Says whether objects and arrays are nested deeper than that; reads the text once and stops where it is decided. */
export function nestsDeeper(text: string, levels: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case 0x5b:
      case 0x7b:
        depth += 1;
        if (depth > levels) return true;
        break;
      case 0x5d:
      case 0x7d:
        depth -= 1;
        break;
    }
  }
  return false;
}

/** The offset of the quote that ends the string begun at the offset, or of the text's end. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

function parsed(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    if (text.trim() === '') throw refusal('bad-request', 'empty_body', 'The body is empty; it must be a JSON object.');
    throw refusal('bad-request', 'invalid_json', `The body is not JSON: ${whereOf(text)}.`);
  }
}

function whereOf(text: string): string {
  const at = jsonErrorAt(text);
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  const found = at < text.length ? `unexpected ${JSON.stringify(text.charAt(at))}` : 'it ends too early,';
  return `${found} at line ${line}, column ${column} (position ${at})`;
}

function nameOf(value: JsonValue): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}
