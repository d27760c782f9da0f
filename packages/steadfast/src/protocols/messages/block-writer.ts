import { asArray, asObject, asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart, OpaqueState } from '../../model/message.ts';
import type { ToolCallStart } from '../../model/stream-part.ts';
import { ownFields } from '../private-state.ts';
import { writeReplyBlock } from './block-write.ts';
import { carrierOf } from './call-state.ts';
import { deltaText, eventText } from './event-text.ts';

/** Writes one block of a stream; its start goes out with its first content, so an empty block leaves no trace. */
export interface BlockWriter {
  /** The events for more text of the block. */
  text(text: string): string;
  /** The events that end the block, with what its state adds. */
  end(state: OpaqueState | undefined): string;
}

/** Gives the next free index on the wire. */
export type NextIndex = () => number;

/** Writes text or thinking. */
export class WordWriter implements BlockWriter {
  readonly #type: 'text' | 'reasoning';
  readonly #family: string;
  readonly #nextIndex: NextIndex;
  #index: number | undefined;

  constructor(type: 'text' | 'reasoning', family: string, nextIndex: NextIndex) {
    this.#type = type;
    this.#family = family;
    this.#nextIndex = nextIndex;
  }

  text(text: string): string {
    if (text === '') return '';
    const start = this.#start();
    const index = this.#index ?? 0;
    return this.#type === 'text'
      ? start + deltaText(index, 'text_delta', 'text', text)
      : start + deltaText(index, 'thinking_delta', 'thinking', text);
  }

  end(state: OpaqueState | undefined): string {
    const block = asObject(writeReplyBlock({ type: this.#type, text: '', state }, this.#family));
    if (this.#index === undefined && isWhole(block)) return wholeBlockText(this.#nextIndex(), block);
    const added = this.#added(block);
    if (this.#index === undefined && added.length === 0) return '';
    const start = this.#start();
    const index = this.#index ?? 0;
    const deltas = added.map((delta) => eventText('content_block_delta', { index, delta }));
    return start + deltas.join('') + eventText('content_block_stop', { index });
  }

  #start(): string {
    if (this.#index !== undefined) return '';
    this.#index = this.#nextIndex();
    const block =
      this.#type === 'text' ? { type: 'text', text: '' } : { type: 'thinking', thinking: '', signature: '' };
    return eventText('content_block_start', { index: this.#index, content_block: block });
  }

  #added(block: JsonObject): JsonObject[] {
    const { signature = '' } = block;
    const citations = asArray(block.citations).map((citation) => ({ type: 'citations_delta', citation }));
    return signature === '' ? citations : [...citations, { type: 'signature_delta', signature }];
  }
}

/** Writes a call of one of the caller's tools. Free text goes as the member `input` of an object. */
export class CallWriter implements BlockWriter {
  readonly #id: string;
  readonly #family: string;
  readonly #nextIndex: NextIndex;
  readonly #index: number;
  readonly #isFree: boolean;
  #begin: string;

  constructor({ id, name, form }: ToolCallStart, family: string, nextIndex: NextIndex) {
    this.#id = id;
    this.#family = family;
    this.#nextIndex = nextIndex;
    this.#index = nextIndex();
    this.#isFree = form === 'text';
    const content_block = { type: 'tool_use', id, name, input: {} };
    this.#begin = eventText('content_block_start', { index: this.#index, content_block });
    if (this.#isFree) this.#begin += this.#input('{"input":"');
  }

  text(text: string): string {
    if (text === '') return '';
    return this.#started() + this.#input(this.#isFree ? JSON.stringify(text).slice(1, -1) : text);
  }

  end(state: OpaqueState | undefined): string {
    const rest = this.#isFree ? this.#input('"}') : '';
    const whole = this.#started() + rest + eventText('content_block_stop', { index: this.#index });
    return state === undefined || state.origin === this.#family ? whole : whole + this.#carry(state);
  }

  #carry(state: OpaqueState): string {
    const index = this.#nextIndex();
    const { signature, ...block } = carrierOf(this.#id, state);
    return (
      eventText('content_block_start', { index, content_block: { ...block, signature: '' } }) +
      eventText('content_block_delta', { index, delta: { type: 'signature_delta', signature } }) +
      eventText('content_block_stop', { index })
    );
  }

  #started(): string {
    const begin = this.#begin;
    this.#begin = '';
    return begin;
  }

  #input(json: string): string {
    return deltaText(this.#index, 'input_json_delta', 'partial_json', json);
  }
}

/** Writes a call that the provider ran: only its state says of which kind it is, so it goes out whole at its end. */
export class ServerCallWriter implements BlockWriter {
  readonly #start: ToolCallStart;
  readonly #family: string;
  readonly #nextIndex: NextIndex;
  #input = '';

  constructor(start: ToolCallStart, family: string, nextIndex: NextIndex) {
    this.#start = start;
    this.#family = family;
    this.#nextIndex = nextIndex;
  }

  text(text: string): string {
    this.#input += text;
    return '';
  }

  end(state: OpaqueState | undefined): string {
    const own = ownFields(state, this.#family);
    if (own === undefined) return '';
    const index = this.#nextIndex();
    const { id, name } = this.#start;
    const content_block = { type: 'server_tool_use', id, name, input: {}, ...own };
    const input = this.#input === '' ? '' : deltaText(index, 'input_json_delta', 'partial_json', this.#input);
    const start = eventText('content_block_start', { index, content_block });
    return start + input + eventText('content_block_stop', { index });
  }
}

/** Writes a part that does not come in pieces. */
export class WholeWriter implements BlockWriter {
  readonly #part: AssistantPart;
  readonly #family: string;
  readonly #nextIndex: NextIndex;

  constructor(part: AssistantPart, family: string, nextIndex: NextIndex) {
    this.#part = part;
    this.#family = family;
    this.#nextIndex = nextIndex;
  }

  text(): string {
    return '';
  }

  end(state: OpaqueState | undefined): string {
    const part = { ...this.#part, state: state ?? this.#part.state };
    const block = writeReplyBlock(part, this.#family);
    return block === undefined ? '' : wholeBlockText(this.#nextIndex(), block);
  }
}

function isWhole(block: JsonObject): boolean {
  const type = asString(block.type);
  return type !== undefined && type !== 'text' && type !== 'thinking';
}

function wholeBlockText(index: number, block: JsonObject): string {
  return eventText('content_block_start', { index, content_block: block }) + eventText('content_block_stop', { index });
}
