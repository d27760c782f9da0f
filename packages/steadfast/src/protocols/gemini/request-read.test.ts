import { expect, test } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import { gemini } from './gemini.ts';

const hello = [{ role: 'user', parts: [{ text: 'Hello.' }] }];

function read(body: JsonObject): ReturnType<typeof gemini.readRequest>['request'] {
  return gemini.readRequest(body).request;
}

test('the model and whether it streams are empty and false unless the body names them', () => {
  expect(gemini.readRequest({ contents: hello })).toMatchObject({ model: '', stream: false });
  expect(gemini.readRequest({ contents: hello, model: 'models/gemini-2.5-pro', stream: true })).toMatchObject({
    model: 'models/gemini-2.5-pro',
    stream: true,
  });
});

test('fields in snake case are read as those in camel case, and names of the caller stay as they are', () => {
  const request = read({
    system_instruction: { parts: { text: 'Be brief.' } },
    contents: [
      { role: 'user', parts: [{ inline_data: { mime_type: 'image/png', data: 'AAAA' } }] },
      {
        role: 'model',
        parts: [{ function_call: { name: 'f', args: { some_name: null } }, thought_signature: 'c2ln' }],
      },
      { role: 'user', parts: [{ function_response: { name: 'f', response: { some_name: 1 } } }] },
    ],
    generation_config: { max_output_tokens: 5, thinking_config: { thinking_budget: 100 }, stop_sequences: [] },
    tools: [{ function_declarations: [{ name: 'f', parameters_json_schema: { properties: { a_b: {} } } }] }],
    safety_settings: null,
  });
  expect(request.messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'image', source: { kind: 'base64', data: 'AAAA', mediaType: 'image/png' } }] },
    {
      role: 'assistant',
      content: [
        {
          type: 'tool-call',
          id: 'gemini_1_0',
          name: 'f',
          input: { some_name: null },
          state: { origin: 'google', value: { thoughtSignature: 'c2ln' } },
        },
      ],
    },
    { role: 'tool', content: [{ type: 'tool-result', id: 'gemini_1_0', name: 'f', output: '{"some_name":1}' }] },
  ]);
  expect(request).toMatchObject({ maxOutputTokens: 5, thinkingTokens: 100 });
  expect(request.tools).toEqual([{ name: 'f', inputSchema: { properties: { a_b: {} } } }]);
  // Google does not show thoughts unless asked to; we do.
  expect(request.providerOptions).toEqual({
    google: { generationConfig: { thinkingConfig: { includeThoughts: false } } },
  });
});

test('results find their calls by id, else by name and order', () => {
  const call = (id: string | undefined, name: string): JsonObject => ({ functionCall: { id, name, args: {} } });
  const result = (id: string | undefined, name: string): JsonObject => ({
    functionResponse: { id, name, response: { result: name } },
  });
  const { messages } = read({
    contents: [
      { role: 'model', parts: [call(undefined, 'f'), call('x', 'f'), call(undefined, 'g'), call(undefined, 'f')] },
      { role: 'user', parts: [result(undefined, 'g'), result('x', 'f'), result(undefined, 'f')] },
      { role: 'function', parts: [result('other', 'f')] },
    ],
  });
  const ids = messages.map(({ content }) =>
    typeof content === 'string' ? [] : content.map((part) => ('id' in part ? part.id : '')),
  );
  expect(ids).toEqual([
    ['gemini_0_0', 'x', 'gemini_0_1', 'gemini_0_2'],
    ['gemini_0_1', 'x', 'gemini_0_0'],
    ['gemini_0_2'],
  ]);
});

test("Google's own language of schemas becomes JSON Schema", () => {
  const parameters = {
    type: 'OBJECT',
    properties: {
      type: { type: 'STRING', nullable: true, enum: ['a'] },
      list: { type: 5, items: { any_of: [{ type: 'INTEGER' }, { type: 'TYPE_UNSPECIFIED' }] }, minItems: '2' },
    },
    required: ['type'],
  };
  const schema = {
    type: 'object',
    properties: {
      type: { type: ['string', 'null'], enum: ['a', null] },
      list: { type: 'array', items: { anyOf: [{ type: 'integer' }, {}] }, minItems: 2 },
    },
    required: ['type'],
  };
  const config = { responseMimeType: 'application/json', responseSchema: parameters };
  const request = read({
    contents: hello,
    tools: [{ functionDeclarations: [{ name: 'f', parameters }], googleSearch: {} }],
    generationConfig: config,
  });
  expect(request.tools).toEqual([
    { name: 'f', inputSchema: schema },
    { name: 'googleSearch', provided: { origin: 'google', value: { googleSearch: {} } } },
  ]);
  expect(request.outputFormat).toEqual({ type: 'json', schema });
});

test('a choice of tools is read in all its forms, and what it says beyond ours is kept', () => {
  const tools = [{ functionDeclarations: [{ name: 'f' }] }];
  const choice = (functionCallingConfig: JsonObject): JsonObject => {
    const {
      toolChoice,
      tools: read,
      providerOptions,
    } = gemini.readRequest({
      contents: hello,
      tools,
      toolConfig: { functionCallingConfig },
    }).request;
    return { toolChoice: JSON.stringify(toolChoice), strict: read?.[0]?.strict, kept: providerOptions?.google };
  };
  expect(choice({ mode: 'AUTO' })).toEqual({ toolChoice: '"auto"' });
  expect(choice({ mode: 2 })).toEqual({ toolChoice: '"required"' });
  expect(choice({ mode: 'NONE' })).toEqual({ toolChoice: '"none"' });
  expect(choice({ mode: 'VALIDATED' })).toEqual({ toolChoice: '"auto"', strict: true });
  expect(choice({ mode: 'ANY', allowedFunctionNames: ['f'] })).toEqual({ toolChoice: '{"tool":"f"}' });
  expect(choice({ mode: 'ANY', allowedFunctionNames: ['f', 'g'] })).toEqual({
    toolChoice: '"required"',
    kept: { toolConfig: { functionCallingConfig: { allowedFunctionNames: ['f', 'g'] } } },
  });
  expect(choice({ mode: 'NEW' })).toEqual({ kept: { toolConfig: { functionCallingConfig: { mode: 'NEW' } } } });
});

test('what is no request is refused by the name of its field', () => {
  const refused =
    (body: JsonObject): (() => unknown) =>
    () =>
      gemini.readRequest(body);
  expect(refused({})).toThrow('contents is missing');
  expect(refused({ contents: [{ role: 'system', parts: [] }] })).toThrow('contents[0].role');
  expect(refused({ contents: [{ role: 'user', parts: ['text'] }] })).toThrow('contents[0].parts[0]');
  expect(refused({ contents: [{ role: 'model', parts: [{ functionCall: {} }] }] })).toThrow(
    'contents[0].parts[0].functionCall.name',
  );
  expect(refused({ contents: hello, generationConfig: { temperature: 'hot' } })).toThrow(
    'generationConfig.temperature',
  );
  expect(refused({ contents: hello, tools: [{ functionDeclarations: [{}] }] })).toThrow(
    'tools[0].functionDeclarations[0].name',
  );
  expect(refused({})).toThrow(expect.objectContaining({ kind: 'invalid-request' }));
});
