/** A trait of character. */
export interface Trait {
  /** One word: `friendly`. Templates may have a section of this name. */
  readonly name: string;
  /** What models are told about it. */
  readonly instruction?: string;
  /** Put before replies from templates, in turn. Left out for users who want it brief. */
  readonly openings?: readonly string[];
  /** Put behind replies from templates, in turn. Left out for users who want it brief. */
  readonly closings?: readonly string[];
}

/** Who the assistant is, whichever way a reply comes about. */
export interface Personality {
  readonly name?: string;
  /** A sentence or two: who it is and what it is for. */
  readonly description?: string;
  /** How it speaks: `warm and plain`. */
  readonly tone?: string;
  readonly traits?: readonly (string | Trait)[];
}

/** The traits of a personality, those given by their name alone as well. */
export function traitsOf({ traits = [] }: Personality): readonly Trait[] {
  return traits.map((trait) => (typeof trait === 'string' ? { name: trait } : trait));
}

/** What models are told about who they are; a line each. */
export function characterOf(personality: Personality): readonly string[] {
  const { name, description, tone } = personality;
  const traits = traitsOf(personality);
  const names = traits.map((trait) => trait.name);
  return [
    name === undefined ? '' : `You are ${name}.`,
    description ?? '',
    names.length === 0 ? '' : `You are ${listed(names)}.`,
    tone === undefined ? '' : `Your tone is ${tone}.`,
    ...traits.map(({ instruction = '' }) => instruction),
  ].filter((line) => line !== '');
}

/** Puts the phrases of the traits around a reply from a template; `turn` says whose turn it is among several. */
export function dressed(text: string, personality: Personality, turn: number): string {
  const pick = (phrases: readonly string[] | undefined): string | undefined => phrases?.[turn % phrases.length];
  const traits = traitsOf(personality);
  const openings = traits.map(({ openings }) => pick(openings));
  const closings = traits.map(({ closings }) => pick(closings));
  return [...openings, text, ...closings].filter((piece) => piece !== undefined && piece !== '').join(' ');
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en').format(words);
}
