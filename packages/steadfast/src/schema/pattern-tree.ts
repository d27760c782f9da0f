/** What a regular expression says, as a tree; a character or class stays as it was written. */
export type PatternTree =
  | { readonly type: 'character'; readonly source: string }
  | { readonly type: 'sequence'; readonly items: readonly PatternTree[] }
  | { readonly type: 'either'; readonly options: readonly PatternTree[] }
  | { readonly type: 'repeat'; readonly body: PatternTree; readonly least: number; readonly most: number }
  | { readonly type: 'assert'; readonly what: '^' | '$' | '\\b' | '\\B' }
  | { readonly type: 'look'; readonly body: PatternTree; readonly negative: boolean };

/**
 * Reads a regular expression of ECMAScript that is known to be one; `undefined` for what cannot be matched in bounded
 * time (back references) and for what is not read here (looking behind, modifiers).
 */
export function readPattern(pattern: string): PatternTree | undefined {
  const reader = new PatternReader(pattern);
  const tree = reader.either();
  return reader.foreign ? undefined : tree;
}

/** How deep groups may lie in each other. */
const deepest = 100;

const escapeSource =
  /\\(?:[pP]\{[^}]*\}|u\{[\da-fA-F]+\}|u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[a-zA-Z]|[^])/uy;
const classSource = /\[(?:\\[^]|[^\]\\])*\]/uy;
const quantifierSource = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/uy;
const groupStart = /\((?:\?(?::|=|!|<[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*>))?/uy;

class PatternReader {
  /** True once something was met that is not read here. */
  foreign = false;
  readonly #pattern: string;
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  either(): PatternTree {
    const options = [this.#sequence()];
    while (this.#next() === '|') {
      this.#at += 1;
      options.push(this.#sequence());
    }
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { type: 'either', options };
  }

  #sequence(): PatternTree {
    const items: PatternTree[] = [];
    while (!this.foreign && ![undefined, '|', ')'].includes(this.#next())) items.push(this.#quantified(this.#atom()));
    return { type: 'sequence', items };
  }

  #quantified(body: PatternTree): PatternTree {
    const [source, count, comma, end] = this.#take(quantifierSource) ?? [];
    if (source === undefined) return body;
    if (count === undefined) {
      return {
        type: 'repeat',
        body,
        least: source.startsWith('+') ? 1 : 0,
        most: source.startsWith('?') ? 1 : Infinity,
      };
    }
    const least = Number(count);
    if (comma === undefined) return { type: 'repeat', body, least, most: least };
    return { type: 'repeat', body, least, most: end === undefined || end === '' ? Infinity : Number(end) };
  }

  #atom(): PatternTree {
    const next = this.#next();
    if (next === '(') return this.#group();
    if (next === '[') return { type: 'character', source: this.#take(classSource)?.[0] ?? this.#one() };
    if (next === '\\') return this.#escape();
    if (next === '^' || next === '$') {
      this.#at += 1;
      return { type: 'assert', what: next };
    }
    return { type: 'character', source: this.#one() };
  }

  #group(): PatternTree {
    const [start] = this.#take(groupStart) ?? [];
    if (start === undefined || this.#pattern.startsWith('?', this.#at) || this.#depth > deepest) return this.#leave();
    this.#depth += 1;
    const body = this.either();
    this.#depth -= 1;
    this.#at += 1;
    return start === '(?=' || start === '(?!' ? { type: 'look', body, negative: start === '(?!' } : body;
  }

  #escape(): PatternTree {
    const [source = '\\'] = this.#take(escapeSource) ?? [];
    if (source === '\\b' || source === '\\B') return { type: 'assert', what: source };
    if (/^\\[1-9k]/.test(source)) return this.#leave();
    return { type: 'character', source };
  }

  #leave(): PatternTree {
    this.foreign = true;
    return { type: 'sequence', items: [] };
  }

  #next(): string | undefined {
    return this.#pattern[this.#at];
  }

  /** One character, written so that it stands for itself. */
  #one(): string {
    const [character = ''] = this.#take(/[^]/uy) ?? [];
    return /^[{}\]/]$/.test(character) ? `\\${character}` : character;
  }

  #take(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#pattern) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
  }
}
