import type { ModelError } from '../../model/error.ts';
import { restartError } from '../../model/restart-error.ts';
import type { Finish, ResponseStart, StreamPart } from '../../model/stream-part.ts';
import { unreportedUsage } from '../../model/usage.ts';
import type { StreamWriter, StreamWriterOptions } from '../protocol.ts';
import { CallWriter, ServerCallWriter, WholeWriter, WordWriter } from './block-writer.ts';
import type { BlockWriter } from './block-writer.ts';
import { writeError } from './error-write.ts';
import { eventText } from './event-text.ts';
import { writeFinishReason } from './finish-reason.ts';
import { writeUsage } from './usage.ts';

type BlockPart = Extract<StreamPart, { readonly block: number }>;

/**
 * Writes a stream of Messages events. Blocks cannot interleave on this wire: while one is open, the parts of others
 * wait, and are written in the order in which their blocks began. The first of several replies alone is written.
 */
export class MessagesStreamWriter implements StreamWriter {
  readonly #options: StreamWriterOptions;
  /** The parts of blocks that have begun, by block; the first block is the open one, its parts are written already. */
  readonly #waiting = new Map<number, BlockPart[]>();
  #writer: BlockWriter | undefined;
  #nextIndex = 0;
  #hasBegun = false;

  constructor(options: StreamWriterOptions) {
    this.#options = options;
  }

  write(part: StreamPart): string {
    switch (part.type) {
      case 'response-start':
        return this.#begin(part);
      case 'finish':
        return this.#begin({ type: 'response-start' }) + this.#finish(part);
      case 'reply-restart':
        throw restartError(part);
      case 'bytes-delta':
      case 'choice-end':
        return '';
      default:
        return (part.choice ?? 0) === 0 ? this.#begin({ type: 'response-start' }) + this.#take(part) : '';
    }
  }

  fail(error: ModelError): string {
    return eventText('error', writeError(error).body);
  }

  #begin({ id = this.#options.id, usage = unreportedUsage }: ResponseStart): string {
    if (this.#hasBegun) return '';
    this.#hasBegun = true;
    const empty = { type: 'message', role: 'assistant', content: [], stop_reason: null, stop_sequence: null };
    const message = { id, ...empty, model: this.#options.model, usage: writeUsage(usage) };
    return eventText('message_start', { message });
  }

  #take(part: BlockPart): string {
    const [open] = this.#waiting.keys();
    if (open === undefined || open === part.block) {
      if (open === undefined) this.#waiting.set(part.block, []);
      return this.#writeOpen(part) + this.#catchUp();
    }
    const parts = this.#waiting.get(part.block);
    if (parts === undefined) this.#waiting.set(part.block, [part]);
    else parts.push(part);
    return '';
  }

  /** Writes a part of the open block, and closes the block with its end. */
  #writeOpen(part: BlockPart): string {
    this.#writer ??= this.#writerOf(part);
    if (part.type === 'part-end') return this.#close(part.block, part);
    return 'text' in part ? this.#writer.text(part.text) : '';
  }

  /** Writes what waited, as far as no block is left open before it. */
  #catchUp(): string {
    let text = '';
    while (this.#writer === undefined) {
      const [next] = this.#waiting;
      if (next === undefined) break;
      const [block, parts] = next;
      this.#waiting.set(block, []);
      for (const part of parts) text += this.#writeOpen(part);
    }
    return text;
  }

  #close(block: number, { state }: Pick<Extract<BlockPart, { readonly type: 'part-end' }>, 'state'>): string {
    const text = this.#writer?.end(state) ?? '';
    this.#writer = undefined;
    this.#waiting.delete(block);
    return text;
  }

  #writerOf(part: BlockPart): BlockWriter {
    const { family } = this.#options;
    const nextIndex = (): number => this.#nextIndex++;
    switch (part.type) {
      case 'text-delta':
        return new WordWriter('text', family, nextIndex);
      case 'tool-call-start':
        return part.providerExecuted === true
          ? new ServerCallWriter(part, family, nextIndex)
          : new CallWriter(part, family, nextIndex);
      case 'part-add':
        return new WholeWriter(part.part, family, nextIndex);
      default:
        return new WordWriter('reasoning', family, nextIndex);
    }
  }

  #finish({ reason, rawReason, usage }: Finish): string {
    let text = '';
    for (let open = this.#first(); open !== undefined; open = this.#first()) {
      text += this.#close(open, {}) + this.#catchUp();
    }
    const delta = { stop_reason: writeFinishReason(reason, rawReason), stop_sequence: null };
    return text + eventText('message_delta', { delta, usage: writeUsage(usage) }) + eventText('message_stop', {});
  }

  #first(): number | undefined {
    const [first] = this.#waiting.keys();
    return first;
  }
}
