import { asObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { DataSource, FilePart, ImagePart, TextPart, UserPart } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { urlOfSource } from '../data-url.ts';
import { leaveUnsaid } from '../openai-state.ts';
import { ownState } from './private-state.ts';

/** Whom content is written for, and where its adaptations are noted. */
export interface ContentTarget {
  readonly family: string;
  readonly adaptations: AdaptationList;
}

/** Writes what a user says. */
export function writeUserContent(
  content: string | readonly UserPart[],
  path: string,
  target: ContentTarget,
): string | JsonObject[] {
  if (typeof content === 'string') return content;
  return content.flatMap((part, index) => writeUserPart(part, `${path}[${index}]`, target));
}

function writeUserPart(part: UserPart, path: string, { family, adaptations }: ContentTarget): JsonObject[] {
  leaveUnsaid(path, { kind: part.type, state: part.state }, { family, language: 'chat' }, adaptations);
  const body = part.type === 'text' ? writeText(part) : writeData(part, path, adaptations);
  return body === undefined ? [] : [{ ...body, ...asObject(ownState(part.state, family).part) }];
}

function writeText({ text }: TextPart): JsonObject {
  return { type: 'text', text };
}

function writeData(part: ImagePart | FilePart, path: string, adaptations: AdaptationList): JsonObject | undefined {
  const written = part.type === 'image' ? writeImage(part) : writeFile(part, path, adaptations);
  const what = part.type === 'image' ? 'an image' : 'a file';
  if (written === undefined) adaptations.drop(path, `Chat cannot take ${what} as ${sourceName(part.source)}.`);
  return written;
}

function sourceName({ kind }: DataSource): string {
  return kind === 'reference' ? 'a reference to an upload' : 'text';
}

function writeImage({ source, detail }: ImagePart): JsonObject | undefined {
  const url = urlOfSource(source);
  return url === undefined ? undefined : { type: 'image_url', image_url: { url, detail } };
}

function writeFile({ source, filename }: FilePart, path: string, adaptations: AdaptationList): JsonObject | undefined {
  if (source.kind === 'reference') return { type: 'file', file: { file_id: source.id, filename } };
  if (source.kind === 'text') {
    adaptations.change(path, 'The text file is sent as plain text, because chat takes no text files.');
    return { type: 'text', text: source.text };
  }
  if (source.kind === 'base64' && source.mediaType.startsWith('audio/')) {
    if (filename !== undefined) adaptations.drop(`${path}.filename`, 'Chat has no names of sounds.');
    return { type: 'input_audio', input_audio: { data: source.data, format: soundFormat(source.mediaType) } };
  }
  const data: JsonValue | undefined = urlOfSource(source);
  return { type: 'file', file: { file_data: data, filename } };
}

function soundFormat(mediaType: string): string {
  const format = mediaType.slice('audio/'.length);
  return format === 'mpeg' ? 'mp3' : format;
}
