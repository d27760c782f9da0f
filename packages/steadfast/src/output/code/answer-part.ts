import { withoutThinking } from '../thinking-tags.ts';
import type { MarkdownPart, ReadMarkdown } from './markdown-parts.ts';

/** A piece of a text: from a place up to another. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** How many thoughts in the midst of a reply are taken out. */
const mostThoughts = 16;

const leading = /^\s*<(?:think|thinking|thought|reasoning)>/i;

/**
 * What a reply says without what it thought: without the thinking in tags at its beginning and in its midst. Tags that
 * stand inside a block of code are code.
 */
export function spokenPart(text: string, read: ReadMarkdown): string {
  let spoken = leading.test(text) ? withoutThinking(text) : text;
  for (let count = 0; count < mostThoughts && /<\/think(?:ing)?>/i.test(spoken); count += 1) {
    const thought = thoughtIn(spoken, codeRanges(read(spoken)));
    if (thought === undefined) break;
    spoken = `${spoken.slice(0, thought.from)}\n${spoken.slice(thought.to)}`;
  }
  return spoken;
}

/** What stands in the last `<answer>` of a reply, which may be cut; `undefined` where there is none. */
export function answerPart(text: string, read: ReadMarkdown): string | undefined {
  const openings = [...text.matchAll(/(?<!(?<!`)`)<answer>/gi)];
  if (openings.length === 0) return undefined;
  const code = codeRanges(read(text));
  const closing = [...text.matchAll(/(?<!(?<!`)`)<\/answer>/gi)].at(-1)?.index ?? text.length;
  const opening = openings.findLast(({ index }) => index < closing && !isInside(code, index, closing));
  if (opening === undefined) return undefined;
  return text.slice(opening.index + opening[0].length, closing);
}

/** A thought with its tags; where the opening tag is missing, it reaches from the beginning. */
function thoughtIn(text: string, code: readonly Range[]): Range | undefined {
  for (const closing of text.matchAll(/<\/think(?:ing)?>/gi)) {
    const to = closing.index + closing[0].length;
    const before = text.slice(0, closing.index);
    const openings = [...before.matchAll(/^[ \t]*<think(?:ing)?>/gim)];
    const from = openings.find(({ index }) => !isInside(code, index, closing.index))?.index ?? 0;
    const isAlone = /^[ \t]*(?:\n|$)/.test(text.slice(to, to + 100));
    if (!isInside(code, from, closing.index) && (openings.length > 0 || isAlone)) return { from, to };
  }
  return undefined;
}

/** Says whether both ends of what stands in tags lie in the same block of code, so that the tags are part of the code. */
function isInside(code: readonly Range[], from: number, to: number): boolean {
  return code.some((range) => range.from <= to && to < range.to && (from === 0 || range.from <= from));
}

/** Where the blocks of code are that end before the text does. */
function codeRanges(parts: readonly MarkdownPart[]): Range[] {
  const ranges: Range[] = [];
  let at = 0;
  for (const { raw, block } of parts) {
    if (block?.closed === true) ranges.push({ from: at, to: at + raw.length });
    at += raw.length;
  }
  return ranges;
}
