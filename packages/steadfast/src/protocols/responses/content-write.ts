import { asObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { FilePart, ImagePart, UserPart } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import { urlOfSource } from '../data-url.ts';
import { leaveUnsaid } from '../openai-state.ts';
import { ownState } from './item-state.ts';
import { writePiece } from './item-write.ts';

/** Writes what a user says or a tool gives. */
export function writeInputParts(
  parts: readonly UserPart[],
  path: string,
  family: string,
  notes: AdaptationList,
): JsonObject[] {
  return parts.flatMap<JsonObject>((part, index) => writeInputPart(part, `${path}[${index}]`, family, notes) ?? []);
}

function writeInputPart(part: UserPart, path: string, family: string, notes: AdaptationList): JsonObject | undefined {
  leaveUnsaid(path, { kind: part.type, state: part.state }, { family, language: 'responses' }, notes);
  if (part.type === 'text') return writePiece(part, family, 'input_text');
  const written = part.type === 'image' ? writeImage(part) : writeFile(part, path, notes);
  if (written === undefined) {
    notes.drop(path, 'Responses takes no image that is given as text.');
    return undefined;
  }
  return { ...written, ...asObject(ownState(part.state, family).content) };
}

function writeImage({ source, detail }: ImagePart): JsonObject | undefined {
  if (source.kind === 'reference') return { type: 'input_image', file_id: source.id, detail };
  const url = urlOfSource(source);
  return url === undefined ? undefined : { type: 'input_image', image_url: url, detail };
}

function writeFile({ source, filename }: FilePart, path: string, notes: AdaptationList): JsonObject {
  switch (source.kind) {
    case 'reference':
      return { type: 'input_file', file_id: source.id, filename };
    case 'url':
      return { type: 'input_file', file_url: source.url, filename };
    case 'text':
      notes.change(path, 'The text file is sent as plain text.');
      return { type: 'input_text', text: source.text };
    default:
      return { type: 'input_file', file_data: urlOfSource(source), filename };
  }
}
