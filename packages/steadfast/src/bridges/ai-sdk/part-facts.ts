import type { SharedV4ProviderMetadata, SharedV4ProviderOptions } from '@ai-sdk/provider';
import { asObject, asString, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { OpaqueState } from '../../model/message.ts';

/** The AI SDK's name for this library as a provider: its own entry in provider metadata and provider options. */
export const ownName = 'steadfast';

/**
 * The origin of private data that an AI SDK provider gave. Its value is the whole provider metadata, by provider: each
 * provider reads its own entry only. It is no origin of ours, because our protocols have another form for the same data.
 */
export const sdkOrigin = 'ai-sdk';

/** What a part of ours says that the AI SDK's parts have no place for. */
export interface PartFacts {
  readonly state?: OpaqueState;
  readonly form?: 'text';
  readonly detail?: string;
  readonly filename?: string;
}

/** The provider metadata that carries these facts through an application of the AI SDK; `undefined` for none. */
export function writeFacts({ state, form, detail, filename }: PartFacts): SharedV4ProviderMetadata | undefined {
  if ((state ?? form ?? detail ?? filename) === undefined) return undefined;
  // An AI SDK provider's metadata stays where the application looks for it.
  if (state?.origin === sdkOrigin && isByProvider(state.value)) {
    return { ...state.value, [ownName]: { origin: sdkOrigin, form, detail, filename } };
  }
  return { [ownName]: { state: state && { origin: state.origin, value: state.value }, form, detail, filename } };
}

/** Reads facts from the provider metadata of what an AI SDK model said. */
export function readReplyFacts(metadata: SharedV4ProviderMetadata | undefined): PartFacts {
  if (metadata === undefined) return {};
  const own = readOwn(metadata);
  if (own !== undefined) return own;
  const given = Object.entries(metadata).filter(([, fields]) => Object.keys(asObject(fields)).length > 0);
  return given.length === 0 ? {} : { state: { origin: sdkOrigin, value: Object.fromEntries(given) } };
}

/**
 * Reads facts from the provider options of a part of a prompt. Options that the application set itself are private data
 * of one provider: of the preferred one, where it is among them.
 */
export function readPromptFacts(options: SharedV4ProviderOptions | undefined, preferred: string): PartFacts {
  if (options === undefined) return {};
  const { state, ...facts } = readOwn(options) ?? {};
  if (state?.origin === sdkOrigin) return { ...facts, state };
  const given = othersOf(options);
  const origin = state?.origin ?? (given[preferred] === undefined ? Object.keys(given)[0] : preferred);
  if (origin === undefined) return facts;
  return { ...facts, state: joined(origin, state?.value, given[origin]) };
}

function readOwn(metadata: SharedV4ProviderMetadata): PartFacts | undefined {
  const own = metadata[ownName];
  if (!isObject(own)) return undefined;
  const { origin, value } = asObject(own['state']);
  const detail = asString(own['detail']);
  const filename = asString(own['filename']);
  const facts = { form: own['form'] === 'text' ? ('text' as const) : undefined, detail, filename };
  if (own['origin'] === sdkOrigin) return { ...facts, state: { origin: sdkOrigin, value: othersOf(metadata) } };
  if (typeof origin !== 'string' || value === undefined) return facts;
  return { ...facts, state: { origin, value } };
}

function othersOf(metadata: SharedV4ProviderMetadata): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(Object.entries(metadata).filter(([name, value]) => name !== ownName && isObject(value)));
}

function joined(origin: string, said: JsonValue | undefined, given: JsonObject | undefined): OpaqueState | undefined {
  if (said === undefined) return given && { origin, value: given };
  return { origin, value: isObject(said) && given !== undefined ? { ...said, ...given } : said };
}

function isByProvider(value: JsonValue): value is Readonly<Record<string, JsonObject>> {
  return isObject(value) && Object.values(value).every(isObject);
}
