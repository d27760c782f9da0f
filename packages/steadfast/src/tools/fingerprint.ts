import { createHash } from 'node:crypto';
import { isArray } from '../model/json.ts';

/** A hash of a value as JSON, in which the order of members does not count: 16 hexadecimal digits of its SHA-256. */
export function fingerprint(value: unknown): string {
  const text = JSON.stringify(value, (_name, inner: unknown) => (isPlain(inner) ? sorted(inner) : inner)) ?? '';
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isArray(value);
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
