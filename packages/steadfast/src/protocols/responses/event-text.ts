import type { JsonObject } from '../../model/json.ts';

/** Writes events, each with the next number. */
export class EventWriter {
  #number = 0;

  /** A server-sent event of the protocol: its name is its data's type. */
  event(type: string, fields: JsonObject): string {
    const data = JSON.stringify({ type, sequence_number: this.#number++, ...fields });
    return `event: ${type}\ndata: ${data}\n\n`;
  }

  /** An event that adds text to an item, the kind that there are most of; `place` is where in the item, as JSON members. */
  delta(type: string, itemId: string, index: number, place: string, text: string): string {
    const head = `"type":"${type}","sequence_number":${this.#number++},"item_id":"${itemId}","output_index":${index}`;
    return `event: ${type}\ndata: {${head}${place},"delta":${JSON.stringify(text)}}\n\n`;
  }
}
