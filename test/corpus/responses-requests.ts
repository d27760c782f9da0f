import { isDeepStrictEqual } from 'node:util';
import { responses } from '../../packages/steadfast/src/protocols/responses/responses.ts';
import type { JsonObject } from '../../packages/steadfast/src/model/json.ts';
import type { Recording } from './recordings.ts';

/** Whatever JSON.parse gives: here the wire is taken as it comes, without a model of it. */
type Wire = ReturnType<typeof JSON.parse>;

/** How a request that was read and written again differs from what was recorded, apart from what `normalised` lists. */
export function requestDifferences({ request }: Recording): string[] {
  if (request === undefined) return [];
  const { request: read, stream, model } = responses.readRequest(request);
  const { body, adaptations } = responses.writeRequest(read, { model, stream, family: 'openai', dialect: {} });
  const expected = normalised(request, body);
  const got: Wire = JSON.parse(JSON.stringify(body));
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
  return [
    ...adaptations.map(({ field, detail }) => `request: ${field} is adapted: ${detail}`),
    ...names.flatMap((name) => difference(name, expected[name], got[name])),
  ];
}

function difference(name: string, before: Wire, after: Wire): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => difference(`${name}[${index}]`, item, after[index]));
  }
  return [`request.${name}: ${short(before)} became ${short(after)}`];
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300);
}

/** A recorded request as it is after reading and writing: all that is allowed to change, in one place. */
function normalised(recorded: JsonObject, written: JsonObject): Wire {
  const body: Wire = withoutNulls(recorded);
  if (body.stream === false) delete body.stream;
  if (typeof body.input === 'string') body.input = [{ role: 'user', content: body.input }];
  for (const name of ['tools', 'text', 'reasoning']) if (isEmpty(body[name])) delete body[name];
  for (const tool of body.tools ?? []) normaliseTool(tool);
  for (const item of body.input ?? []) normaliseItem(item);
  moveInstructions(body);
  // Who says nothing of storing wants the conversation carried in the request, reasoning included.
  if (['store', 'previous_response_id', 'conversation', 'background'].every((name) => body[name] === undefined)) {
    body.store = false;
    body.include = written.include;
  }
  return body;
}

function withoutNulls(recorded: JsonObject): Wire {
  const body: Wire = structuredClone(recorded);
  for (const name of Object.keys(body)) if (body[name] === null) delete body[name];
  if (body.reasoning?.summary === null) delete body.reasoning.summary;
  return body;
}

function isEmpty(value: Wire): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** What a function leaves unsaid: it is not held to its schema, it has no description. */
function normaliseTool(tool: Wire): void {
  if (tool.description === null) delete tool.description;
  if (tool.type === 'function') tool.strict ??= false;
  for (const inner of tool.tools ?? []) normaliseTool(inner);
}

function normaliseItem(item: Wire): void {
  for (const tool of item.type === 'additional_tools' ? item.tools : []) normaliseTool(tool);
  if ((item.type ?? 'message') !== 'message') return;
  if (item.id === undefined) delete item.type;
  if (item.role === 'developer') item.role = 'system';
  const [only, ...more] = Array.isArray(item.content) ? item.content : [];
  const plain = only?.type === 'output_text' && more.length === 0 && Object.keys(only).length === 2;
  if (plain && item.id === undefined) item.content = only.text;
}

/** A first message of the system that is one text, and the instructions, are the same. */
function moveInstructions(body: Wire): void {
  if (body.instructions === '') delete body.instructions;
  const [first] = body.input ?? [];
  if (body.instructions !== undefined || first?.role !== 'system' || typeof first.content !== 'string') return;
  body.instructions = first.content;
  body.input.shift();
}
