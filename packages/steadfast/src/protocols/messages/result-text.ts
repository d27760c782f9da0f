import { isArray, isObject } from '../../model/json.ts';
import type { JsonValue } from '../../model/json.ts';

/** The fields of a server tool's result that are words, and those that hold more such objects. */
const wordFields = ['title', 'url', 'text', 'stdout', 'stderr', 'tool_name', 'error_code'];
const nestedFields = ['content', 'source', 'tool_references', 'data'];

/** What the result of a tool that the provider ran says in words, one piece a line; encrypted pieces say nothing. */
export function resultText(value: JsonValue | undefined): string {
  const lines: string[] = [];
  collect(value, lines);
  return lines.join('\n');
}

function collect(value: JsonValue | undefined, lines: string[]): void {
  if (typeof value === 'string') {
    if (value !== '') lines.push(value);
  } else if (isArray(value)) {
    for (const item of value) collect(item, lines);
  } else if (isObject(value)) {
    for (const field of wordFields) if (typeof value[field] === 'string') collect(value[field], lines);
    // Base64 is not words: only the data of a text source is.
    const nested = value.type === 'base64' ? [] : nestedFields;
    for (const field of nested) collect(value[field], lines);
  }
}
