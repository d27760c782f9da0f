import type { JsonObject } from '../../model/json.ts';

/** Writes events, each with the next number. */
export class EventWriter {
  #number = 0;

  /** A server-sent event of the protocol: its name is its data's type. */
  event(type: string, fields: JsonObject): string {
    const data = JSON.stringify({ type, sequence_number: this.#number++, ...fields });
    return `event: ${type}\ndata: ${data}\n\n`;
  }

  /** An event that adds text, the kind that there are most of; it begins as `deltaHead` says. */
  delta(head: string, text: string): string {
    return `${head}${this.#number++},"delta":${JSON.stringify(text)}}\n\n`;
  }
}

/** How all events begin that add text to one item. */
export function deltaHead(type: string, fields: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields }).slice(0, -1)},"sequence_number":`;
}
