import { asNumber, asString, type JsonObject } from '../ground/json.ts';

/** A string for each format of JSON Schema (draft 2020-12, section 7.3). */
const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  time: '03:04:05Z',
  duration: 'P1DT2H',
  email: 'ada@example.com',
  'idn-email': 'ada@example.com',
  hostname: 'example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/path',
  iri: 'https://example.com/',
  'iri-reference': '/path',
  'uri-template': '/path/{id}',
  uuid: '00000000-0000-4000-8000-000000000001',
  regex: '.*',
  'json-pointer': '/a/b',
  'relative-json-pointer': '1/a',
};

/** A string that meets the format, the simple pattern, or the lengths of a schema. */
export function stringOf(schema: JsonObject, word: () => string): string {
  const format = asString(schema['format']);
  if (format !== undefined && Object.hasOwn(formats, format)) return formats[format] ?? word();
  const pattern = asString(schema['pattern']);
  if (pattern !== undefined) return stringOfPattern(pattern) ?? word();
  const least = asNumber(schema['minLength']) ?? 0;
  const most = asNumber(schema['maxLength']) ?? Number.POSITIVE_INFINITY;
  const characters = Array.from(word().padEnd(least, 'x'));
  return characters.length > most ? characters.slice(0, most).join('') : characters.join('');
}

/** One character, escape or class, and how often it is repeated. */
const piece = /(?<atom>\\.|\[[^\]]+\]|[^\\[\]()|{}*+?^$])(?:\{(?<count>\d+)(?:,\d*)?\}|(?<none>[*?])|\+)?/g;

/**
 * A string for a pattern made of characters, classes and counts (`^[A-Z]{3}-\d+$`), without groups and alternatives;
 * `undefined` for any other and where the result does not match.
 */
function stringOfPattern(pattern: string): string | undefined {
  const body = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  let made = '';
  let read = 0;
  for (const { 0: whole, groups = {} } of body.matchAll(piece)) {
    const times = groups['none'] === undefined ? Number(groups['count'] ?? 1) : 0;
    made += characterOf(groups['atom'] ?? '').repeat(times);
    read += whole.length;
  }
  return read === body.length && matches(pattern, made) ? made : undefined;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return false;
  }
}

function characterOf(atomText: string): string {
  if (atomText === '\\d') return '1';
  if (atomText === '\\w' || atomText === '.') return 'a';
  if (atomText === '\\s') return ' ';
  if (atomText.startsWith('\\')) return atomText.slice(1);
  if (!atomText.startsWith('[')) return atomText;
  const inside = atomText.slice(1, -1);
  if (inside.startsWith('^'))
    return Array.from('ax1-_ ').find((character) => matches(`^${atomText}$`, character)) ?? 'a';
  return inside.startsWith('\\') ? characterOf(inside.slice(0, 2)) : inside.slice(0, 1);
}
