import { ModelError } from '../../model/error.ts';
import { asArray, asNumber, asObject, asString, isObject, parseJson } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { classifyInBand } from '../classify.ts';
import type { StreamReader } from '../protocol.ts';
import { interruptedReply, invalidPiece, invalidReply } from '../reply-error.ts';
import { factsOf, rawReasonOf, readFinishReason } from './finish-reason.ts';
import { openItem } from './open-item.ts';
import type { ItemHost, OpenItem } from './open-item.ts';
import { throwIfFailed } from './reply-read.ts';
import { readUsage } from './usage.ts';

type Emit = (part: StreamPart) => void;

/** An item that has begun: as it was announced, until it has ended. */
interface Begun {
  readonly announced: JsonObject;
  readonly open: OpenItem;
}

/** Reads a stream of Responses events. It is over with `response.completed` or `response.incomplete`, never before. */
export class ResponsesStreamReader implements StreamReader, ItemHost {
  readonly family: string;
  /** The open items, by the provider's index. */
  readonly #begun = new Map<number, Begun>();
  readonly #ended = new Set<number>();
  #blocks = 0;
  #hasBegun = false;
  #heard = false;
  #toolCalls = false;
  #refusal = false;
  #finished = false;

  constructor(family: string) {
    this.family = family;
  }

  get finished(): boolean {
    return this.#finished;
  }

  nextBlock(): number {
    return this.#blocks++;
  }

  read(event: string, data: string, emit: Emit): void {
    if (this.#finished || data === '' || data === '[DONE]') return;
    const value = parseJson(data);
    if (!isObject(value)) throw invalidPiece(data);
    this.#heard = true;
    const type = asString(value.type) ?? event;
    switch (type) {
      case 'response.output_item.added':
        this.#beginItem(indexOf(value), asObject(value.item), emit);
        break;
      case 'response.output_item.done':
        this.#endItem(indexOf(value), asObject(value.item), emit);
        break;
      case 'response.completed':
      case 'response.incomplete':
        this.#finish(asObject(value.response), emit);
        break;
      case 'response.created':
      case 'response.queued':
      case 'response.in_progress':
        this.#begin(asObject(value.response), emit);
        break;
      case 'response.failed':
      case 'response.cancelled':
        throwIfFailed({ ...asObject(value.response), status: type.slice('response.'.length) });
        break;
      default:
        if (type === 'error' || isObject(value.error)) throw new ModelError(classifyInBand(value));
        if (type.endsWith('.delta')) this.#delta(type, value, emit);
    }
  }

  end(): void {
    if (this.#finished) return;
    if (!this.#heard) throw invalidReply('The stream is empty: it ended without a single event.');
    throw interruptedReply('The stream ended before the response was complete: no response.completed came.');
  }

  #begin({ id, model }: JsonObject, emit: Emit): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    emit({ type: 'response-start', id: asString(id) || undefined, answeredBy: asString(model) || undefined });
  }

  #beginItem(index: number, item: JsonObject, emit: Emit): OpenItem {
    const open = openItem(item, index, this, emit);
    this.#begun.set(index, { announced: item, open });
    return open;
  }

  #delta(type: string, event: JsonObject, emit: Emit): void {
    const index = indexOf(event);
    const open = this.#begun.get(index)?.open ?? this.#openUnannounced(index, type, emit);
    open?.take(type, event, emit);
  }

  /** Words that no item announced can be read all the same; a call has no name then. */
  #openUnannounced(index: number, type: string, emit: Emit): OpenItem | undefined {
    if (this.#ended.has(index)) return undefined;
    if (type === 'response.output_text.delta') return this.#beginItem(index, { type: 'message' }, emit);
    return type.startsWith('response.reasoning_') ? this.#beginItem(index, { type: 'reasoning' }, emit) : undefined;
  }

  #endItem(index: number, item: JsonObject, emit: Emit): void {
    if (this.#ended.has(index)) return;
    const open = this.#begun.get(index)?.open ?? this.#beginItem(index, item, emit);
    this.#begun.delete(index);
    this.#ended.add(index);
    this.#note(open.end(item, emit));
  }

  #note(parts: readonly AssistantPart[]): void {
    const { toolCalls, refusal } = factsOf(parts, this.family);
    this.#toolCalls ||= toolCalls;
    this.#refusal ||= refusal;
  }

  /** Items that have not ended yet are what the whole response says of them. */
  #finish(response: JsonObject, emit: Emit): void {
    this.#begin(response, emit);
    throwIfFailed(response);
    const output = asArray(response.output);
    for (const [index, { announced }] of this.#begun) this.#endItem(index, itemOf(announced, output, index), emit);
    if (this.#blocks === 0) output.forEach((item, index) => this.#endItem(index, asObject(item), emit));
    this.#finished = true;
    const rawReason = rawReasonOf(response);
    const reason = readFinishReason(rawReason, { toolCalls: this.#toolCalls, refusal: this.#refusal });
    emit({ type: 'finish', reason, rawReason, usage: readUsage(response) });
  }
}

function itemOf(announced: JsonObject, output: readonly JsonValue[], index: number): JsonObject {
  const { id } = announced;
  const known = output.find((item) => id !== undefined && asObject(item).id === id) ?? output[index];
  return isObject(known) ? known : announced;
}

function indexOf(event: JsonObject): number {
  return asNumber(event.output_index) ?? 0;
}
