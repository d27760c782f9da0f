import { isArray } from '../model/json.ts';
import type { JsonValue } from '../model/json.ts';
import { invalidReply } from './reply-error.ts';
import { invalidField, stringAt } from './request-fields.ts';

/** Reads one text or an array of texts. @throws ModelError of kind `invalid-request` for anything else */
export function readTexts(value: JsonValue | undefined, path: string): string[] {
  if (typeof value === 'string') return [value];
  if (!isArray(value) || value.length === 0) throw invalidField(path, 'a text or an array of texts', value);
  return value.map((item, index) => stringAt(item, `${path}[${index}]`));
}

/** Reads a vector: an array of numbers, or the base64 of its 32-bit floats. @throws ModelError of kind `invalid-reply` */
export function readVector(value: JsonValue | undefined): number[] {
  if (typeof value === 'string') return floatsOf(value);
  if (isArray(value)) {
    const numbers = value.filter((item) => typeof item === 'number');
    if (numbers.length === value.length) return numbers;
  }
  throw invalidReply('An embedding of the reply is neither an array of numbers nor base64.');
}

/** @throws ModelError of kind `invalid-reply` where the bytes make no whole floats */
function floatsOf(base64: string): number[] {
  const bytes = Buffer.from(base64, 'base64');
  const size = Float32Array.BYTES_PER_ELEMENT;
  if (bytes.length % size !== 0) throw invalidReply('The base64 of an embedding ends in the middle of a number.');
  return Array.from({ length: bytes.length / size }, (_, index) => bytes.readFloatLE(index * size));
}
