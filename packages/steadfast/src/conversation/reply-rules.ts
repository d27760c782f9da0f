import type { Turn } from './turn.ts';
import { languageName, otherLanguage } from './language.ts';
import { isFound, plainText, wholeWord } from './words.ts';

/** What a reply must hold to. */
export interface ReplyRules {
  /** UTF-16 units, as `length` counts them. Default: 1. */
  readonly minCharacters?: number;
  /** UTF-16 units. Default: any number. */
  readonly maxCharacters?: number;
  /** Words that no reply may hold, as whole words whatever their case, and patterns. */
  readonly forbidden?: readonly (string | RegExp)[];
  /** The language that replies are to be in, where the user has none of their own: a tag such as `en`. */
  readonly language?: string;
  /** Whether places that were not filled (`{{name}}`, `[Your name]`) are looked for. Default: true. */
  readonly slots?: boolean;
  /** A rule of one's own: says what is wrong, in words that a model can act on. */
  readonly check?: (text: string, turn: Turn) => string | undefined | Promise<string | undefined>;
}

/** Holds a reply against rules: what is wrong with it, a sentence each, in words that a model can act on. */
export async function breaches(text: string, rules: readonly ReplyRules[], turn: Turn): Promise<readonly string[]> {
  const found: string[] = [];
  for (const rule of rules) {
    found.push(...lengthBreaches(text, rule), ...forbiddenBreaches(text, rule));
    const problem = await rule.check?.(text, turn);
    if (problem !== undefined) found.push(problem);
  }
  if (rules.every(({ slots }) => slots !== false)) found.push(...slotBreaches(text, turn));
  found.push(...languageBreaches(text, wantedLanguage(rules, turn)));
  return [...new Set(found)];
}

/** The language that a reply is to be in: the user's, else that of the rules. */
export function wantedLanguage(rules: readonly ReplyRules[], { user }: Turn): string | undefined {
  return user.language ?? rules.findLast(({ language }) => language !== undefined)?.language;
}

function lengthBreaches(text: string, { minCharacters = 1, maxCharacters = Infinity }: ReplyRules): string[] {
  if (text === '') return ['It is empty.'];
  if (text.length < minCharacters) return [`It has ${text.length} characters; at least ${minCharacters} are wanted.`];
  if (text.length > maxCharacters) return [`It has ${text.length} characters; at most ${maxCharacters} are allowed.`];
  return [];
}

function forbiddenBreaches(text: string, { forbidden = [] }: ReplyRules): string[] {
  const plain = plainText(text);
  return forbidden.flatMap((one) => {
    if (typeof one === 'string') return isFound(wholeWord(one), plain) ? [`It must not say "${one}".`] : [];
    return isFound(one, plain) || isFound(one, text) ? [`It must not hold anything like ${String(one)}.`] : [];
  });
}

/** Places as templates write them, ours and others', and as models leave them open. */
const slot =
  /\{\{[^{}\n]{1,60}\}\}|\$\$[A-Za-z_]\w{0,60}\$\$|\[(?:your|insert|user|customer|company|name)\b[^\]\n]{0,60}\](?!\()/giu;

/** What the user or the data says themselves is no open place. */
function slotBreaches(text: string, { message = '', data }: Turn): string[] {
  const own = Object.keys(data)
    .map((name) => `{${name}}`)
    .filter((place) => text.includes(place));
  const places = [...(text.match(slot) ?? []), ...own.filter((place) => !text.includes(`{${place}}`))];
  const given = message + JSON.stringify(data);
  return [...new Set(places)]
    .filter((place) => !given.includes(place))
    .map((place) => `The place ${place} is not filled.`);
}

function languageBreaches(text: string, wanted: string | undefined): string[] {
  const other = wanted === undefined ? undefined : otherLanguage(text, wanted);
  if (wanted === undefined || other === undefined) return [];
  return [`It seems to be in ${languageName(other)}; it must be in ${languageName(wanted)}.`];
}
