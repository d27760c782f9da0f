import type { LanguageModelV4Content, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { asObject, asString, isObject, parseJson } from '../../model/json.ts';
import type { ReasoningPart } from '../../model/message.ts';
import { base64Of } from './file-data.ts';

/** The origin of a part of the AI SDK that has no neutral form and is kept whole. */
const keptOrigin = 'ai-sdk-part';

/** What an AI SDK model may say that has no neutral form. */
export type KeptContent = Extract<
  LanguageModelV4Content,
  { readonly type: 'source' | 'custom' | 'reasoning-file' | 'tool-approval-request' }
>;

/** What of that can stand in a prompt. */
export type KeptPromptPart = Extract<
  Extract<LanguageModelV4Prompt[number], { readonly role: 'assistant' }>['content'][number],
  { readonly type: 'custom' | 'reasoning-file' }
>;

const keptTypes: ReadonlySet<string> = new Set(['source', 'custom', 'reasoning-file', 'tool-approval-request']);

/** Keeps a part whole: as empty reasoning, whose private data it is. */
export function keep(content: KeptContent): ReasoningPart {
  const kept = content.type === 'reasoning-file' ? { ...content, data: plainData(content.data) } : content;
  const value = parseJson(JSON.stringify(kept)) ?? {};
  return { type: 'reasoning', text: '', state: { origin: keptOrigin, value } };
}

/** Keeps a part of a prompt in the same way. */
export function keepPromptPart({ providerOptions: providerMetadata, ...part }: KeptPromptPart): ReasoningPart {
  return keep({ ...part, providerMetadata });
}

/** The part that is kept here; `undefined` for a part of ours. */
export function keptIn({ state }: ReasoningPart): KeptContent | undefined {
  if (state?.origin !== keptOrigin) return undefined;
  const value: unknown = state.value;
  if (!isKept(value)) return undefined;
  if (value.type !== 'reasoning-file') return value;
  const url = URL.parse(asString(asObject(value.data).url) ?? '');
  return url === null ? value : { ...value, data: { type: 'url', url } };
}

/** The kept part as it stands in a prompt; `undefined` for one that is not sent back. */
export function toPromptPart(content: KeptContent): KeptPromptPart | undefined {
  if (content.type !== 'custom' && content.type !== 'reasoning-file') return undefined;
  const { providerMetadata: providerOptions, ...part } = content;
  return { ...part, providerOptions };
}

type FileData = Extract<KeptContent, { readonly type: 'reasoning-file' }>['data'];

function plainData(data: FileData): FileData {
  return data.type === 'data' && typeof data.data !== 'string' ? { type: 'data', data: base64Of(data.data) } : data;
}

function isKept(value: unknown): value is KeptContent {
  return isObject(value) && typeof value.type === 'string' && keptTypes.has(value.type);
}
