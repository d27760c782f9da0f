import type { JsonObject } from '../../model/json.ts';

const mark = '_steadfast';

/** How ids of items begin, by the type of item (Responses API reference). */
const prefixes: Readonly<Record<string, string>> = {
  message: 'msg',
  reasoning: 'rs',
  function_call: 'fc',
  custom_tool_call: 'ctc',
  image_generation_call: 'ig',
};

/** Makes up the id of an item of this type at a position of a reply: always the same one. */
export function madeUpItemId(type: string, position: number, replyId: string): string {
  return `${prefixes[type] ?? 'item'}${mark}${position}_${replyId.replaceAll(/[^\w-]/g, '').slice(-40)}`;
}

/** Says whether the id of an item was made up here: no provider knows it. */
export function isMadeUp({ id }: JsonObject): boolean {
  return typeof id === 'string' && id.includes(mark);
}
