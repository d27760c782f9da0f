import type { FinishReason } from '../../model/completion.ts';
import { asArray, asObject, asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, OpaqueState, ReasoningPart, TextPart } from '../../model/message.ts';
import { inputTextOf } from '../../model/reply-builder.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { callIdsOf } from './call-ids.ts';
import type { CallIds } from './call-ids.ts';
import { factsOf, factsPart } from './candidate-facts.ts';
import { rawReasonOf, readFinishReason } from './finish-reason.ts';
import { withPartialArgs } from './partial-args.ts';
import { callStateOf, isEmptyPart, readModelPart } from './part-read.ts';

type Emit = (part: StreamPart) => void;

/**
 * Reads one candidate of a stream, piece by piece. Words without a signature go on from the last part of one piece to
 * the first of the next; a part with a signature stands by itself, since it must return as it came.
 */
export class CandidateStream {
  readonly #choice: number | undefined;
  readonly #family: string;
  readonly #ids: CallIds;
  #block = 0;
  /** What the open block consists of; none is open after a part that came whole. */
  #words: 'text' | 'reasoning' | undefined;
  /** A call whose arguments come in pieces. */
  #call: { args: JsonValue; state: OpaqueState | undefined } | undefined;
  #callsTools = false;
  #facts: JsonObject = {};
  #rawReason: string | undefined;

  constructor(index: number, family: string, replyId: string | undefined) {
    this.#choice = index === 0 ? undefined : index;
    this.#family = family;
    this.#ids = callIdsOf(replyId, index);
  }

  /** The provider's word for how it ended; `undefined` while it has not. */
  get rawReason(): string | undefined {
    return this.#rawReason;
  }

  /** How it ended. */
  get reason(): FinishReason {
    return readFinishReason(this.#rawReason, this.#callsTools);
  }

  /**
   * Takes the next piece.
   * @throws ModelError of kind `invalid-reply` for a reply that the model spoilt
   */
  take(piece: JsonObject, emit: Emit): void {
    asArray(asObject(piece.content).parts).forEach((part, position) => this.#part(asObject(part), position, emit));
    this.#facts = { ...this.#facts, ...factsOf(piece) };
    this.#rawReason = rawReasonOf(piece) ?? this.#rawReason;
  }

  /** The candidate is complete: closes what is open. A call whose arguments are not whole stays cut. */
  end(emit: Emit): void {
    this.#closeWords(emit);
    if (this.#call !== undefined) this.#endCall(this.#call, true, emit);
    const facts = factsPart(this.#facts, this.#family);
    if (facts !== undefined) this.#say(facts, emit);
    this.#closeWords(emit);
  }

  #part(part: JsonObject, position: number, emit: Emit): void {
    if (this.#partial(part, emit)) return;
    const read = readModelPart(part, this.#family, this.#ids);
    if (isEmptyPart(read)) return;
    if (read.type !== 'text' && read.type !== 'reasoning') {
      this.#closeWords(emit);
      this.#whole(read, emit);
      return;
    }
    const goesOn = position === 0 && this.#words === read.type && read.state === undefined;
    if (!goesOn) this.#closeWords(emit);
    this.#say(read, emit);
  }

  #say({ type, text, state }: TextPart | ReasoningPart, emit: Emit): void {
    this.#words = type;
    const words = { block: this.#block, choice: this.#choice, text };
    emit(type === 'text' ? { type: 'text-delta', ...words } : { type: 'reasoning-delta', ...words });
    if (state !== undefined) this.#endBlock(state, emit);
  }

  #whole(part: Exclude<AssistantPart, TextPart | ReasoningPart>, emit: Emit): void {
    const place = { block: this.#block, choice: this.#choice };
    if (part.type === 'tool-call') {
      const { id, name, providerExecuted } = part;
      if (providerExecuted !== true) this.#callsTools = true;
      emit({ type: 'tool-call-start', ...place, id, name, providerExecuted });
      emit({ type: 'tool-call-delta', ...place, text: inputTextOf(part) });
    } else {
      emit({ type: 'part-add', ...place, part });
    }
    this.#endBlock(part.state, emit);
  }

  /** Takes a piece of a call whose arguments come in pieces; says whether the part was one. */
  #partial(part: JsonObject, emit: Emit): boolean {
    if (part.functionCall === undefined) return false;
    const piece = asObject(part.functionCall);
    if (typeof piece.name === 'string') this.#beginCall(piece, piece.name, emit);
    const call = this.#call;
    if (call === undefined) return false;
    call.args = withPartialArgs(call.args, piece.partialArgs);
    call.state ??= callStateOf(part, this.#family);
    if (piece.willContinue !== true) this.#endCall(call, false, emit);
    return true;
  }

  /** A name begins another call; one whose arguments come with it, whole, is not opened. */
  #beginCall({ id, args = {}, partialArgs, willContinue }: JsonObject, name: string, emit: Emit): void {
    if (this.#call !== undefined) this.#endCall(this.#call, false, emit);
    if (willContinue !== true && partialArgs === undefined) return;
    this.#closeWords(emit);
    this.#callsTools = true;
    this.#call = { args, state: undefined };
    const place = { block: this.#block, choice: this.#choice };
    emit({ type: 'tool-call-start', ...place, id: this.#ids.next(asString(id)), name });
  }

  #endCall({ args, state }: { args: JsonValue; state: OpaqueState | undefined }, isCut: boolean, emit: Emit): void {
    const json = JSON.stringify(args);
    const text = isCut ? json.slice(0, -1) : json;
    emit({ type: 'tool-call-delta', block: this.#block, choice: this.#choice, text });
    this.#call = undefined;
    this.#endBlock(state, emit);
  }

  #closeWords(emit: Emit): void {
    if (this.#words !== undefined) this.#endBlock(undefined, emit);
  }

  #endBlock(state: OpaqueState | undefined, emit: Emit): void {
    emit({ type: 'part-end', block: this.#block, choice: this.#choice, state });
    this.#block += 1;
    this.#words = undefined;
  }
}
