import { answerPart, spokenPart } from './answer-part.ts';
import { bareCodes } from './bare-code.ts';
import { chooseCode } from './choose-code.ts';
import type { CodeCandidate } from './code-block.ts';
import { codeCandidates } from './code-candidates.ts';
import { languageOf, serves } from './code-language.ts';
import type { ExtractCodeOptions, FoundCode, NoCode } from './found-code.ts';
import { markdownReader } from './markdown-parts.ts';

/**
 * Finds the code in a model's reply: in its fences, as CommonMark defines them; in `<answer>` where the reply has it, and
 * never in what it thought; or in the reply as a whole, where it has no fence and looks like code.
 * @throws Error that says what to install where `marked` (or what the checker needs) is missing
 */
export async function extractCode(text: string, options: ExtractCodeOptions = {}): Promise<FoundCode | NoCode> {
  const read = await markdownReader();
  const wanted = options.language === undefined ? undefined : languageOf(options.language);
  const none = (reason: string): NoCode => ({ code: undefined, language: wanted, where: undefined, reason });
  const spoken = spokenPart(text.replaceAll(/\r\n?/g, '\n'), read);
  if (spoken.trim() === '') return none(text.trim() === '' ? 'The reply is empty.' : 'The reply only thinks.');
  const answer = answerPart(spoken, read);
  const reasons: string[] = [];
  for (const part of answer === undefined ? [spoken] : [answer, spoken]) {
    const found = await codeIn(part, codeCandidates(part, read), wanted, options);
    if (typeof found !== 'string') return found;
    reasons.push(found);
  }
  return none(reasons[0] ?? 'The reply holds no code.');
}

/** The code in a part of the reply, or why there is none. */
async function codeIn(
  part: string,
  found: readonly CodeCandidate[],
  wanted: string | undefined,
  options: ExtractCodeOptions,
): Promise<FoundCode | string> {
  const fenced = found.filter(({ where }) => where !== 'indented');
  const groups = fenced.length > 0 ? [matching(fenced, wanted)] : unfenced(part, found, wanted, options);
  const reasons: string[] = [];
  for (const blocks of groups.filter(({ length }) => length > 0)) {
    const chosen = await chooseCode(blocks, options);
    if (typeof chosen !== 'string') return chosen;
    reasons.push(chosen);
  }
  return reasons[0] ?? withoutBlock(fenced, wanted);
}

/** The blocks of the wanted language; where no block names it, those that name none. */
function matching(fenced: readonly CodeCandidate[], wanted: string | undefined): readonly CodeCandidate[] {
  const isTold = ({ language }: CodeCandidate): boolean => language !== undefined && language !== 'text';
  const named = fenced.filter((block) => isTold(block) && serves(block.language ?? '', wanted ?? block.language ?? ''));
  if (named.length > 0) return named;
  return fenced.filter((block) => !isTold(block)).map((block) => ({ ...block, language: wanted }));
}

/**
 * The reply itself as code, which the checker is shown in several readings until one is right; and else what is indented.
 */
function unfenced(
  part: string,
  indented: readonly CodeCandidate[],
  wanted: string | undefined,
  { checker }: ExtractCodeOptions,
): readonly (readonly CodeCandidate[])[] {
  const [code, ...longer] = bareCodes(part, wanted, checker === undefined);
  const bare = code === undefined ? [] : [{ code, language: wanted, where: 'bare' as const, longer }];
  return [bare, indented.map((block) => ({ ...block, language: wanted }))];
}

function withoutBlock(fenced: readonly CodeCandidate[], wanted: string | undefined): string {
  if (fenced.length === 0) return 'The reply has no block of code, and does not look like code itself.';
  const others = [...new Set(fenced.flatMap(({ language }) => language ?? []))].join(', ');
  return `The reply has no block of ${wanted ?? 'code'}, only of ${others}.`;
}
