import type { JsonObject } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';
import type { CallForms } from './call-form.ts';
import type { EventWriter } from './event-text.ts';

/** Where an item stands in the output, and the id that was made up for it. */
export interface ItemPlace {
  readonly index: number;
  readonly id: string;
}

/** What the writer of a block needs of its stream. */
export interface BlockHost {
  readonly events: EventWriter;
  readonly forms: CallForms;
  /** Opens the next item of the output: gives its index, and makes up its id. */
  open(type: string): ItemPlace;
  /** Keeps an item that is complete for the whole response; gives the event that says so. */
  done(index: number, item: JsonObject): string;
}

/** Writes one block of a stream. */
export interface BlockWriter {
  /** The events for more text of the block. */
  text(text: string): string;
  /** The events that end the block, with its state. */
  end(state: OpaqueState | undefined): string;
}

/** Writes an item that is whole from its start; `itemOf` makes it of the id that it gets if it has none. */
export function writeWholeItem(host: BlockHost, type: string, itemOf: (id: string) => JsonObject): string {
  const { index, id } = host.open(type);
  const item = { id, ...itemOf(id) };
  return host.events.event('response.output_item.added', { output_index: index, item }) + host.done(index, item);
}
