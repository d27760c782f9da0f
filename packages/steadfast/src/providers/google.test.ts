import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import type { RawRequest } from '../model/completion-request.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import { createModels } from './models.ts';

interface Server extends AsyncDisposable {
  readonly paths: string[];
  readonly model: Model;
}

/** A model of Google's whose server answers every request with this body. */
async function answering(type: string, body: string): Promise<Server> {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    request.resume().on('end', () => response.writeHead(200, { 'content-type': type }).end(body));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const environment = { GEMINI_API_KEY: 'key', GOOGLE_GEMINI_BASE_URL: `http://127.0.0.1:${port}` };
  const models = createModels({ environment });
  return {
    paths,
    model: models.model('gemini/gemini-2.5-pro', { retry: false }),
    [Symbol.asyncDispose]: async () => {
      await models.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const first = { responseId: 'r', candidates: [{ content: { role: 'model', parts: [{ text: 'Hel' }] } }] };
const last = { candidates: [{ content: { role: 'model', parts: [{ text: 'lo.' }] }, finishReason: 'STOP' }] };
const events = (...pieces: object[]): string =>
  pieces.map((piece) => `data: ${JSON.stringify(piece)}\r\n\r\n`).join('');

async function textOf(stream: CompletionStream): Promise<string> {
  let text = '';
  for await (const piece of stream.text) text += piece;
  return text;
}

test('a model of Google answers whole and streamed, each at its own path', async () => {
  await using whole = await answering('application/json; charset=UTF-8', JSON.stringify(last));
  expect(await whole.model.complete('Say hello.')).toMatchObject({ text: 'lo.', model: 'google/gemini-2.5-pro' });
  expect(whole.paths).toEqual(['/v1beta/models/gemini-2.5-pro:generateContent']);
  await using streamed = await answering('text/event-stream', events(first, last));
  expect(await textOf(await streamed.model.stream('Say hello.'))).toBe('Hello.');
  expect(streamed.paths).toEqual(['/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse']);
});

test('an array of pieces in place of a stream is one reply, and a cut one an interruption', async () => {
  await using server = await answering('application/json; charset=UTF-8', JSON.stringify([first, last]));
  expect(await textOf(await server.model.stream('Say hello.'))).toBe('Hello.');
  await using cut = await answering('application/json; charset=UTF-8', JSON.stringify([first]));
  await expect(cut.model.stream('Say hello.')).rejects.toMatchObject({ kind: 'interrupted' });
});

test('a stream that ends before its reason was cut, and what had come is kept', async () => {
  await using server = await answering('text/event-stream', events(first));
  const stream = await server.model.stream('Say hello.');
  await expect(stream.result).rejects.toMatchObject({ kind: 'interrupted', partial: { text: 'Hel' } });
});

test('a request that came in the same protocol is relayed, and the bytes of its reply with it', async () => {
  const json = { contents: [{ role: 'user', parts: [{ text: 'Hi.' }] }] };
  const body = Buffer.from(JSON.stringify(json));
  const raw: RawRequest = { protocol: 'gemini', headers: {}, body, json, query: '?alt=sse&key=theirs' };
  await using server = await answering('text/event-stream', events(first, last));
  let bytes = '';
  for await (const part of await server.model.stream({ messages: [], raw })) {
    if (part.type === 'bytes-delta') bytes += Buffer.from(part.bytes).toString();
  }
  expect(bytes).toBe(events(first, last));
  expect(server.paths).toEqual(['/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse']);
});
