import { asArray, asObject, asString, isObject, parseJson } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { FilePart, ImagePart, TextPart, ToolResultPart } from '../../model/message.ts';
import { textOf } from '../../model/message.ts';
import { isMadeUp } from './call-ids.ts';
import { readMedia, writeMedia } from './media.ts';
import { merged } from './merged.ts';
import { stateOfFields } from './part-state.ts';
import { ownFields } from '../private-state.ts';

/**
 * Text as the object that `functionResponse.response` must be: an object's JSON is that object, other text is wrapped.
 * Beside images and files an empty object stands for no text at all, so that there its JSON is wrapped too.
 */
function responseOf(text: string, isError: boolean, isAlone: boolean): JsonObject {
  if (isError) return { error: text };
  const value = text.startsWith('{') ? parseJson(text) : undefined;
  // Only what reads back to the very same text is taken apart.
  const isPlain = isObject(value) && JSON.stringify(value) === text && wrappedText(value) === undefined;
  return isPlain && (isAlone || text !== '{}') ? value : { result: text };
}

function textOfResponse(response: JsonObject): { readonly text: string; readonly isError?: true } {
  const text = wrappedText(response) ?? JSON.stringify(response);
  return typeof response.error === 'string' && text === response.error ? { text, isError: true } : { text };
}

function wrappedText(response: JsonObject): string | undefined {
  const [name, ...others] = Object.keys(response);
  const isWrapper = others.length === 0 && (name === 'result' || name === 'error');
  return isWrapper ? asString(response[name]) : undefined;
}

/** What the result of a call is read as. */
export interface ReadResult {
  readonly part: JsonObject;
  /** The id of the call that it answers. */
  readonly id: string;
  readonly origin: string;
}

/** Reads a `functionResponse` part. An id of its own that is not the call's is kept for the way back. */
export function readResult({ part, id, origin }: ReadResult): ToolResultPart {
  const { functionResponse, ...left } = part;
  const { id: given, name, response, parts, ...others } = asObject(functionResponse);
  const media = asArray(parts).flatMap((item) => readMedia(asObject(item), origin) ?? []);
  const said = asObject(response);
  const { text, isError } = textOfResponse(said);
  const words: TextPart[] = Object.keys(said).length === 0 ? [] : [{ type: 'text', text }];
  const kept = typeof given === 'string' && given !== '' && given !== id ? { ...others, id: given } : others;
  const own = Object.keys(kept).length === 0 ? left : { ...left, functionResponse: kept };
  return {
    type: 'tool-result',
    id,
    name: asString(name),
    output: media.length === 0 ? text : [...words, ...media],
    isError,
    state: stateOfFields(own, origin),
  };
}

/** Writes the result of a call, with images and files where the model takes them there. */
export function writeResult(result: ToolResultPart, name: string, family: string, withMedia: boolean): JsonObject {
  const { id, output, isError = false, state } = result;
  const words = typeof output === 'string' ? output : joined(output);
  const parts = withMedia ? mediaOf(result).map((part) => mediaPart(part, family)) : [];
  const functionResponse = {
    id: isMadeUp(id) ? undefined : id,
    name,
    response: words === undefined ? {} : responseOf(words, isError, parts.length === 0),
    parts: parts.length === 0 ? undefined : parts,
  };
  return merged({ functionResponse }, ownFields(state, family));
}

/** The images and files of a result. */
export function mediaOf({ output }: ToolResultPart): (ImagePart | FilePart)[] {
  return typeof output === 'string' ? [] : output.flatMap((part) => (part.type === 'text' ? [] : [part]));
}

/** Writes an image or a file with its private data. */
export function mediaPart(part: ImagePart | FilePart, family: string): JsonObject {
  return merged(writeMedia(part), ownFields(part.state, family));
}

function joined(output: readonly (TextPart | ImagePart | FilePart)[]): string | undefined {
  return output.some(({ type }) => type === 'text') ? textOf(output) : undefined;
}
