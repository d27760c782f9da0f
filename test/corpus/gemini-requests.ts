import { isDeepStrictEqual } from 'node:util';
import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import { gemini } from '../../packages/steadfast/src/protocols/gemini/gemini.ts';
import type { Recording } from './recordings.ts';

/** Whatever JSON.parse gives: here the wire is taken as it comes, without a model of it. */
type Wire = ReturnType<typeof JSON.parse>;

const family = 'google';

/**
 * How a request that was read and written again differs from what was recorded, apart from what `normalised` lists.
 * Requests that their provider refused may be refused by us.
 */
export function requestDifferences({ request, model, status }: Recording): string[] {
  if (request === undefined) return [];
  try {
    const { request: read } = gemini.readRequest(request);
    const { body, adaptations } = gemini.writeRequest(read, { model, stream: false, family, dialect: {} });
    const expected = normalised(request);
    const got: Wire = JSON.parse(JSON.stringify(body));
    const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])].filter((name) => name !== 'model');
    const differing = names.filter((name) => !isDeepStrictEqual(expected[name], got[name]));
    const changes = differing.map((name) => `request.${name}: ${short(expected[name])} became ${short(got[name])}`);
    return [...changes, ...adaptations.map(({ field, detail }) => `adaptation: ${field}: ${detail}`)];
  } catch (error) {
    const isRefused = status >= 400 && error instanceof ModelError && error.kind === 'invalid-request';
    return isRefused ? [] : [`request: ${String(error)}`];
  }
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 400);
}

/** A recorded request as it is after reading and writing: all that is allowed to change, in one place. */
function normalised(recorded: unknown): Wire {
  const body: Wire = camel(recorded);
  if (body.systemInstruction) body.systemInstruction = { parts: [body.systemInstruction.parts].flat().map(part) };
  body.contents = turns(body.contents);
  for (const tool of body.tools ?? []) {
    for (const declaration of tool.functionDeclarations ?? []) {
      // Google's own language of schemas becomes JSON Schema.
      if (declaration.parameters) declaration.parametersJsonSchema = schema(declaration.parameters);
      delete declaration.parameters;
    }
  }
  const config: Wire = body.generationConfig ?? {};
  if (config.responseSchema) config.responseJsonSchema = schema(config.responseSchema);
  delete config.responseSchema;
  if (config.stopSequences?.length === 0) delete config.stopSequences;
  const thinking: Wire = config.thinkingConfig;
  if (thinking?.thinkingLevel) thinking.thinkingLevel = thinking.thinkingLevel.toLowerCase();
  // Where thinking is asked for, whether it is shown is always said.
  if (thinking?.thinkingBudget > 0 || thinking?.thinkingLevel) thinking.includeThoughts ??= false;
  if (Object.keys(config).length === 0) delete body.generationConfig;
  for (const name of ['tools', 'toolConfig']) if (isEmpty(body[name])) delete body[name];
  return body;
}

/** Turns of one role that follow each other are one, but results of tools stand apart from other words. */
function turns(contents: Wire[]): Wire[] {
  const merged: Wire[] = [];
  for (const content of contents) {
    const role = content.role === 'model' ? 'model' : 'user';
    for (const item of content.parts.map(part)) {
      const kind = item.functionResponse ? 'results' : role;
      const last = merged.at(-1);
      if (last?.kind === kind) last.parts.push(item);
      else merged.push({ kind, role, parts: [item] });
    }
  }
  return merged.map(({ role, parts }) => ({ role, parts }));
}

/** That something is no thought needs no saying; a thought without words has empty ones. */
function part(item: Wire): Wire {
  const { thought, ...others } = item;
  if (thought !== true) return others;
  return { text: '', ...item };
}

/** Field names in camel case, but for those of callers and of schemas; what is null says nothing. */
function camel(value: unknown, free = false): Wire {
  if (Array.isArray(value)) return value.map((item) => camel(item, free));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, member]) => free || member !== null);
  return Object.fromEntries(
    fields.map(([name, member]) => {
      const known = free ? name : name.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
      const isFree = /^(args|response|parameters|labels|parametersJsonSchema|response(Json)?Schema)$/.test(known);
      return [known, camel(member, free || isFree)];
    }),
  );
}

function schema(value: Wire): Wire {
  const text = JSON.stringify(value);
  const types = ['', 'string', 'number', 'integer', 'boolean', 'array', 'object'];
  const named = text.replaceAll(/"type":"([A-Z]+)"/g, (_match, name: string) => `"type":"${name.toLowerCase()}"`);
  return JSON.parse(named.replaceAll(/"type":(\d)/g, (_match, number: string) => `"type":"${types[Number(number)]}"`));
}

function isEmpty(value: Wire): boolean {
  return value !== undefined && Object.keys(value).length === 0;
}
