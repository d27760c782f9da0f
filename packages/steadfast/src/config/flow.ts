import { isArray, isObject } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';

const plain = /^[A-Za-z][\w./@-]*(?::[\w./@-]+)*$/;
const words = /^(?:true|false|null|yes|no|on|off)$/i;

/** A value on one line, as YAML's flow style writes it: `{ use: [openai/gpt-6-luna] }`. */
export function flow(value: JsonValue): string {
  if (isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [`${flow(key)}: ${flow(member)}`],
    );
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return typeof value === 'string' && plain.test(value) && !words.test(value) ? value : JSON.stringify(value);
}
