import { ModelError } from '../../model/error.ts';
import { asNumber, asObject, asString, isObject, parseJson } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { classifyInBand } from '../classify.ts';
import type { StreamReader } from '../protocol.ts';
import { interruptedReply, invalidPiece } from '../reply-error.ts';
import { readFinishReason } from './finish-reason.ts';
import { openBlock } from './open-block.ts';
import type { OpenBlock } from './open-block.ts';
import { madeUpToolId } from './reply-read.ts';
import { mergeUsage, readUsage } from './usage.ts';

type Emit = (part: StreamPart) => void;

/** Reads a stream of Messages events. Pings and events that are not known are passed over. */
export class MessagesStreamReader implements StreamReader {
  readonly #family: string;
  /** The open blocks, by the provider's index. */
  readonly #open = new Map<number, OpenBlock>();
  #blocks = 0;
  #hasBegun = false;
  #id: string | undefined;
  #usage: JsonObject | undefined;
  #stopReason: string | undefined;
  #callsTools = false;
  #finished = false;

  constructor(family: string) {
    this.#family = family;
  }

  get finished(): boolean {
    return this.#finished;
  }

  read(event: string, data: string, emit: Emit): void {
    if (this.#finished || event === 'ping' || data === '[DONE]') return;
    const value = parseJson(data);
    if (!isObject(value)) throw invalidPiece(data);
    switch (value.type ?? event) {
      case 'content_block_delta':
        this.#delta(value, emit);
        break;
      case 'content_block_start':
        this.#begin(value, emit);
        break;
      case 'content_block_stop':
        this.#endBlock(indexOf(value), emit);
        break;
      case 'message_start':
        this.#start(asObject(value.message), emit);
        break;
      case 'message_delta':
        this.#news(value);
        break;
      case 'message_stop':
        this.#finish(emit);
        break;
      default:
        if (value.type === 'error' || event === 'error' || isObject(value.error))
          throw new ModelError(classifyInBand(value));
    }
  }

  end(emit: Emit): void {
    if (this.#finished) return;
    if (this.#stopReason === undefined) throw interruptedReply('The stream ended before the reply was whole.');
    this.#finish(emit);
  }

  /** A start for the same message again is passed over; one for another message would glue two replies together. */
  #start(message: JsonObject, emit: Emit): void {
    const id = asString(message.id);
    if (isObject(message.usage)) this.#usage = mergeUsage(this.#usage, message.usage);
    if (this.#blocks > 0 && id !== this.#id) {
      throw interruptedReply('The provider broke the reply off and began another one in the same stream.');
    }
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#id = id;
    const usage = this.#usage === undefined ? undefined : readUsage(this.#usage);
    emit({ type: 'response-start', id, answeredBy: asString(message.model), usage });
  }

  #begin(value: JsonObject, emit: Emit): void {
    this.#openAt(indexOf(value), asObject(value.content_block), emit);
  }

  #delta(value: JsonObject, emit: Emit): void {
    const delta = asObject(value.delta);
    const index = indexOf(value);
    const block = this.#open.get(index) ?? this.#openUnannounced(index, delta, emit);
    block?.take(delta, emit);
  }

  /** Some servers leave `content_block_start` out; text and thinking can be read all the same, a call has no name. */
  #openUnannounced(index: number, delta: JsonObject, emit: Emit): OpenBlock | undefined {
    if (typeof delta.text === 'string') return this.#openAt(index, { type: 'text' }, emit);
    return typeof delta.thinking === 'string' ? this.#openAt(index, { type: 'thinking' }, emit) : undefined;
  }

  #openAt(index: number, start: JsonObject, emit: Emit): OpenBlock {
    if (start.type === 'tool_use') this.#callsTools = true;
    const block = openBlock(start, this.#blocks, this.#family, madeUpToolId(this.#id, this.#blocks), emit);
    this.#blocks += 1;
    this.#open.set(index, block);
    return block;
  }

  #endBlock(index: number, emit: Emit): void {
    this.#open.get(index)?.end(emit);
    this.#open.delete(index);
  }

  #news(value: JsonObject): void {
    if (isObject(value.usage)) this.#usage = mergeUsage(this.#usage, value.usage);
    this.#stopReason = asString(asObject(value.delta).stop_reason) ?? this.#stopReason;
  }

  #finish(emit: Emit): void {
    for (const index of this.#open.keys()) this.#endBlock(index, emit);
    this.#finished = true;
    const rawReason = this.#stopReason;
    const reason = readFinishReason(rawReason, this.#callsTools);
    emit({ type: 'finish', reason, rawReason, usage: readUsage(this.#usage) });
  }
}

function indexOf(value: JsonObject): number {
  return asNumber(value.index) ?? 0;
}
