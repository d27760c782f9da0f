import type { AssistantPart } from '../../model/message.ts';

/** Says whether a part has the state of another family, which was carried through the caller. */
export function isCarried({ state }: AssistantPart, origin: string): boolean {
  return state !== undefined && state.origin !== origin;
}

/**
 * Puts the pieces of words together that a stream gave one by one and that a carried state ends: it belongs to all of
 * them, as the signature of thinking does.
 */
export function joinedPieces(content: readonly AssistantPart[], origin: string): AssistantPart[] {
  const parts: AssistantPart[] = [];
  for (const part of content) {
    if ((part.type !== 'reasoning' && part.type !== 'text') || !isCarried(part, origin)) {
      parts.push(part);
      continue;
    }
    let { text } = part;
    for (let last = parts.at(-1); isPiece(last, part.type); last = parts.at(-1)) {
      text = last.text + text;
      parts.pop();
    }
    parts.push({ ...part, text });
  }
  return parts;
}

function isPiece(
  part: AssistantPart | undefined,
  type: 'reasoning' | 'text',
): part is Extract<AssistantPart, { type: 'reasoning' | 'text' }> {
  return part !== undefined && part.type === type && part.state === undefined;
}
