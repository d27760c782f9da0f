/**
 * The most frequent short words of languages that are written in Latin letters, by their tags, without those that several
 * of these languages share. From general knowledge of the languages; meant to tell one from another and not to be complete.
 */
const frequentWords: Readonly<Record<string, string>> = {
  en: 'the and of to is you that it for with are this your was have not can will be has been our we they from',
  de: 'der die das und ist nicht ein eine sie ich mit für auf den dem zu von wir ihre ihr auch sich werden wird haben',
  fr: 'le les des et est vous une pour pas dans sur avec votre nous ce cette qui du au sont être il je',
  es: 'el los las y es una por con para su está usted pero como más ha sido nos del lo puede muy',
  it: 'il gli di che è per non sono della con le si ha questo ma suo più anche nel alla può',
  pt: 'o os as e é uma não para com seu você está mais mas foi dos das pelo ao isso pode',
  nl: 'het een van en is niet dat op te zijn voor met u uw wij ook aan bij maar deze wordt',
};

interface Script {
  readonly pattern: RegExp;
  readonly languages: readonly string[];
  /** The share of the letters from which on it tells the language. Default: half of them. */
  readonly share?: number;
}

/** Scripts that tell a language, or a few of them, at once; Japanese is known by its kana, among Chinese letters too. */
const scripts: readonly Script[] = [
  { pattern: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, languages: ['ja'], share: 0.1 },
  { pattern: /\p{Script=Hangul}/gu, languages: ['ko'] },
  { pattern: /\p{Script=Han}/gu, languages: ['zh', 'ja'] },
  { pattern: /\p{Script=Cyrillic}/gu, languages: ['ru', 'uk', 'bg', 'sr', 'be', 'mk', 'kk'] },
  { pattern: /\p{Script=Arabic}/gu, languages: ['ar', 'fa', 'ur'] },
  { pattern: /\p{Script=Hebrew}/gu, languages: ['he', 'yi'] },
  { pattern: /\p{Script=Greek}/gu, languages: ['el'] },
  { pattern: /\p{Script=Devanagari}/gu, languages: ['hi', 'mr', 'ne'] },
  { pattern: /\p{Script=Thai}/gu, languages: ['th'] },
];

/** How many frequent words one language must have more of than the wanted one until a text counts as another's. */
const margin = 2;

/**
 * Says whether a text is plainly in another language than the wanted one, by its script and its frequent words: the tag of
 * that language. A simple check that lets through what it is not sure of: short texts, and languages that it does not know.
 */
export function otherLanguage(text: string, wanted: string): string | undefined {
  const tag = wanted.toLowerCase().split(/[-_]/)[0] ?? '';
  const letters = count(text, /\p{L}/gu);
  const script = scripts.find(({ pattern, share = 0.5 }) => count(text, pattern) > letters * share);
  if (script !== undefined) return script.languages.includes(tag) ? undefined : script.languages[0];
  const isOtherScript = scripts.some(({ languages }) => languages.includes(tag));
  if (isOtherScript) return letters > 10 && count(text, /\p{Script=Latin}/gu) > letters * 0.8 ? 'en' : undefined;
  return otherByWords(text, tag);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function otherByWords(text: string, tag: string): string | undefined {
  if (frequentWords[tag] === undefined) return undefined;
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const hits = (language: string): number => {
    const frequent = new Set(frequentWords[language]?.split(' '));
    return words.filter((word) => frequent.has(word)).length;
  };
  const own = hits(tag);
  const others = Object.keys(frequentWords)
    .map((language) => ({ language, hits: hits(language) }))
    .toSorted((one, other) => other.hits - one.hits);
  const [most] = others;
  return most !== undefined && most.hits >= 2 * own + margin ? most.language : undefined;
}

/** The English name of a language tag: `de` is German. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
