import type { JsonObject } from '../ground/json.ts';
import type { Frame } from './wire-protocol.ts';

/** A server-sent event without a name, as OpenAI sends them. */
export function dataFrame(part: Frame['part'], data: JsonObject, tokens = 0): Frame {
  return { part, text: `data: ${JSON.stringify(data)}\n\n`, tokens };
}

/** A server-sent event whose name is also the `type` of its data, as Anthropic sends them. */
export function namedFrame(part: Frame['part'], name: string, data: JsonObject, tokens = 0): Frame {
  return { part, text: `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`, tokens };
}
