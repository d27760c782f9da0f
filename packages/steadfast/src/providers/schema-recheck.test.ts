import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { CompletionRequest } from '../model/completion-request.ts';
import { asArray, asObject } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import { jsonSchemaOf } from '../schema/json-schema-of.ts';
import { createModels } from './models.ts';

/** An OpenAI that says these texts, one after another, whole or as a stream. */
async function saying(...texts: string[]): Promise<AsyncDisposable & { url: string; seen: JsonObject[] }> {
  const seen: JsonObject[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = asObject(JSON.parse(Buffer.concat(chunks).toString()));
      const text = texts[Math.min(seen.length, texts.length - 1)] ?? '';
      seen.push(body);
      if (body.stream === true) {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const piece of text.split(/(?<=,)/))
          response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: piece } }] })}\n\n`);
        response.end(
          `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`,
        );
        return;
      }
      const message = { role: 'assistant', content: text };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const person = z.object({ name: z.string().min(2), age: z.int().optional() });
const request: CompletionRequest = {
  messages: [{ role: 'user', content: 'Who?' }],
  outputFormat: { type: 'json', schema: jsonSchemaOf(person), strict: true },
};

const options = { apiKey: 'k', retry: { failureBaseMs: 1 } };

test('an object that zod describes comes from OpenAI in the form that zod takes, whatever OpenAI was told', async () => {
  await using server = await saying('{"name":"A","age":null}', '{"name":"Ada","age":null}');
  const model = createModels().model('openai/gpt-6-luna', { ...options, baseUrl: server.url });
  const completion = await model.complete(request);
  expect(person.parse(JSON.parse(completion.text))).toEqual({ name: 'Ada' });
  expect(completion.attempts.map(({ kind }) => kind)).toEqual(['invalid-reply', undefined]);
  expect(completion.attempts[0]?.message).toContain('name must have at least 2 characters, but has 1: "A"');
  expect(completion.adaptations.map(({ field }) => field)).toEqual([
    'outputFormat.schema.properties.name.minLength',
    'outputFormat.schema.properties.age',
    'outputFormat.schema.additionalProperties',
  ]);
  const sent = asObject(asObject(asObject(server.seen[0]?.response_format).json_schema).schema);
  expect(asArray(sent.required)).toEqual(['name', 'age']);
  expect(completion.request?.url).toContain('/chat/completions');
});

test('a streamed object comes piece by piece, and its result in the form that was asked for', async () => {
  await using server = await saying('{"name":"Ada","age":null}');
  const model = createModels().model('openai/gpt-6-luna', { ...options, baseUrl: server.url });
  const stream = await model.stream(request);
  let text = '';
  for await (const piece of stream.text) text += piece;
  expect(text).toBe('{"name":"Ada","age":null}');
  expect((await stream.result).text).toBe('{"name":"Ada"}');
});

test('a request that came in the language of the provider is passed on, and so is its reply, byte for byte', async () => {
  await using server = await saying('{"name":"A","age":null}');
  const model = createModels().model('openai/gpt-6-luna', { ...options, baseUrl: server.url });
  const json = {
    model: 'gpt-6-luna',
    messages: [],
    response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema: jsonSchemaOf(person) } },
  };
  const body = Buffer.from(JSON.stringify(json));
  const { text } = await model.complete({ ...request, raw: { protocol: 'chat', headers: {}, body, json, query: '' } });
  expect(text).toBe('{"name":"A","age":null}');
  expect(server.seen).toEqual([json]);
});
