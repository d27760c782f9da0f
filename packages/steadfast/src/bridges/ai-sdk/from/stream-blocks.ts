import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { OpaqueState } from '../../../model/message.ts';
import type { StreamPart } from '../../../model/stream-part.ts';
import { readReplyFacts } from '../part-facts.ts';

/** What a block of a stream is made of. */
export type BlockKind = 'text' | 'reasoning';

/** A piece of a block. */
export interface BlockPiece {
  readonly id: string;
  readonly providerMetadata?: SharedV4ProviderMetadata;
}

interface OpenBlock {
  readonly block: number;
  said: boolean;
  state: OpaqueState | undefined;
}

/** Reads the text and the reasoning of a stream. An id may be used again once its block has ended. */
export class StreamBlocks {
  readonly #nextBlock: () => number;
  readonly #emit: (part: StreamPart) => void;
  readonly #open = new Map<string, OpenBlock>();

  constructor(nextBlock: () => number, emit: (part: StreamPart) => void) {
    this.#nextBlock = nextBlock;
    this.#emit = emit;
  }

  /** A block begins; nothing is said yet. */
  start(kind: BlockKind, piece: BlockPiece): void {
    this.#open.set(`${kind} ${piece.id}`, { block: this.#nextBlock(), said: false, state: stateOf(piece) });
  }

  /** More of a block; one that nobody began begins here. */
  delta(kind: BlockKind, text: string, piece: BlockPiece): void {
    const open = this.#blockOf(kind, piece);
    if (text === '') return;
    open.said = true;
    const { block } = open;
    this.#emit(kind === 'text' ? { type: 'text-delta', block, text } : { type: 'reasoning-delta', block, text });
  }

  /** A block is complete; of one that says and carries nothing nobody is told. */
  end(kind: BlockKind, piece: BlockPiece): void {
    const { block, said, state } = this.#blockOf(kind, piece);
    this.#open.delete(`${kind} ${piece.id}`);
    if (kind === 'text' && !said && state !== undefined) this.#emit({ type: 'text-delta', block, text: '' });
    if (said || state !== undefined) this.#emit({ type: 'part-end', block, state });
  }

  /** The stream is over: what is open ends with it. */
  endAll(): void {
    for (const { block, said, state } of this.#open.values()) {
      if (said || state !== undefined) this.#emit({ type: 'part-end', block, state });
    }
    this.#open.clear();
  }

  /** Of several metadata of a block the last holds. */
  #blockOf(kind: BlockKind, piece: BlockPiece): OpenBlock {
    const known = this.#open.get(`${kind} ${piece.id}`);
    if (known === undefined) {
      this.start(kind, piece);
      return this.#blockOf(kind, { id: piece.id });
    }
    known.state = stateOf(piece) ?? known.state;
    return known;
  }
}

function stateOf({ providerMetadata }: BlockPiece): OpaqueState | undefined {
  return readReplyFacts(providerMetadata).state;
}
