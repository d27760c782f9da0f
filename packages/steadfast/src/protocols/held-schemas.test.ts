import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CompletionRequest, OutputFormat, ProtocolId } from '../model/completion-request.ts';
import { asArray, asObject, asString } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import { protocolOf } from './table.ts';
import type { Dialect, WrittenRequest } from './protocol.ts';

const families = { chat: 'openai', responses: 'openai', messages: 'anthropic', gemini: 'google', ollama: 'ollama' };

function write(protocol: ProtocolId, fields: Partial<CompletionRequest>, dialect: Dialect = {}): WrittenRequest {
  const target = { model: 'm', stream: false, family: families[protocol], dialect };
  const request: CompletionRequest = { messages: [{ role: 'user', content: 'Hi' }], maxOutputTokens: 9, ...fields };
  return protocolOf(protocol).writeRequest(request, target);
}

function notes({ adaptations }: WrittenRequest): string[] {
  return adaptations.map(({ action, field }) => `${action} ${field}`);
}

const schema = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 2 }, age: { type: 'integer', minimum: 0 } },
  required: ['name'],
};
const format: OutputFormat = { type: 'json', schema, strict: true };
const tool: ToolSpec = { name: 'find', inputSchema: schema, strict: true };

const strictOpenai = {
  type: 'object',
  properties: {
    name: { type: 'string', description: '{"minLength":2}' },
    age: { type: ['integer', 'null'], minimum: 0 },
  },
  required: ['name', 'age'],
  additionalProperties: false,
};

test('OpenAI is sent a strict schema in its own form, and all that was changed is listed', () => {
  const chat = write('chat', { outputFormat: format, tools: [tool] });
  expect(chat.body).toMatchObject({
    response_format: { json_schema: { schema: strictOpenai, strict: true } },
    tools: [{ function: { parameters: strictOpenai, strict: true } }],
  });
  expect(notes(chat)).toEqual(
    ['outputFormat.schema', 'tools[0].inputSchema'].flatMap((field) => [
      `dropped ${field}.properties.name.minLength`,
      `changed ${field}.properties.age`,
      `changed ${field}.additionalProperties`,
    ]),
  );
  const responses = write('responses', { outputFormat: format, tools: [tool] });
  expect(responses.body).toMatchObject({
    text: { format: { schema: strictOpenai, strict: true } },
    tools: [{ parameters: strictOpenai, strict: true }],
  });
  expect(notes(responses)).toEqual(notes(chat));
});

test('what is not asked strictly is sent as it is, where the provider holds replies only when asked', () => {
  for (const strict of [undefined, false]) {
    const written = write('chat', { outputFormat: { ...format, strict }, tools: [{ ...tool, strict }] });
    expect(written.body).toMatchObject({
      response_format: { json_schema: { schema } },
      tools: [{ function: { parameters: schema } }],
    });
    expect(notes(written)).toEqual([]);
  }
});

test('a server that takes any schema is sent it as it is', () => {
  const written = write('chat', { outputFormat: format, tools: [tool] }, { schemaDialect: 'json-schema' });
  expect(written.body).toMatchObject({ response_format: { json_schema: { schema, strict: true } } });
  expect(notes(written)).toEqual([]);
  expect(write('ollama', { outputFormat: format }).body.format).toEqual(schema);
});

const map = { type: 'object', additionalProperties: { type: 'number' } };

test('a schema that OpenAI cannot hold a reply to is sent as it is, without strict', () => {
  const written = write('chat', {
    outputFormat: { type: 'json', schema: map, strict: true },
    tools: [{ ...tool, inputSchema: map }],
  });
  expect(written.body).toMatchObject({
    response_format: { json_schema: { schema: map, strict: false } },
    tools: [{ function: { parameters: map, strict: false } }],
  });
  expect(written.adaptations).toEqual([
    {
      field: 'outputFormat.schema.additionalProperties',
      action: 'changed',
      detail: "Replies can't be held to the schema. OpenAI strict has no objects with properties that are not named.",
    },
    {
      field: 'tools[0].inputSchema.additionalProperties',
      action: 'changed',
      detail: expect.stringContaining('not named'),
    },
  ]);
});

test('Anthropic is told of a schema that it cannot hold a reply to only as a tool', () => {
  const written = write('messages', {
    outputFormat: { type: 'json', schema: map },
    tools: [{ ...tool, inputSchema: map }],
  });
  expect(written.body.output_config).toBeUndefined();
  expect(written.body.tools).toEqual([{ name: 'find', input_schema: map, strict: false }]);
  expect(notes(written)).toEqual([
    'changed outputFormat.schema.additionalProperties',
    'dropped outputFormat',
    'changed tools[0].inputSchema.additionalProperties',
  ]);
});

