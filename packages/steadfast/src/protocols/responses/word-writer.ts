import { asArray, asObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import { clientFamily } from '../openai-fields.ts';
import { writeWholeItem } from './block-writer.ts';
import type { BlockHost, BlockWriter, ItemPlace } from './block-writer.ts';
import { deltaHead } from './event-text.ts';
import { ownState } from './item-state.ts';
import { MessageItem, wholeItem } from './item-write.ts';
import { shownReasoning } from './reply-write.ts';

/** Writes text as a message of its own. Whether it is a refusal is known only at its end, so it is written as text. */
export class TextWriter implements BlockWriter {
  readonly #host: BlockHost;
  readonly #place: ItemPlace;
  readonly #head: string;
  #begin: string;
  #text = '';

  constructor(host: BlockHost) {
    this.#host = host;
    this.#place = host.open('message');
    const { index: output_index, id } = this.#place;
    const place = { item_id: id, output_index, content_index: 0 };
    this.#head = deltaHead('response.output_text.delta', { ...place, logprobs: [] });
    const item = { id, type: 'message', status: 'in_progress', role: 'assistant', content: [] };
    const part = { type: 'output_text', text: '', annotations: [], logprobs: [] };
    this.#begin =
      host.events.event('response.output_item.added', { output_index, item }) +
      host.events.event('response.content_part.added', { ...place, part });
  }

  text(text: string): string {
    const begin = this.#begin;
    this.#begin = '';
    this.#text += text;
    return begin + this.#host.events.delta(this.#head, text);
  }

  end(state: OpaqueState | undefined): string {
    const { events } = this.#host;
    const { index: output_index, id } = this.#place;
    const own = ownState(state, clientFamily);
    const message = new MessageItem({ ...asObject(own.item), id });
    const content = asObject(own.content);
    message.pieces.push({ ...content, type: 'output_text', text: this.#text });
    const item = message.forCaller(id);
    const [part] = asArray(item.content);
    const place = { item_id: id, output_index, content_index: 0 };
    return (
      this.#begin +
      events.event('response.output_text.done', { ...place, text: this.#text, logprobs: [] }) +
      events.event('response.content_part.done', { ...place, part }) +
      this.#host.done(output_index, item)
    );
  }
}

/** Writes reasoning as a summary of one part. */
export class ReasoningWriter implements BlockWriter {
  readonly #host: BlockHost;
  #place: ItemPlace | undefined;
  #head = '';
  #text = '';

  constructor(host: BlockHost) {
    this.#host = host;
  }

  text(text: string): string {
    if (text === '') return '';
    const begin = this.#place === undefined ? this.#begin() : '';
    this.#text += text;
    return begin + this.#host.events.delta(this.#head, text);
  }

  end(state: OpaqueState | undefined): string {
    if (this.#place === undefined) return this.#writeWhole(state);
    const { index: output_index, id } = this.#place;
    const place = { item_id: id, output_index, summary_index: 0 };
    const { events } = this.#host;
    return (
      events.event('response.reasoning_summary_text.done', { ...place, text: this.#text }) +
      events.event('response.reasoning_summary_part.done', { ...place, part: summaryPart(this.#text) }) +
      this.#host.done(output_index, shownReasoning({ type: 'reasoning', text: this.#text, state }, id))
    );
  }

  #begin(): string {
    this.#place = this.#host.open('reasoning');
    const { index: output_index, id } = this.#place;
    const { events } = this.#host;
    const place = { item_id: id, output_index, summary_index: 0 };
    this.#head = deltaHead('response.reasoning_summary_text.delta', place);
    return (
      events.event('response.output_item.added', { output_index, item: { id, type: 'reasoning', summary: [] } }) +
      events.event('response.reasoning_summary_part.added', { ...place, part: summaryPart('') })
    );
  }

  /** Reasoning without words is its state alone: an item of the family's own as it was, or one that carries the state. */
  #writeWhole(state: OpaqueState | undefined): string {
    if (state === undefined) return '';
    const part = { type: 'reasoning' as const, text: '', state };
    return writeWholeItem(this.#host, 'reasoning', (id) => wholeItem(part, clientFamily) ?? shownReasoning(part, id));
  }
}

function summaryPart(text: string): JsonObject {
  return { type: 'summary_text', text };
}
