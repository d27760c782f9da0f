import { asNumber } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart } from '../../model/message.ts';
import { inputTextOf } from '../../model/reply-builder.ts';
import type { StreamPart } from '../../model/stream-part.ts';
import { readItem, summarySeparator } from './item-read.ts';

type Emit = (part: StreamPart) => void;

/** What an item of a stream needs of its reply. */
export interface ItemHost {
  readonly family: string;
  /** The place of the next part in the reply's content. */
  nextBlock(): number;
}

/** An item of a stream between its start and its end. */
export interface OpenItem {
  /** Takes the next event of the item: only those of type `….delta` say more of it. */
  take(type: string, event: JsonObject, emit: Emit): void;
  /** The item has ended, and is this. Gives its parts. */
  end(item: JsonObject, emit: Emit): readonly AssistantPart[];
}

/** Opens an item as its start shows it; `position` is its place in the reply. */
export function openItem(item: JsonObject, position: number, host: ItemHost, emit: Emit): OpenItem {
  switch (item.type) {
    case 'message':
    case 'reasoning':
      return new WordItem(position, host);
    case 'function_call':
    case 'custom_tool_call':
      return new CallItem(item, position, host, emit);
    default:
      return new WholeItem(item, position, host, emit);
  }
}

/** A message or reasoning: its words come in pieces. A message has a part for each piece of content, reasoning has one. */
class WordItem implements OpenItem {
  readonly #position: number;
  readonly #host: ItemHost;
  /** The blocks of the parts that have begun, by their place in the item. */
  readonly #blocks: number[] = [];
  #place = -1;
  #block = -1;

  constructor(position: number, host: ItemHost) {
    this.#position = position;
    this.#host = host;
  }

  take(type: string, event: JsonObject, emit: Emit): void {
    const { delta } = event;
    if (typeof delta !== 'string' || delta === '') return;
    switch (type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        this.#say(asNumber(event.content_index) ?? 0, delta, emit);
        break;
      case 'response.reasoning_summary_text.delta':
        this.#think(asNumber(event.summary_index) ?? 0, delta, emit);
        break;
      case 'response.reasoning_text.delta':
        this.#think(pastSummaries + (asNumber(event.content_index) ?? 0), delta, emit);
        break;
    }
  }

  end(item: JsonObject, emit: Emit): readonly AssistantPart[] {
    const parts = readItem(item, this.#host.family, this.#position);
    parts.forEach((part, index) => {
      if (part.type !== 'text' && part.type !== 'reasoning') return;
      const open = this.#blocks[index];
      const { text, state } = part;
      const block = open ?? this.#host.nextBlock();
      if (open === undefined && text !== '') emit({ type: `${part.type}-delta`, block, text });
      emit({ type: 'part-end', block, state });
    });
    return parts;
  }

  #say(place: number, text: string, emit: Emit): void {
    if (place !== this.#place) this.#block = this.#blockAt(place);
    this.#place = place;
    emit({ type: 'text-delta', block: this.#block, text });
  }

  #think(place: number, text: string, emit: Emit): void {
    const block = this.#blockAt(0);
    if (this.#place >= 0 && this.#place !== place) emit({ type: 'reasoning-delta', block, text: summarySeparator });
    this.#place = place;
    emit({ type: 'reasoning-delta', block, text });
  }

  #blockAt(place: number): number {
    return (this.#blocks[place] ??= this.#host.nextBlock());
  }
}

/** Places of reasoning in full, counted behind all parts of a summary. */
const pastSummaries = 1_000_000;

/** A call of one of the caller's tools: its input comes in pieces. */
class CallItem implements OpenItem {
  readonly #position: number;
  readonly #host: ItemHost;
  readonly #block: number;
  #hasInput = false;

  constructor(item: JsonObject, position: number, host: ItemHost, emit: Emit) {
    this.#position = position;
    this.#host = host;
    this.#block = host.nextBlock();
    emitStart(readItem(item, host.family, position)[0], this.#block, emit);
  }

  take(type: string, event: JsonObject, emit: Emit): void {
    const { delta } = event;
    if (typeof delta !== 'string' || delta === '' || !type.endsWith('.delta')) return;
    this.#hasInput = true;
    emit({ type: 'tool-call-delta', block: this.#block, text: delta });
  }

  end(item: JsonObject, emit: Emit): readonly AssistantPart[] {
    const parts = readItem(item, this.#host.family, this.#position);
    const [call] = parts;
    const text = call?.type === 'tool-call' && !this.#hasInput ? inputTextOf(call) : '';
    if (text !== '') emit({ type: 'tool-call-delta', block: this.#block, text });
    emit({ type: 'part-end', block: this.#block, state: call?.state });
    return parts;
  }
}

/** Any other item: it is read when it is whole. That the provider runs a tool is told when it begins. */
class WholeItem implements OpenItem {
  readonly #position: number;
  readonly #host: ItemHost;
  readonly #block: number;
  readonly #hasStarted: boolean;

  constructor(item: JsonObject, position: number, host: ItemHost, emit: Emit) {
    this.#position = position;
    this.#host = host;
    this.#block = host.nextBlock();
    const [call] = readItem(item, host.family, position);
    this.#hasStarted = call?.type === 'tool-call' && call.providerExecuted === true;
    if (this.#hasStarted) emitStart(call, this.#block, emit);
  }

  take(): void {}

  end(item: JsonObject, emit: Emit): readonly AssistantPart[] {
    const parts = readItem(item, this.#host.family, this.#position);
    parts.forEach((part, index) => {
      const block = index === 0 ? this.#block : this.#host.nextBlock();
      if (part.type !== 'tool-call') {
        emit({ type: 'part-add', block, part });
        emit({ type: 'part-end', block, state: part.state });
        return;
      }
      if (!this.#hasStarted) emitStart(part, block, emit);
      emit({ type: 'tool-call-delta', block, text: inputTextOf(part) });
      emit({ type: 'part-end', block, state: part.state });
    });
    return parts;
  }
}

function emitStart(call: AssistantPart | undefined, block: number, emit: Emit): void {
  if (call?.type !== 'tool-call') return;
  const { id, name, form, providerExecuted } = call;
  emit({ type: 'tool-call-start', block, id, name, form, providerExecuted });
}
