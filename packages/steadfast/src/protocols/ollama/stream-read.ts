import { ModelError } from '../../model/error.ts';
import { asString, isObject, parseJson } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ToolCallPart } from '../../model/message.ts';
import { inputTextOf } from '../../model/reply-builder.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { classifyInBand } from '../classify.ts';
import type { StreamReader } from '../protocol.ts';
import { interruptedReply, invalidPiece } from '../reply-error.ts';
import { messageOf } from './assistant-read.ts';
import { readFinishReason } from './finish-reason.ts';
import { readImages } from './images.ts';
import { isReported } from './reply-read.ts';
import { idsOfReply, readToolCalls } from './tool-calls.ts';
import { readUsage } from './usage.ts';

type Emit = (part: StreamPart) => void;
type Words = 'text-delta' | 'reasoning-delta';

/** Reads a stream of JSON lines, of /api/chat or of /api/generate. */
export class OllamaStreamReader implements StreamReader {
  #hasBegun = false;
  #finished = false;
  #block = 0;
  /** What the open block consists of; none is open after a tool call or an image, which come whole. */
  #words: Words | undefined;
  #calls = 0;

  get finished(): boolean {
    return this.#finished;
  }

  read(_event: string, data: string, emit: Emit): void {
    if (this.#finished) return;
    const line = parseJson(data);
    if (!isObject(line)) throw invalidPiece(data);
    if (isReported(line)) throw new ModelError(classifyInBand(line));
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      emit({ type: 'response-start', answeredBy: asString(line.model) });
    }
    const message = messageOf(line);
    if (message !== undefined) this.#take(message, line, emit);
    if (line.done === true) this.#finish(line, emit);
  }

  end(): void {
    if (this.#finished) return;
    throw interruptedReply('The stream ended before the server was done.');
  }

  #take(message: JsonObject, line: JsonObject, emit: Emit): void {
    const { thinking, content, images, tool_calls: calls } = message;
    if (typeof thinking === 'string' && thinking !== '') this.#say('reasoning-delta', thinking, emit);
    if (typeof content === 'string' && content !== '') this.#say('text-delta', content, emit);
    if (images !== undefined) {
      for (const part of readImages(images)) {
        emit({ type: 'part-add', block: this.#open(undefined, emit), part });
        this.#close(emit);
      }
    }
    if (calls === undefined) return;
    const idAt = idsOfReply(line.created_at);
    for (const call of readToolCalls(calls, (position) => idAt(this.#calls + position))) this.#call(call, emit);
  }

  #say(words: Words, text: string, emit: Emit): void {
    const block = this.#words === words ? this.#block : this.#open(words, emit);
    emit({ type: words, block, text });
  }

  #call(call: ToolCallPart, emit: Emit): void {
    const block = this.#open(undefined, emit);
    this.#calls += 1;
    emit({ type: 'tool-call-start', block, id: call.id, name: call.name });
    emit({ type: 'tool-call-delta', block, text: inputTextOf(call) });
    this.#close(emit);
  }

  /** Opens the next block, the one before being complete; gives its number. */
  #open(words: Words | undefined, emit: Emit): number {
    if (this.#words !== undefined) this.#close(emit);
    this.#words = words;
    return this.#block;
  }

  #close(emit: Emit): void {
    emit({ type: 'part-end', block: this.#block });
    this.#block += 1;
    this.#words = undefined;
  }

  #finish(line: JsonObject, emit: Emit): void {
    if (this.#words !== undefined) this.#close(emit);
    this.#finished = true;
    const rawReason = asString(line.done_reason);
    emit({ type: 'finish', reason: readFinishReason(rawReason, this.#calls > 0), rawReason, usage: readUsage(line) });
  }
}
