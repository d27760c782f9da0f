import type { CodeCandidate } from './code-block.ts';
import { languageOf } from './code-language.ts';
import type { FencedBlock, MarkdownPart, ReadMarkdown } from './markdown-parts.ts';

/** How deep Markdown may lie in fences of Markdown. */
const deepest = 3;

/** How many fences may stand inside of one of the same length. */
const mostInside = 6;

/** All blocks of code in a text, in order; those inside of a block of Markdown follow it. */
export function codeCandidates(text: string, read: ReadMarkdown, depth = 0): CodeCandidate[] {
  return candidatesOf(read(text), read, depth);
}

function candidatesOf(parts: readonly MarkdownPart[], read: ReadMarkdown, depth: number): CodeCandidate[] {
  return parts.flatMap(({ block, inner }, index) => {
    if (block === undefined) return inner.flatMap((parts) => candidatesOf(parts, read, depth));
    const candidate = candidateOf(block, parts, index, depth);
    const isMarkdown = candidate.language === 'markdown' && depth < deepest;
    const within = isMarkdown ? codeCandidates(candidate.code, read, depth + 1) : [];
    return block.code.trim() === '' ? [] : [candidate, ...within];
  });
}

function candidateOf(
  { code, info, fenced, closed }: FencedBlock,
  parts: readonly MarkdownPart[],
  index: number,
  depth: number,
): CodeCandidate {
  const fence = depth === 0 ? 'fence' : 'inner-fence';
  const where = closed ? fence : 'open-fence';
  const longer = fenced && closed ? longerCodes(parts, index) : [];
  return { code, language: languageOf(info), where: fenced ? where : 'indented', longer };
}

/** The code from a fence on to later ones without a language: those may have been fences inside of it. */
function longerCodes(parts: readonly MarkdownPart[], index: number): string[] {
  const codes: string[] = [];
  let raw = parts[index]?.raw ?? '';
  for (const part of parts.slice(index + 1)) {
    raw += part.raw;
    if (part.block === undefined || !part.block.fenced) continue;
    if (part.block.info !== '' || codes.length >= mostInside) break;
    const lines = raw.trimEnd().split('\n');
    codes.push(lines.slice(1, part.block.closed || part.block.code === '' ? -1 : undefined).join('\n'));
  }
  return codes;
}
