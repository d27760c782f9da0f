import { isObject } from '../model/json.ts';
import type { OpaqueState } from '../model/message.ts';
import type { AdaptationList } from './adaptation-list.ts';

// Chat Completions and Responses share a family, but each keeps what it alone says of a part under names of its own
// (see `ChatState` and `ItemState`): what one has kept, the other has no field for.

/** Names under which nothing is kept that was asked: where a text stood, and what a server said about it. */
const unasked = ['type', 'field', 'joined', 'name', 'annotations', 'citations', 'logprobs'];

const languages = {
  chat: {
    title: 'Chat Completions',
    names: new Set([...unasked, 'reasoning_details', 'part', 'message', 'audio']),
  },
  responses: {
    title: 'Responses',
    names: new Set([...unasked, 'item', 'content', 'namespace', 'added', 'rest']),
  },
} as const;

/** Notes that the private data of a part stays behind: of another family, or of the other language of the same one. */
export function leaveUnsaid(
  field: string,
  { kind, state }: { readonly kind: string; readonly state: OpaqueState | undefined },
  { family, language }: { readonly family: string; readonly language: 'chat' | 'responses' },
  notes: AdaptationList,
): void {
  notes.leaveForeign(field, kind, state, family);
  if (state?.origin !== family || !isObject(state.value)) return;
  const { title, names } = languages[language];
  const isSaid = Object.keys(state.value).every((name) => names.has(name));
  if (!isSaid)
    notes.dropOnce(`${field}.state`, `${title} has no field for all private data of "${family}" on ${kind} parts.`);
}
