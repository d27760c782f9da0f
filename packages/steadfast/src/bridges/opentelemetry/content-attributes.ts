import type { Attributes } from '@opentelemetry/api';
import { asArray, asObject, asString, isArray, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { DecisionRecord } from '../../watch/decision-record.ts';
import { finishNameOf } from './conventions.ts';

/** What was said, where it is recorded: as JSON texts of the form that the conventions give for messages. */
export function contentAttributes({ contents, outcome, request }: DecisionRecord): Attributes {
  // A request that came as bytes is in its protocol's own form.
  if (contents === undefined || request.protocol !== undefined) return {};
  const messages = asArray(asObject(contents.request)['messages']).map(asObject);
  const input = messages.map(messageOf);
  const attributes: Attributes = { 'gen_ai.input.messages': JSON.stringify(input) };
  if (outcome.ok && isArray(contents.reply)) {
    const parts = contents.reply.map((part) => partOf(asObject(part)));
    const output = [{ role: 'assistant', parts, finish_reason: finishNameOf(outcome.finishReason) }];
    attributes['gen_ai.output.messages'] = JSON.stringify(output);
  }
  return attributes;
}

function messageOf({ role, content }: JsonObject): JsonObject {
  const parts = isArray(content) ? content.map((part) => partOf(asObject(part))) : [textPart(content)];
  return { role, parts };
}

function textPart(text: JsonValue | undefined): JsonObject {
  return { type: 'text', content: asString(text) ?? '' };
}

function partOf(part: JsonObject): JsonObject {
  switch (part['type']) {
    case 'text':
      return textPart(part['text']);
    case 'reasoning':
      return { type: 'reasoning', content: part['text'] };
    case 'tool-call':
      return { type: 'tool_call', id: part['id'], name: part['name'], arguments: part['input'] ?? part['inputText'] };
    case 'tool-result':
      return { type: 'tool_call_response', id: part['id'], response: part['output'] };
    default:
      return attachmentOf(part);
  }
}

/** Bytes are left out: they belong into no attribute. */
function attachmentOf({ type, source }: JsonObject): JsonObject {
  const where = isObject(source) ? source : {};
  const modality = type === 'image' ? 'image' : undefined;
  if (where['kind'] === 'url') return { type: 'uri', modality, uri: where['url'] };
  if (where['kind'] === 'reference') return { type: 'file', modality, file_id: where['id'] };
  if (where['kind'] === 'text') return textPart(where['text']);
  return { type: 'attachment', modality, mime_type: where['mediaType'] };
}
