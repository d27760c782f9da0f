import type { IncomingHttpHeaders } from 'node:http';

/** What is kept out of recordings, beyond what always is. */
export interface RedactionOptions {
  /** Names of headers whose values are secret. */
  readonly headers?: readonly string[];
  /** Names of query parameters whose values are secret. */
  readonly query?: readonly string[];
  /** What secrets look like, in any header, path or body; patterns are of ASCII characters. */
  readonly patterns?: readonly RegExp[];
}

const secretHeaders = [
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'cookie',
  'set-cookie',
];
const secretQuery = ['key', 'api_key', 'api-key', 'apikey', 'access_token', 'token'];
/** Keys of OpenAI, Anthropic, OpenRouter, DeepSeek (`sk-`), Google, Groq, xAI, Hugging Face, and bearer tokens. */
const secretPatterns = [
  /\bsk-[\w-]{6,}/g,
  /\bAIza[\w-]{20,}/g,
  /\bgsk_\w{8,}/g,
  /\bxai-[\w-]{8,}/g,
  /\bhf_\w{8,}/g,
  /(?<=\bBearer )[\w.~+/=-]{8,}/g,
];
/** A shorter value of a secret header is not looked for elsewhere: it would be found in ordinary words. */
const shortestSecret = 8;

/** What stands where a secret stood. */
export const redacted = 'REDACTED';

/** Keeps secrets out of recordings. Redacting a second time changes nothing. */
export class Redaction {
  readonly #headers: ReadonlySet<string>;
  readonly #query: ReadonlySet<string>;
  readonly #patterns: readonly RegExp[];

  constructor({ headers = [], query = [], patterns = [] }: RedactionOptions = {}) {
    this.#headers = new Set([...secretHeaders, ...headers.map((name) => name.toLowerCase())]);
    this.#query = new Set([...secretQuery, ...query]);
    const all = patterns.map(({ source, flags }) => new RegExp(source, flags.includes('g') ? flags : `${flags}g`));
    this.#patterns = [...secretPatterns, ...all];
  }

  /** The values of a request that are secret, and so must not stand anywhere else either. */
  secretsOf(headers: IncomingHttpHeaders): string[] {
    return Object.entries(headers)
      .filter(([name]) => this.#headers.has(name))
      .flatMap(([, value]) => value ?? [])
      .flatMap((value) => [value, value.replace(/^\S+ /, '')])
      .filter((value) => value.length >= shortestSecret && value !== redacted);
  }

  /** Headers, secret values replaced. */
  headers(headers: IncomingHttpHeaders, secrets: readonly string[]): Record<string, string> {
    const entries = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
      if (value === undefined) return [];
      const text = Array.isArray(value) ? value.join(', ') : value;
      return [[name, this.#headers.has(name) ? redacted : this.text(text, secrets)]];
    });
    return Object.fromEntries(entries);
  }

  /** A path with its query, secret parameters replaced. */
  path(path: string, secrets: readonly string[]): string {
    const split = path.indexOf('?');
    if (split < 0) return this.text(path, secrets);
    const query = path
      .slice(split + 1)
      .split('&')
      .map((parameter) => {
        const [name = ''] = parameter.split('=');
        return this.#query.has(name) ? `${name}=${redacted}` : this.text(parameter, secrets);
      });
    return `${this.text(path.slice(0, split), secrets)}?${query.join('&')}`;
  }

  /** A text, each secret replaced by as many letters, so that lengths and the places of chunks stay true. */
  text(text: string, secrets: readonly string[]): string {
    let safe = text;
    for (const secret of secrets) safe = safe.replaceAll(secret, 'x'.repeat(secret.length));
    for (const pattern of this.#patterns) safe = safe.replaceAll(pattern, mask);
    return safe;
  }

  /** Bytes, each secret replaced by as many. */
  bytes(bytes: Uint8Array, secrets: readonly string[]): Buffer {
    // Latin-1 has one character for each byte, so that nothing moves.
    return Buffer.from(this.text(Buffer.from(bytes).toString('latin1'), secrets), 'latin1');
  }
}

/** Keeps what shows the kind of key (`sk-`), masks the rest. */
function mask(secret: string): string {
  return secret.slice(0, 3) + 'x'.repeat(Math.max(0, secret.length - 3));
}
