import { schemaError } from './json-schema.ts';
import { readPattern } from './pattern-tree.ts';
import type { PatternTree } from './pattern-tree.ts';

type Step =
  | { readonly type: 'character'; readonly test: (character: string) => boolean; readonly next: number }
  | { type: 'fork'; first: number; readonly second: number }
  | { readonly type: 'assert'; readonly what: '^' | '$' | '\\b' | '\\B'; readonly next: number }
  | { readonly type: 'look'; readonly body: number; readonly negative: boolean; readonly next: number }
  | { readonly type: 'match' };

/** The most steps that a pattern may be written out to: `(?:a{100}){100}` has 10,000. */
const mostSteps = 10_000;

/** How many places (step times position) the searches of one check may look at in all; some tenths of a second. */
const mostPlaces = 2_000_000;

/** The longest text that the engine's own matcher is given, for patterns in which it has little to try. */
const longestNative = 2_000;

/** What is left of the work that one check may do; shared by all its patterns. */
export interface MatchingWork {
  left: number;
}

/** The work that one check may do. */
export function newMatchingWork(): MatchingWork {
  return { left: mostPlaces };
}

/**
 * A regular expression that is matched in time proportional to its length times the text's, whatever it is: a schema
 * that a stranger wrote cannot hold up the process. No place of the pattern is tried twice at one place of the text.
 */
export class Pattern {
  readonly #steps: Step[] = [];
  readonly #start: number;
  readonly #flags: 'u' | '';
  readonly #native: RegExp | undefined;

  /** @throws ModelError of kind `invalid-request` for what is no regular expression */
  constructor(pattern: string) {
    this.#flags = flagsOf(pattern);
    const tree = readPattern(pattern);
    const match = this.#add({ type: 'match' });
    this.#start = tree === undefined ? -1 : this.#write(tree, match);
    this.#native = tree !== undefined && choicesIn(tree) <= 1 ? new RegExp(pattern, this.#flags) : undefined;
  }

  /**
   * Says whether the pattern is found somewhere in the text; `undefined` where it can't be said in bounded time: for
   * patterns with back references or looking behind, for very long ones on very long texts, and when no work is left.
   */
  test(text: string, work: MatchingWork = newMatchingWork()): boolean | undefined {
    if (this.#native !== undefined && text.length <= longestNative) return this.#native.test(text);
    if (this.#start < 0 || this.#steps.length > mostSteps || work.left < 0) return undefined;
    const characters = this.#flags === 'u' ? Array.from(text) : text.split('');
    return new Search(this.#steps, characters, work).from(this.#start);
  }

  #add(step: Step): number {
    return this.#steps.push(step) - 1;
  }

  /** Writes steps that match the tree and then go on with `next`; gives the first of them. */
  #write(tree: PatternTree, next: number): number {
    if (this.#steps.length > mostSteps) return next;
    switch (tree.type) {
      case 'character':
        return this.#add({ type: 'character', test: this.#tester(tree.source), next });
      case 'sequence':
        return tree.items.reduceRight((after, item) => this.#write(item, after), next);
      case 'either':
        return tree.options
          .map((option) => this.#write(option, next))
          .reduceRight((second, first) => this.#add({ type: 'fork', first, second }));
      case 'assert':
        return this.#add({ type: 'assert', what: tree.what, next });
      case 'look': {
        const body = this.#write(tree.body, this.#add({ type: 'match' }));
        return this.#add({ type: 'look', body, negative: tree.negative, next });
      }
      default:
        return this.#repeat(tree.body, tree.least, tree.most, next);
    }
  }

  #repeat(body: PatternTree, least: number, most: number, next: number): number {
    let first = next;
    if (most === Infinity) {
      const fork: Step = { type: 'fork', first: next, second: next };
      first = this.#add(fork);
      fork.first = this.#write(body, first);
    } else {
      for (let count = least; count < most && this.#steps.length <= mostSteps; count += 1) {
        first = this.#add({ type: 'fork', first: this.#write(body, first), second: next });
      }
    }
    for (let count = 0; count < least && this.#steps.length <= mostSteps; count += 1) first = this.#write(body, first);
    return first;
  }

  #tester(source: string): (character: string) => boolean {
    if (/^[^\\[.]$/u.test(source)) return (character) => character === source;
    const expression = new RegExp(`^${source}$`, this.#flags);
    return (character) => expression.test(character);
  }
}

/** How often a matcher may have to choose how much to take; what lies within a repetition is chosen again each time. */
function choicesIn(tree: PatternTree): number {
  switch (tree.type) {
    case 'sequence':
      return tree.items.reduce((sum, item) => sum + choicesIn(item), 0);
    case 'either':
      return tree.options.reduce((sum, option) => sum + choicesIn(option), 1);
    case 'repeat':
      return (tree.least === tree.most ? 0 : 1) + 2 * choicesIn(tree.body);
    case 'look':
      return 2;
    default:
      return 0;
  }
}

/** Patterns are meant to be read as Unicode; some are only right without it (`\-`, `\_`). */
function flagsOf(pattern: string): 'u' | '' {
  for (const flags of ['u', ''] as const) {
    try {
      RegExp(pattern, flags);
      return flags;
    } catch {
      // Tried the other way, or refused below.
    }
  }
  throw schemaError(`"pattern": ${JSON.stringify(pattern.slice(0, 100))} is no regular expression.`);
}

class Search {
  readonly #steps: readonly Step[];
  readonly #characters: readonly string[];
  readonly #work: MatchingWork;

  constructor(steps: readonly Step[], characters: readonly string[], work: MatchingWork) {
    this.#steps = steps;
    this.#characters = characters;
    this.#work = work;
  }

  from(start: number): boolean | undefined {
    const seen = new Set<number>();
    for (let at = 0; at <= this.#characters.length; at += 1) {
      const found = this.#run(start, at, seen);
      if (found !== false) return found;
    }
    return false;
  }

  #run(start: number, from: number, seen: Set<number>): boolean | undefined {
    const width = this.#characters.length + 1;
    const open = [start * width + from];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (seen.has(place)) continue;
      seen.add(place);
      this.#work.left -= 1;
      const at = place % width;
      const step = this.#steps[(place - at) / width];
      if (step === undefined || step.type === 'match') return true;
      if (step.type === 'fork') open.push(step.second * width + at, step.first * width + at);
      else if (this.#holds(step, at)) open.push(step.next * width + at + (step.type === 'character' ? 1 : 0));
      if (this.#work.left < 0) return undefined;
    }
    return false;
  }

  #holds(step: Exclude<Step, { type: 'fork' | 'match' }>, at: number): boolean {
    if (step.type === 'assert') return this.#asserts(step.what, at);
    if (step.type === 'look') return this.#run(step.body, at, new Set()) !== step.negative;
    const character = this.#characters[at];
    return character !== undefined && step.test(character);
  }

  #asserts(what: '^' | '$' | '\\b' | '\\B', at: number): boolean {
    if (what === '^') return at === 0;
    if (what === '$') return at === this.#characters.length;
    return (this.#isWord(at - 1) !== this.#isWord(at)) === (what === '\\b');
  }

  #isWord(at: number): boolean {
    return /^\w$/.test(this.#characters[at] ?? '');
  }
}
