import type { JsonValue } from '../../model/json.ts';
import type { TextPart, UserPart } from '../../model/message.ts';
import { sourceOfUrl } from '../data-url.ts';
import { clientFamily } from '../openai-fields.ts';
import { invalidField, fieldsAt } from '../request-fields.ts';
import type { RequestFields } from '../request-fields.ts';
import { stateOf } from './private-state.ts';

/**
 * Reads one part of what a user says or a tool gives; further fields (cache marks) are kept in its state.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readUserPart(value: JsonValue, path: string): UserPart {
  const part = fieldsAt(value, path);
  const type = part.text('type');
  const state = (): UserPart['state'] => stateOf(clientFamily, { part: part.rest() });
  switch (type) {
    case 'text':
      return { type: 'text', text: part.needText('text'), state: state() };
    case 'image_url':
      return { type: 'image', ...readImageUrl(part), state: state() };
    case 'input_audio':
      return { type: 'file', source: readSound(part), state: state() };
    case 'file':
      return { type: 'file', ...readFile(part), state: state() };
    default:
      throw invalidField(part.path('type'), 'text, image_url, input_audio or file', type);
  }
}

/**
 * Reads a part that has to be text.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readTextPart(value: JsonValue, path: string): TextPart {
  const part = readUserPart(value, path);
  if (part.type === 'text') return part;
  throw invalidField(`${path}.type`, 'text', fieldsAt(value, path).take('type'));
}

function readImageUrl(part: RequestFields): Pick<Extract<UserPart, { type: 'image' }>, 'source' | 'detail'> {
  // Mistral's clients give the address itself.
  if (typeof part.take('image_url') === 'string') return { source: sourceOfUrl(part.needText('image_url')) };
  const image = part.needObject('image_url');
  return { source: sourceOfUrl(image.needText('url')), detail: image.text('detail') };
}

function readSound(part: RequestFields): Extract<UserPart, { type: 'file' }>['source'] {
  if (typeof part.take('input_audio') === 'string') {
    return { kind: 'base64', data: part.needText('input_audio'), mediaType: 'audio/wav' };
  }
  const sound = part.needObject('input_audio');
  const format = sound.text('format') ?? 'wav';
  return {
    kind: 'base64',
    data: sound.needText('data'),
    mediaType: format === 'mp3' ? 'audio/mpeg' : `audio/${format}`,
  };
}

function readFile(part: RequestFields): Pick<Extract<UserPart, { type: 'file' }>, 'source' | 'filename'> {
  const file = part.needObject('file');
  const filename = file.text('filename');
  const id = file.text('file_id');
  if (id !== undefined) return { source: { kind: 'reference', id }, filename };
  return { source: sourceOfUrl(file.needText('file_data')), filename };
}
