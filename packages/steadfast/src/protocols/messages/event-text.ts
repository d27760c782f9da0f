import type { JsonObject } from '../../model/json.ts';

/** A server-sent event of the protocol: its name is its data's type. */
export function eventText(type: string, fields: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** A `content_block_delta` event whose delta has one string: the event that there are most of. */
export function deltaText(index: number, type: string, field: string, text: string): string {
  const delta = `{"type":"${type}","${field}":${JSON.stringify(text)}}`;
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":${delta}}\n\n`;
}
