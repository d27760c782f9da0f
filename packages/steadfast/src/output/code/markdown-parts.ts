import type { Token, Tokens } from 'marked';
import { missingPeer } from './missing-peer.ts';

/** A part of a Markdown text: its parts stand behind each other, and those within it (items, quotes) beside it. */
export interface MarkdownPart {
  /** The part as it is written, without the marks of what lies around it. */
  readonly raw: string;
  readonly block?: FencedBlock;
  /** The parts within it; for a list, those of each item. */
  readonly inner: readonly (readonly MarkdownPart[])[];
}

/** A block of code in Markdown. */
export interface FencedBlock {
  readonly code: string;
  /** What stands behind the fence. */
  readonly info: string;
  /** False for code that is only indented. */
  readonly fenced: boolean;
  /** False where the text ends inside of it. */
  readonly closed: boolean;
}

/** Takes a Markdown text apart. */
export type ReadMarkdown = (text: string) => readonly MarkdownPart[];

/**
 * Loads the reader of Markdown: the lexer of `marked`, which keeps to CommonMark, with HTML switched off, because tags that
 * models write around their answers are no HTML, and would swallow the fences behind them.
 * @throws Error that says what to install where `marked` is missing
 */
export async function markdownReader(): Promise<ReadMarkdown> {
  const { Lexer, Marked } = await import('marked').catch((error: unknown) =>
    missingPeer('marked@18', 'Finding code in Markdown', error),
  );
  const none = (): undefined => undefined;
  const { defaults } = new Marked({ tokenizer: { html: none, tag: none } });
  return (text) => {
    try {
      return new Lexer(defaults).blockTokens(text.replaceAll(/\r\n?/g, '\n'), []).map(partOf);
    } catch {
      // Nothing that people write nests so deep that the lexer gives up.
      return [{ raw: text, inner: [] }];
    }
  };
}

function partOf(token: Token): MarkdownPart {
  const { raw } = token;
  if (isCode(token)) return { raw, block: blockOf(token), inner: [] };
  if (isList(token)) return { raw, inner: token.items.map(({ tokens }) => tokens.map(partOf)) };
  return { raw, inner: token.type === 'blockquote' && 'tokens' in token ? [(token.tokens ?? []).map(partOf)] : [] };
}

function isCode(token: Token): token is Tokens.Code {
  return token.type === 'code';
}

function isList(token: Token): token is Tokens.List {
  return token.type === 'list';
}

function blockOf({ raw, lang, text, codeBlockStyle }: Tokens.Code): FencedBlock {
  const fenced = codeBlockStyle !== 'indented';
  return { info: lang ?? '', fenced, ...(fenced ? contentOf(raw, text) : { code: text, closed: true }) };
}

function contentOf(raw: string, code: string): { readonly code: string; readonly closed: boolean } {
  const fence = fenceOf(raw.trimStart());
  const lines = raw.trimEnd().split('\n');
  const last = lines.length === 1 ? '' : (lines.at(-1) ?? '').trim();
  if (last !== '' && fenceOf(last) === last && last.startsWith(fence.charAt(0))) {
    // Fewer marks than the opening fence has: the text ends in the midst of the closing one.
    return last.length >= fence.length
      ? { code, closed: true }
      : { code: lines.slice(1, -1).join('\n'), closed: false };
  }
  // A closing fence that stands at the end of the last line of code is no fence in CommonMark, but meant as one.
  const ending = code.trimEnd();
  const isGlued = ending.endsWith(fence) && ending.length > fence.length;
  return { code: isGlued ? ending.slice(0, -fence.length) : code, closed: isGlued };
}

/** The equal marks that a line begins with. */
function fenceOf(raw: string): string {
  const mark = raw.charAt(0);
  let length = 0;
  while (length < raw.length && raw.charAt(length) === mark) length += 1;
  return raw.slice(0, length);
}
