import type { ModelError } from '../../model/error.ts';
import { asObject, asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { restartError } from '../../model/restart-error.ts';
import type { Finish, PartEnd, ResponseStart, StreamPart } from '../../model/stream-part.ts';
import type { StreamWriter, StreamWriterOptions } from '../protocol.ts';
import type { BlockHost, BlockWriter, ItemPlace } from './block-writer.ts';
import { CallForms } from './call-form.ts';
import { CallWriter } from './call-writer.ts';
import { writeError } from './error-write.ts';
import { EventWriter } from './event-text.ts';
import { writeFinishReason } from './finish-reason.ts';
import { madeUpItemId } from './item-id.ts';
import { responseOf } from './reply-write.ts';
import { writeUsage } from './usage.ts';
import { WholeWriter } from './whole-writer.ts';
import { ReasoningWriter, TextWriter } from './word-writer.ts';

type BlockPart = Extract<StreamPart, { readonly block: number }>;

/** Writes a stream of Responses events; each block is an item of the output. The first of several replies alone is written. */
export class ResponsesStreamWriter implements StreamWriter, BlockHost {
  readonly events: EventWriter = new EventWriter();
  readonly forms: CallForms;
  readonly #options: StreamWriterOptions;
  readonly #open = new Map<number, BlockWriter>();
  /** The items that are complete, by their index in the output. */
  readonly #output: JsonObject[] = [];
  #response: JsonObject | undefined;
  #items = 0;

  constructor(options: StreamWriterOptions) {
    this.#options = options;
    this.forms = new CallForms(options.tools);
  }

  open(type: string): ItemPlace {
    const index = this.#items++;
    return { index, id: madeUpItemId(type, index, asString(this.#response?.id) ?? '') };
  }

  done(index: number, item: JsonObject): string {
    this.#output[index] = item;
    return this.events.event('response.output_item.done', { output_index: index, item });
  }

  write(part: StreamPart): string {
    switch (part.type) {
      case 'response-start':
        return this.#begin(part);
      case 'finish':
        return this.#begin() + this.#finish(part);
      case 'reply-restart':
        throw restartError(part);
      case 'bytes-delta':
      case 'choice-end':
        return '';
      default:
        return (part.choice ?? 0) === 0 ? this.#begin() + this.#take(part) : '';
    }
  }

  fail(error: ModelError): string {
    const { code, message } = asObject(writeError(error).body.error);
    const failed = { status: 'failed', error: { code: code ?? 'server_error', message } };
    return this.#end('response.failed', failed);
  }

  #begin({ id = this.#options.id }: Pick<ResponseStart, 'id'> = {}): string {
    if (this.#response !== undefined) return '';
    const response = responseOf(this.#options, id);
    this.#response = response;
    const created = this.events.event('response.created', { response });
    return created + this.events.event('response.in_progress', { response });
  }

  #take(part: BlockPart): string {
    switch (part.type) {
      case 'text-delta':
        return this.#writer(part.block, () => new TextWriter(this)).text(part.text);
      case 'reasoning-delta':
        return this.#writer(part.block, () => new ReasoningWriter(this)).text(part.text);
      case 'tool-call-delta':
        return this.#open.get(part.block)?.text(part.text) ?? '';
      case 'tool-call-start': {
        const { id, name, providerExecuted } = part;
        const whole = { type: 'tool-call' as const, id, name, providerExecuted };
        const writer = providerExecuted ? new WholeWriter(whole, this) : new CallWriter(part, this);
        this.#open.set(part.block, writer);
        return writer.text('');
      }
      case 'part-add':
        this.#open.set(part.block, new WholeWriter(part.part, this));
        return '';
      default:
        return this.#endBlock(part);
    }
  }

  #writer(block: number, make: () => BlockWriter): BlockWriter {
    const open = this.#open.get(block) ?? make();
    this.#open.set(block, open);
    return open;
  }

  /** A block of which nothing came is reasoning that is told by its state alone. */
  #endBlock({ block, state }: Pick<PartEnd, 'block' | 'state'>): string {
    const writer = this.#open.get(block) ?? new ReasoningWriter(this);
    this.#open.delete(block);
    return writer.end(state);
  }

  #finish({ reason, rawReason, usage }: Finish): string {
    const rest = [...this.#open.keys()].map((block) => this.#endBlock({ block })).join('');
    const ended = writeFinishReason(reason, rawReason, { refusal: false });
    const type = ended.status === 'incomplete' ? 'response.incomplete' : 'response.completed';
    return rest + this.#end(type, { ...ended, ...writeUsage(usage) });
  }

  #end(type: string, members: JsonObject): string {
    const output = Object.values(this.#output);
    const response = this.#response ?? responseOf(this.#options, this.#options.id);
    return this.events.event(type, { response: { ...response, ...members, output } });
  }
}
