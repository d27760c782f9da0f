import { asObject, asString } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import type { ToolCallStart } from '../../model/stream-part.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import { clientFamily } from '../openai-fields.ts';
import { writeWholeItem } from './block-writer.ts';
import type { BlockHost, BlockWriter, ItemPlace } from './block-writer.ts';
import { carrierOf } from './call-state.ts';
import { deltaHead } from './event-text.ts';
import { ownState } from './item-state.ts';
import { writeCall } from './item-write.ts';

/** Writes a call of one of the caller's tools, in the form in which the caller knows it. */
export class CallWriter implements BlockWriter {
  readonly #host: BlockHost;
  readonly #start: ToolCallStart;
  readonly #place: ItemPlace;
  readonly #freed: boolean;
  readonly #head: string;
  #begin: string;
  #text = '';

  constructor(start: ToolCallStart, host: BlockHost) {
    this.#host = host;
    this.#start = start;
    this.#freed = host.forms.isFreed(start.name, start.form);
    this.#place = host.open(this.#isFree ? 'custom_tool_call' : 'function_call');
    const { index: output_index, id } = this.#place;
    this.#head = deltaHead(`${this.#type}.delta`, { item_id: id, output_index });
    const started = {
      ...this.#item(undefined, ''),
      ...(this.#isFree ? { input: '' } : { arguments: '' }),
      id,
      status: 'in_progress',
    };
    this.#begin = host.events.event('response.output_item.added', { output_index, item: started });
  }

  text(text: string): string {
    this.#text += text;
    return this.#started() + (this.#freed || text === '' ? '' : this.#delta(text));
  }

  end(state: OpaqueState | undefined): string {
    const { index: output_index, id } = this.#place;
    const native = isNative(state) ? state : undefined;
    const item: JsonObject = { ...this.#item(native, this.#text), id, status: 'completed' };
    const input = asString(this.#isFree ? item.input : item.arguments) ?? '';
    const said = this.#isFree ? { input } : { name: item.name, arguments: input };
    // Events are numbered as they are made.
    let text = this.#started();
    if (this.#freed || this.#text === '') text += this.#delta(input);
    text += this.#host.events.event(`${this.#type}.done`, { item_id: id, output_index, ...said });
    text += this.#host.done(output_index, item);
    return state === native ? text : text + this.#carry(state);
  }

  get #isFree(): boolean {
    return this.#freed || this.#start.form === 'text';
  }

  get #type(): string {
    return this.#isFree ? 'response.custom_tool_call_input' : 'response.function_call_arguments';
  }

  #started(): string {
    const begin = this.#begin;
    this.#begin = '';
    return begin;
  }

  #delta(text: string): string {
    return text === '' ? '' : this.#host.events.delta(this.#head, text);
  }

  #item(state: OpaqueState | undefined, inputText: string): JsonObject {
    const { id, name, form } = this.#start;
    const { forms } = this.#host;
    const call = forms.formed(toolCallOf({ id, name, form, inputText, state }));
    return { ...writeCall(call, clientFamily), ...forms.placeOf(name) };
  }

  #carry(state: OpaqueState | undefined): string {
    if (state === undefined) return '';
    return writeWholeItem(this.#host, 'reasoning', (id) => carrierOf(this.#start.id, state, id));
  }
}

/** Says whether a state is fields of the item that was begun, and not another family's or another item's. */
function isNative(state: OpaqueState | undefined): boolean {
  return state?.origin === clientFamily && asObject(ownState(state, clientFamily).item).type === undefined;
}
