const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

const name = Buffer.from('"model"');

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Replaces the value of the top-level member `model` in the bytes of a JSON object and leaves every other byte as it is.
 * Gives `undefined` where that can't be done safely: where there is no such member, where it says something else than
 * `current` (so the parser took another one for it), and where there are two. The bytes must be valid JSON.
 */
export function spliceModel(json: Uint8Array, current: string, model: string): Uint8Array | undefined {
  const bytes = Buffer.isBuffer(json) ? json : Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  const span = findModel(bytes, 0, 0);
  if (span === undefined || bytes.toString('utf8', span.start, span.end) !== JSON.stringify(current)) return undefined;
  // A second "model" anywhere behind it is rare: only then is the rest walked through as well.
  if (bytes.includes(name, span.end) && findModel(bytes, span.end, 1) !== undefined) return undefined;
  const value = JSON.stringify(model);
  const spliced = Buffer.allocUnsafe(bytes.length - (span.end - span.start) + Buffer.byteLength(value));
  bytes.copy(spliced, 0, 0, span.start);
  bytes.copy(spliced, span.start + spliced.write(value, span.start), span.end);
  return spliced;
}

/** Walks over the object's own members without reading what is inside their values. */
function findModel(json: Buffer, from: number, nested: number): Span | undefined {
  let depth = nested;
  for (let at = from; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === quote) {
      const end = endOfString(json, at);
      if (depth === 1 && isModel(json, at, end)) {
        const start = afterColon(json, end);
        if (start !== undefined) return { start, end: json[start] === quote ? endOfString(json, start) : start };
      }
      at = end - 1;
    } else depth += nesting(byte);
  }
  return undefined;
}

function nesting(byte: number | undefined): number {
  if (byte === 0x7b || byte === 0x5b) return 1;
  return byte === 0x7d || byte === 0x5d ? -1 : 0;
}

/** The index behind the closing quote of the string that opens at `start`. */
function endOfString(json: Buffer, start: number): number {
  for (let at = nextQuote(json, start + 1); at >= 0; at = nextQuote(json, at + 1)) {
    let slashes = 0;
    while (json[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return json.length;
}

/** Strings of this many bytes and fewer are searched through here: for them a search by Node costs more. */
const short = 48;

function nextQuote(json: Buffer, from: number): number {
  const most = Math.min(json.length, from + short);
  for (let at = from; at < most; at += 1) if (json[at] === quote) return at;
  return json.indexOf(quote, most);
}

function isModel(json: Buffer, start: number, end: number): boolean {
  return end - start === name.length && name.every((byte, index) => json[start + index] === byte);
}

/** Where the value begins, if what stands at `at` is a colon: then the string before it was a member's name. */
function afterColon(json: Buffer, at: number): number | undefined {
  const index = skipSpace(json, at);
  return json[index] === colon ? skipSpace(json, index + 1) : undefined;
}

function skipSpace(json: Buffer, at: number): number {
  let index = at;
  while (json[index] === 0x20 || json[index] === 0x0a || json[index] === 0x0d || json[index] === 0x09) index += 1;
  return index;
}
