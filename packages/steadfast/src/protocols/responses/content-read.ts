import { asString } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { DataSource, FilePart, ImagePart, UserPart } from '../../model/message.ts';
import { sourceOfUrl } from '../data-url.ts';
import { clientFamily } from '../openai-fields.ts';
import { objectAt, RequestFields } from '../request-fields.ts';
import { itemState } from './item-state.ts';

/**
 * Reads a piece of what a user says or a tool gives; one of an unknown type becomes empty text that carries it whole.
 * @throws ModelError of kind `invalid-request` that names the field
 */
export function readInputPart(value: JsonValue, path: string): UserPart {
  const fields = new RequestFields(objectAt(value, path), path);
  const type = fields.needText('type');
  switch (type) {
    case 'input_text':
    case 'output_text':
      return { type: 'text', text: fields.needText('text'), state: stateOfRest(fields) };
    case 'input_image':
      return readImage(fields);
    case 'input_file':
      return readFile(fields);
    default:
      return { type: 'text', text: '', state: itemState(clientFamily, { content: fields.value }) };
  }
}

function stateOfRest(fields: RequestFields): UserPart['state'] {
  return itemState(clientFamily, { content: fields.rest() });
}

function readImage(fields: RequestFields): ImagePart {
  const id = fields.text('file_id');
  const source = id === undefined ? sourceOfUrl(fields.needText('image_url')) : { kind: 'reference' as const, id };
  return { type: 'image', source, detail: fields.text('detail'), state: stateOfRest(fields) };
}

function readFile(fields: RequestFields): FilePart {
  const filename = fields.text('filename');
  return { type: 'file', source: sourceOfFile(fields), filename, state: stateOfRest(fields) };
}

function sourceOfFile(fields: RequestFields): DataSource {
  const id = fields.text('file_id');
  const url = fields.text('file_url');
  if (id !== undefined) return { kind: 'reference', id };
  return url === undefined ? sourceOfUrl(fields.needText('file_data')) : { kind: 'url', url };
}

/** What the output of a tool says in words, where it is neither text nor pieces of content. */
export function wordsOfOutput(item: JsonObject): string {
  return asString(item.output) ?? JSON.stringify(item.output ?? item);
}