test('Anthropic and Gemini are always sent their own form', () => {
  const { body } = write('messages', { outputFormat: { type: 'json', schema } });
  expect(body.output_config).toEqual({
    format: {
      type: 'json_schema',
      schema: {
        type: 'object',
        properties: {
          name: { type: 'string', description: '{"minLength":2}' },
          age: { type: 'integer', description: '{"minimum":0}' },
        },
        required: ['name'],
        additionalProperties: false,
      },
    },
  });
  expect(
    asObject(write('gemini', { outputFormat: { type: 'json', schema } }).body.generationConfig).responseJsonSchema,
  ).toEqual({
    type: 'object',
    properties: { name: { type: 'string', description: '{"minLength":2}' }, age: { type: 'integer', minimum: 0 } },
    required: ['name'],
  });
});

test('the limits of a request are those of all its schemas together', () => {
  const closed = { type: 'object', properties: {}, additionalProperties: false };
  const tools = Array.from({ length: 21 }, (_, index) => ({ name: `t${index}`, inputSchema: closed, strict: true }));
  const many = write('messages', { tools });
  expect(asArray(many.body.tools).filter((tool) => asObject(tool).strict === true)).toHaveLength(20);
  expect(notes(many)).toEqual(['changed tools[20].inputSchema']);
  const optional = (count: number): JsonObject => ({
    ...closed,
    properties: Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, { type: 'string' }])),
  });
  const two = [16, 9].map((count, index) => ({ name: `t${index}`, inputSchema: optional(count), strict: true }));
  expect(notes(write('messages', { tools: two }))).toEqual(['changed tools[1].inputSchema']);
});

test('places where the same was done share a note', () => {
  const item = {
    type: 'object',
    properties: { name: { type: 'string', minLength: 1 } },
    required: ['name'],
    additionalProperties: false,
  };
  const properties = Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`p${index}`, item]));
  const wide = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  const { adaptations } = write('chat', { outputFormat: { type: 'json', schema: wide, strict: true } });
  expect(adaptations).toHaveLength(1);
  const places = Object.keys(properties).map(
    (name) => `outputFormat.schema.properties.${name}.properties.name.minLength`,
  );
  expect([adaptations[0]?.field, ...(adaptations[0]?.also ?? [])]).toEqual(places);
});

const corpus = [process.env['STEADFAST_CORPUS'], '../shared/corpus'].find(
  (path) => path !== undefined && isFolder(join(path, 'recordings')),
);

function isFolder(path: string): boolean {
  try {
    return readdirSync(path).length > 0;
  } catch {
    return false;
  }
}

function recordings(start: string): JsonObject[] {
  const folder = join(corpus ?? '', 'recordings');
  const files = readdirSync(folder).filter((file) => file.startsWith(start));
  return files.map((file) => asObject(JSON.parse(readFileSync(join(folder, file), 'utf8'))));
}

const hasSchema = /"strict":true|"output_config":\{[^}]*"format"/;

test.skipIf(corpus === undefined)(
  'what Anthropic refused is not held, and what it took goes out as it came (skipped where there are no recordings)',
  () => {
    let [refused, taken] = [0, 0];
    for (const { request, response } of recordings('anthropic--anthropic-messages')) {
      const body = asObject(asObject(request).body);
      if (!hasSchema.test(JSON.stringify(body))) continue;
      const message = asString(asObject(asObject(asObject(response).body).error).message) ?? '';
      const read = protocolOf('messages').readRequest(body).request;
      const unheld = notes(write('messages', read)).filter((note) => /inputSchema|outputFormat\.schema/.test(note));
      const isLimit = /optional parameters|union types|Too many strict tools/.test(message);
      if (isLimit) expect(unheld, message).toHaveLength(1);
      else if (asObject(response).status === 200) expect(unheld).toEqual([]);
      if (isLimit) refused += 1;
      else taken += 1;
    }
    expect(refused).toBe(3);
    expect(taken).toBeGreaterThan(3);
  },
);

test.skipIf(corpus === undefined)(
  'strict schemas that OpenAI took go out as they came (skipped where there are no recordings)',
  () => {
    let taken = 0;
    for (const { request, response } of recordings('openai--openai-chat')) {
      const body = asObject(asObject(request).body);
      if (!hasSchema.test(JSON.stringify(body)) || asObject(response).status !== 200) continue;
      const read = protocolOf('chat').readRequest(body).request;
      expect(notes(write('chat', read)).filter((note) => note.includes('chema'))).toEqual([]);
      taken += 1;
    }
    expect(taken).toBeGreaterThan(10);
  },
);
