import { isDeepStrictEqual } from 'node:util';
import { chat } from '../../packages/steadfast/src/protocols/chat/chat.ts';
import type { Dialect } from '../../packages/steadfast/src/protocols/protocol.ts';
import type { JsonObject } from '../../packages/steadfast/src/model/json.ts';
import type { Recording } from './recordings.ts';

/** Whatever JSON.parse gives: here the wire is taken as it comes, without a model of it. */
type Wire = ReturnType<typeof JSON.parse>;

/** How a request that was read and written again differs from what was recorded, apart from what `normalised` lists. */
export function requestDifferences({ request, model }: Recording): string[] {
  if (request === undefined) return [];
  // Azure names the model in the path.
  const body = { model, ...request };
  const { request: read, stream, model: asked } = chat.readRequest(body);
  const dialect = dialectOf(body);
  const written = chat.writeRequest(read, { model: asked, stream, family: 'openai', dialect });
  const expected = normalised(body);
  const got: Wire = JSON.parse(JSON.stringify(written.body));
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
  return names.flatMap((name) => {
    const [before, after] = [expected[name], got[name]];
    if (isDeepStrictEqual(before, after)) return [];
    if (!Array.isArray(before) || !Array.isArray(after)) return [difference(name, before, after)];
    const longest = before.length > after.length ? before : after;
    return longest.flatMap((_, index) =>
      isDeepStrictEqual(before[index], after[index])
        ? []
        : [difference(`${name}[${index}]`, before[index], after[index])],
    );
  });
}

function difference(name: string, before: unknown, after: unknown): string {
  return `request.${name}: ${short(before)} became ${short(after)}`;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300);
}

/** The dialect that a recorded request was written in. */
function dialectOf(body: Wire): Dialect {
  const fields: Wire[] = body.messages.map((message: Wire) => Object.keys(message));
  const has = (field: string): boolean => fields.some((names) => names.includes(field));
  return {
    // Schemas go out as they came in: what they become for the provider is another test's matter.
    schemaDialect: 'json-schema',
    maxTokensField: body.max_completion_tokens === undefined ? 'max_tokens' : 'max_completion_tokens',
    effortField: body.reasoning === undefined ? 'reasoning_effort' : 'reasoning',
    reasoningField: has('reasoning_details')
      ? 'reasoning_details'
      : has('reasoning')
        ? 'reasoning'
        : 'reasoning_content',
  };
}

/** A recorded request as it is after reading and writing: all that is allowed to change, in one place. */
function normalised(recorded: JsonObject): Wire {
  const body: Wire = structuredClone(recorded);
  for (const name of Object.keys(body)) if (body[name] === null) delete body[name];
  // A request that streams asks for usage; one that does not says nothing of streaming.
  if (body.stream === true) body.stream_options = { ...body.stream_options, include_usage: true };
  else delete body.stream;
  if (typeof body.stop === 'string') body.stop = [body.stop];
  // Mistral's word.
  if (body.tool_choice === 'any') body.tool_choice = 'required';
  if (body.tools?.length === 0) delete body.tools;
  for (const tool of body.tools ?? []) tool.type ??= 'function';
  for (const message of body.messages) normaliseMessage(message);
  return body;
}

function normaliseMessage(message: Wire): void {
  for (const name of Object.keys(message)) if (message[name] === null || message[name] === '') delete message[name];
  if (message.role === 'developer') message.role = 'system';
  // Two copies of the same reasoning are one.
  if (message.reasoning === message.reasoning_content) delete message.reasoning_content;
  if (Array.isArray(message.content)) for (const part of message.content) normalisePart(part);
  if (message.role === 'tool' && Array.isArray(message.content)) message.content = message.content.map(textOnly);
  if (message.role === 'assistant') normaliseAssistant(message);
  else message.content ??= '';
}

function normaliseAssistant(message: Wire): void {
  const [only, ...more] = Array.isArray(message.content) ? message.content : [];
  if (only?.type === 'text' && more.length === 0 && Object.keys(only).length === 2) message.content = only.text;
  if (message.tool_calls?.length === 0) delete message.tool_calls;
  for (const call of message.tool_calls ?? []) delete call.index;
  message.content ??= message.tool_calls === undefined ? '' : null;
}

function normalisePart(part: Wire): void {
  for (const name of Object.keys(part)) if (part[name] === null) delete part[name];
  if (typeof part.image_url === 'string') part.image_url = { url: part.image_url };
  if (typeof part.input_audio === 'string') part.input_audio = { data: part.input_audio, format: 'wav' };
}

function textOnly(part: Wire): Wire {
  return part.type === 'image_url' ? { type: 'text', text: '[image_url: data that cannot be shown here]' } : part;
}
