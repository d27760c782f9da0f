import { asArray, asNumber, asObject, asString, isArray, isObject, parseJson } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import type { StreamReader } from '../protocol.ts';
import { interruptedReply, invalidPiece, invalidReply } from '../reply-error.ts';
import { CandidateStream } from './candidate-stream.ts';
import { reportedError } from './reported-error.ts';
import { readUsage } from './usage.ts';

type Emit = (part: StreamPart) => void;

/**
 * Reads a stream whose events are replies, each with the next piece of its candidates. Nothing tells its end but the end
 * of the body, so whether it was cut is told by the reasons of its candidates.
 */
export class GeminiStreamReader implements StreamReader {
  readonly #family: string;
  readonly #candidates: CandidateStream[] = [];
  #hasBegun = false;
  #id: string | undefined;
  #usage: JsonObject | undefined;
  #finished = false;

  constructor(family: string) {
    this.#family = family;
  }

  get finished(): boolean {
    return this.#finished;
  }

  read(_event: string, data: string, emit: Emit): void {
    if (this.#finished || data === '[DONE]') return;
    const value = parseJson(data);
    if (isArray(value)) for (const piece of value) this.take(piece, emit);
    else if (isObject(value)) this.take(value, emit);
    else throw invalidPiece(data);
  }

  /**
   * Takes the next piece.
   * @throws ModelError for an error that the provider reports in it, and of kind `invalid-reply` for what is no piece
   */
  take(piece: JsonValue, emit: Emit): void {
    if (!isObject(piece)) throw invalidReply('A piece of the reply is not a JSON object.');
    const error = reportedError(piece);
    if (error !== undefined) throw error;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#id = asString(piece.responseId);
      emit({ type: 'response-start', id: this.#id, answeredBy: asString(piece.modelVersion) });
    }
    // Counts are cumulative, but a piece may leave some of them out.
    if (isObject(piece.usageMetadata)) this.#usage = { ...this.#usage, ...piece.usageMetadata };
    for (const item of asArray(piece.candidates)) {
      const candidate = asObject(item);
      this.#candidateAt(asNumber(candidate.index) ?? 0).take(candidate, emit);
    }
  }

  end(emit: Emit): void {
    if (this.#finished) return;
    const [first, ...others] = this.#candidates;
    if (first === undefined || this.#candidates.some(({ rawReason }) => rawReason === undefined)) {
      throw interruptedReply('The stream ended before the reply was whole: no reason for its end was given.');
    }
    for (const candidate of this.#candidates) candidate.end(emit);
    others.forEach(({ reason, rawReason }, index) =>
      emit({ type: 'choice-end', choice: index + 1, reason, rawReason }),
    );
    this.#finished = true;
    const { reason, rawReason } = first;
    emit({ type: 'finish', reason, rawReason, usage: readUsage(this.#usage) });
  }

  #candidateAt(index: number): CandidateStream {
    // An index is a small number of the provider's; one that leaps is taken for the next.
    const place = Math.min(index, this.#candidates.length);
    return (this.#candidates[place] ??= new CandidateStream(place, this.#family, this.#id));
  }
}
