import { RequestRefused, type Turn } from './question.ts';

/** The wording of the two refusals that concern tool results. */
export interface PairingWords {
  /** A result whose call does not stand in the conversation. */
  readonly orphan: (id: string) => string;
  /** Calls that were never answered. */
  readonly unanswered: (ids: string) => string;
}

/**
 * Checks that each call was answered before the next message of another kind, and each result was asked for.
 * @throws RequestRefused
 */
export function checkToolTurns(turns: readonly Turn[], words: PairingWords): void {
  const open = new Set<string>();
  turns.forEach((turn, index) => {
    for (const { id } of turn.results) {
      if (id !== undefined && !open.delete(id)) throw new RequestRefused(words.orphan(id), { param: 'messages' });
    }
    const next = turn.results.length > 0 ? turns[index + 1] : undefined;
    const moreResultsFollow = next !== undefined && next.results.length > 0;
    if (turn.role !== 'assistant' && !moreResultsFollow) refuseOpen(open, words);
    for (const { id } of turn.calls) open.add(id);
  });
  refuseOpen(open, words);
}

function refuseOpen(open: ReadonlySet<string>, words: PairingWords): void {
  if (open.size > 0) throw new RequestRefused(words.unanswered([...open].join(', ')), { param: 'messages' });
}
