const opening = /^\s*<(think|thinking|thought|reasoning)>/i;

/**
 * A reply without the thinking that some servers leave at its beginning, in tags: `<think>…</think>`. Their templates may
 * have taken the opening tag, so that only the closing one is there, on a line of its own or at the end of one. Of a reply
 * that breaks off while it thinks, nothing is left.
 */
export function withoutThinking(text: string): string {
  const tag = opening.exec(text)?.[1];
  const closing = tag === undefined ? /<\/(?:think|thinking)>[ \t]*(?:\n|$)/i : new RegExp(`</${tag}>`, 'i');
  const end = closing.exec(text);
  if (end !== null) return text.slice(end.index + end[0].length);
  return tag === undefined ? text : '';
}
