import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EmbeddingReply, EmbeddingRequest } from '../model/embedding.ts';
import { unreportedUsage, usageOf } from '../model/usage.ts';
import { chat } from './chat/chat.ts';
import { gemini } from './gemini/gemini.ts';
import { ollama } from './ollama/ollama.ts';
import type { SideCall } from './protocol.ts';
import { responses } from './responses/responses.ts';

type Embedder = SideCall<EmbeddingRequest, EmbeddingReply>;

function embedderOf({ embeddings }: { readonly embeddings?: Embedder }): Embedder {
  if (embeddings === undefined) throw new Error('no embeddings');
  return embeddings;
}

const openai = embedderOf(chat);
const google = embedderOf(gemini);
const local = embedderOf(ollama);
const families = { openai, google, ollama: local };

test('what each protocol writes of a request it reads again', () => {
  const texts = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
  const dimensions = fc.option(fc.integer({ min: 1, max: 3_000 }), { nil: undefined });
  fc.assert(
    fc.property(texts, dimensions, (input, length) => {
      for (const [family, side] of Object.entries(families)) {
        const { body, adaptations } = side.writeRequest(
          { input, dimensions: length },
          { model: 'm', stream: false, family, dialect: {} },
        );
        expect(adaptations).toEqual([]);
        expect(side.readRequest(body)).toEqual({ input, dimensions: length });
      }
    }),
  );
});

test('what each protocol writes of vectors it reads again', () => {
  const vectors = fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(vectors, (rows) => {
      // Minus nothing is nothing in JSON.
      const plain = rows.map((row) => row.map((value) => value + 0));
      for (const side of Object.values(families)) {
        const answer = { vectors: plain, usage: usageOf({ uncached: 3 }) };
        const read = side.readAnswer(side.writeAnswer(answer, { model: 'm', body: {} }));
        expect(read.vectors).toEqual(plain);
        expect(read.usage.inputTokens).toBe(3);
      }
    }),
  );
});

test("OpenAI's vectors come as numbers or as base64, and in any order", () => {
  const answer = { vectors: [[1, -0.5]], usage: unreportedUsage };
  const body = { encoding_format: 'base64' };
  const written = openai.writeAnswer(answer, { model: 'm', body });
  expect(written).toMatchObject({ data: [{ embedding: 'AACAPwAAAL8=' }] });
  expect(openai.readAnswer(written).vectors).toEqual([[1, -0.5]]);
  const turned = {
    data: [
      { index: 1, embedding: [2] },
      { index: 0, embedding: [1] },
    ],
    model: 'm-1',
  };
  expect(openai.readAnswer(turned)).toMatchObject({
    vectors: [[1], [2]],
    answeredBy: 'm-1',
    usage: { reported: false },
  });
  expect(responses.embeddings).toBe(openai);
});

test('the vector of a single text has its own path and shape', () => {
  const answer = { vectors: [[0.5]], usage: unreportedUsage };
  const single = { model: 'm', body: {}, form: 'single' as const };
  expect(google.path('m', 'single')).toBe('/models/m:embedContent');
  expect(google.path('m')).toBe('/models/m:batchEmbedContents');
  expect(google.writeAnswer(answer, single)).toEqual({ embedding: { values: [0.5] } });
  expect(google.readAnswer({ embedding: { values: [0.5] } }).vectors).toEqual([[0.5]]);
  expect(local.path('m', 'single')).toBe('/api/embeddings');
  expect(local.writeAnswer(answer, single)).toEqual({ embedding: [0.5] });
  expect(local.readRequest({ model: 'm', prompt: 'one' }).input).toEqual(['one']);
});

test("Google's requests name the model of the path once more", () => {
  const batch = {
    requests: [{ model: 'models/google/a', content: { parts: [{ text: 'x' }] }, taskType: 'CLUSTERING' }],
  };
  expect(google.retarget?.(batch, 'a')).toMatchObject({ requests: [{ model: 'models/a', taskType: 'CLUSTERING' }] });
  expect(google.readRequest(batch)).toEqual({
    input: ['x'],
    providerOptions: { google: { taskType: 'CLUSTERING' } },
  });
});

test('what is no text is refused by name, and what is no vector is no reply', () => {
  expect(() => openai.readRequest({ model: 'm', input: [[1, 2]] })).toThrow('input[0]');
  expect(() => openai.readRequest({ model: 'm', input: [] })).toThrow('input');
  expect(() => google.readRequest({ content: { parts: [{ inlineData: {} }] } })).toThrow('content');
  for (const side of Object.values(families)) expect(() => side.readAnswer({ x: 1 })).toThrow(/neither|no array/);
  expect(() => openai.readAnswer({ data: [{ embedding: 'AAA=' }] })).toThrow('middle of a number');
});
