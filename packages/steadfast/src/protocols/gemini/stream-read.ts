import { asArray, asNumber, asObject, asString, isArray, isObject, parseJson } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import type { StreamReader } from '../protocol.ts';
import { interruptedReply, invalidPiece, invalidReply } from '../reply-error.ts';
import { CandidateStream } from './candidate-stream.ts';
import { reportedError } from './reported-error.ts';
import { addSearches, readUsage } from './usage.ts';

/** More than any provider gives: Google's limit of `candidateCount` is 8. */
const mostCandidates = 128;

type Emit = (part: StreamPart) => void;

/**
 * Reads a stream whose events are replies, each with the next piece of its candidates. Nothing tells its end but the end
 * of the body, so whether it was cut is told by the reasons of its candidates.
 */
export class GeminiStreamReader implements StreamReader {
  readonly #family: string;
  /** By the provider's index. */
  readonly #candidates = new Map<number, CandidateStream>();
  #hasBegun = false;
  #id: string | undefined;
  #usage: JsonObject | undefined;
  readonly #searches = new Set<string>();
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
    asArray(piece.candidates).forEach((item, position) => {
      const candidate = asObject(item);
      addSearches(candidate, this.#searches);
      this.#candidateAt(asNumber(candidate.index) ?? position).take(candidate, emit);
    });
  }

  end(emit: Emit): void {
    if (this.#finished) return;
    const first = this.#candidates.get(0);
    if (first === undefined || [...this.#candidates.values()].some(({ rawReason }) => rawReason === undefined)) {
      throw interruptedReply('The stream ended before the reply was whole: no reason for its end was given.');
    }
    for (const [choice, candidate] of this.#candidates) {
      candidate.end(emit);
      const { reason, rawReason } = candidate;
      if (choice > 0) emit({ type: 'choice-end', choice, reason, rawReason });
    }
    this.#finished = true;
    const { reason, rawReason } = first;
    emit({ type: 'finish', reason, rawReason, usage: readUsage(this.#usage, this.#searches.size) });
  }

  #candidateAt(index: number): CandidateStream {
    const known = this.#candidates.get(index);
    if (known !== undefined) return known;
    if (!Number.isInteger(index) || index < 0 || index >= mostCandidates) {
      throw invalidReply(`A candidate of the reply has the index ${index}.`);
    }
    const candidate = new CandidateStream(index, this.#family, this.#id);
    this.#candidates.set(index, candidate);
    return candidate;
  }
}
