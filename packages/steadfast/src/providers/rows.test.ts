import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { asObject, parseJson } from '../model/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { ToolSpec } from '../model/tool-spec.ts';
import type { ModelOptions } from './model-options.ts';
import { createModels } from './models.ts';
import type { Models } from './models.ts';
import { providers } from './table.ts';

interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: JsonObject;
  readonly text: string;
}

const usage = { input_tokens: 3, output_tokens: 2, total_tokens: 5 };
const text = { type: 'output_text', text: 'Hello.', annotations: [] };
const said = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [text] };

/** A short reply in the language of the path. */
function replyAt(path: string): JsonObject {
  if (path.includes('/messages')) {
    const content = [{ type: 'text', text: 'Hello.' }];
    return { id: 'm', type: 'message', role: 'assistant', model: 'm', content, stop_reason: 'end_turn', usage };
  }
  if (path.includes(':generateContent')) {
    return { candidates: [{ content: { role: 'model', parts: [{ text: 'Hello.' }] }, finishReason: 'STOP' }] };
  }
  if (path.includes('/api/chat')) {
    return { model: 'm', message: { role: 'assistant', content: 'Hello.' }, done: true, done_reason: 'stop' };
  }
  if (path.includes('/responses')) {
    return { id: 'resp_1', object: 'response', status: 'completed', model: 'm', output: [said], usage };
  }
  return { choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }] };
}

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A server that speaks all languages, by path, and keeps what it was asked. */
async function polyglot(): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const sent = Buffer.concat(chunks).toString();
      const path = request.url ?? '';
      seen.push({ path, headers: request.headers, body: asObject(parseJson(sent)), text: sent });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(replyAt(path)));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, seen };
}

function modelsIn(environment: Record<string, string>, options: Parameters<typeof createModels>[0] = {}): Models {
  const models = createModels({ environment, ...options });
  cleanups.push(() => models.close());
  return models;
}

const weather: ToolSpec = { name: 'weather', inputSchema: { type: 'object', properties: {} } };

test.each([
  ['a bare address', '', {}, '/openai/v1/chat/completions'],
  ['an address with the first half of the path', '/openai/', {}, '/openai/v1/chat/completions'],
  ['the v1 address, whatever version is set', '/openai/v1', { version: '2024-10-21' }, '/openai/v1/chat/completions'],
  ['a named version', '', { version: 'preview' }, '/openai/v1/chat/completions?api-version=preview'],
  [
    'a day as the version',
    '',
    { version: '2024-10-21' },
    '/openai/deployments/house%2Fgpt/chat/completions?api-version=2024-10-21',
  ],
  [
    'the address of a deployment',
    '/openai/deployments/other',
    { version: '2024-10-21' },
    '/openai/deployments/other/chat/completions?api-version=2024-10-21',
  ],
  [
    'an address with its version',
    '/openai/deployments/{model}?api-version=2025-01-01-preview',
    { version: '2024-10-21' },
    '/openai/deployments/house%2Fgpt/chat/completions?api-version=2025-01-01-preview',
  ],
  [
    'the address of all models',
    '/models',
    { version: '2024-05-01-preview' },
    '/models/chat/completions?api-version=2024-05-01-preview',
  ],
  ['Responses', '', { protocol: 'responses' }, '/openai/v1/responses'],
  [
    'Responses in a version that is a day',
    '',
    { protocol: 'responses', version: '2025-04-01-preview' },
    '/openai/responses?api-version=2025-04-01-preview',
  ],
] as const)('Azure is asked by its key at the address that goes with %s', async (_, base, asked, path) => {
  const server = await polyglot();
  const { version, protocol }: { version?: string; protocol?: 'responses' } = asked;
  const environment = { AZURE_OPENAI_ENDPOINT: server.url + base, AZURE_OPENAI_API_KEY: 'sk-azure' };
  const options: ModelOptions = { protocol };
  const fromEnvironment = modelsIn(
    version === undefined ? environment : { ...environment, OPENAI_API_VERSION: version },
  );
  const fromProgram = modelsIn(environment);
  const replies = [
    await fromEnvironment.model('azure/house/gpt', options).complete('Hi.'),
    await fromProgram.model('azure/house/gpt', { ...options, apiVersion: version }).complete('Hi.'),
  ];
  expect(replies.map((reply) => reply.text)).toEqual(['Hello.', 'Hello.']);
  expect(server.seen.map((seen) => seen.path)).toEqual([path, path]);
  expect(server.seen[0]?.headers).toMatchObject({ 'api-key': 'sk-azure' });
  expect(server.seen[0]?.headers.authorization).toBeUndefined();
  expect(server.seen[0]?.body['model']).toBe('house/gpt');
});

test('Azure by the name of the resource alone; without any, what is missing is named', async () => {
  const named = modelsIn({ AZURE_RESOURCE_NAME: 'house', AZURE_API_KEY: 'k' });
  expect(named.describe('azure/gpt-4o').provider.baseUrl).toBe('https://house.openai.azure.com/openai/v1');
  await expect(modelsIn({ AZURE_API_KEY: 'k' }).model('azure/gpt-4o').complete('Hi.')).rejects.toThrow(
    'No base address for Azure OpenAI: none of AZURE_OPENAI_BASE_URL, AZURE_OPENAI_ENDPOINT, AZURE_RESOURCE_NAME is set.',
  );
  await expect(modelsIn({ SNOWFLAKE_PAT: 'k' }).model('snowflake/claude').complete('Hi.')).rejects.toThrow(
    'Set it with `export SNOWFLAKE_ACCOUNT=<snowflake account>`, or give `baseUrl`.',
  );
  const { provider } = modelsIn({ AWS_DEFAULT_REGION: 'eu-west-1' }).describe('bedrock-mantle/openai.gpt-oss-20b');
  expect(provider.baseUrl).toBe('https://bedrock-mantle.eu-west-1.api.aws/v1');
});

test('an Anthropic model is asked in the version that is wanted, without what that version refuses', async () => {
  const server = await polyglot();
  const models = modelsIn({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: server.url });
  const document = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Once.' } };
  const citations = [{ type: 'char_location', cited_text: 'Once.' }];
  const request = {
    temperature: 0.2,
    topK: 4,
    messages: [
      {
        role: 'user',
        content: [{ type: 'text', text: 'Tell.', state: { origin: 'anthropic', value: { citations } } }],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Here.' },
          {
            type: 'file',
            source: { kind: 'text', text: 'Once.', mediaType: 'text/plain' },
            state: { origin: 'anthropic', value: document },
          },
        ],
      },
      { role: 'user', content: 'On.' },
    ],
  } as const;
  const before = await models.model('anthropic/claude-haiku-4-5').complete(request);
  const after = await models.model('anthropic/claude-haiku-4-5', { apiVersion: '2026-10-21' }).complete(request);
  const [first, second] = server.seen;
  expect(first?.headers['anthropic-version']).toBe('2023-06-01');
  expect(first?.body).toMatchObject({ temperature: 0.2, top_k: 4 });
  expect(first?.text).toContain('"citations"');
  expect(first?.text).toContain('"document"');
  expect(before.adaptations.filter(({ field }) => field !== 'maxOutputTokens')).toEqual([]);
  expect(second?.headers['anthropic-version']).toBe('2026-10-21');
  expect(second?.text).not.toMatch(/temperature|top_k|citations|document/);
  const fields = after.adaptations.map(({ field }) => field);
  expect(fields).toEqual(
    expect.arrayContaining(['temperature', 'topK', 'messages[0].content[0].citations', 'messages[1].content[1]']),
  );
});

test.each([
  ['openai/gpt-6-astra', {}, 'responses'],
  ['openai/gpt-6.1-sol', { tools: [weather] }, 'responses'],
  ['openai/gpt-5-pro', {}, 'responses'],
  ['openai/gpt-5.1-codex-max', {}, 'responses'],
  ['openai/o3-pro', {}, 'responses'],
  ['openai/gpt-9', {}, 'responses'],
  ['azure/gpt-6-astra', {}, 'responses'],
  ['openai/gpt-6-luna', {}, 'chat/completions'],
  ['openai/gpt-6-luna', { tools: [weather] }, 'responses'],
  ['openai/gpt-6-luna', { tools: [weather], effort: 'low' }, 'responses'],
  ['openai/gpt-6-luna', { tools: [weather], effort: 'none' }, 'chat/completions'],
  ['openai/gpt-5.4', { tools: [weather], effort: 'low' }, 'chat/completions'],
  ['openai/gpt-4o', { tools: [weather] }, 'chat/completions'],
] as const)('%s asked with %j goes to /%s', async (name, asked, path) => {
  const server = await polyglot();
  const options = { baseUrl: `${server.url}/v1`, apiKey: 'k' };
  const request = { messages: [{ role: 'user', content: 'Hi.' }], ...asked } as const;
  const reply = await modelsIn({}).model(name, options).complete(request);
  expect([reply.text, server.seen[0]?.path]).toEqual(['Hello.', `/v1/${path}`]);
  expect(reply.attempts[0]?.protocol).toBe(path === 'responses' ? 'responses' : 'chat');
});

test('which protocol a model is asked in is the user’s to say, by model, by catalog and by row', async () => {
  const server = await polyglot();
  const at = { baseUrl: `${server.url}/v1`, apiKey: 'k' };
  const alone = Object.values(providers).map((row) => [row.id, { ...row, otherProtocols: undefined }] as const);
  await modelsIn({})
    .model('openai/gpt-6-astra', { ...at, protocol: 'chat' })
    .complete('Hi.');
  const catalog = [{ models: 'openai/gpt-6-astra', protocol: 'chat' } as const];
  await modelsIn({}, { catalog }).model('openai/gpt-6-astra', at).complete('Hi.');
  await modelsIn({}, { providers: Object.fromEntries(alone) })
    .model('openai/gpt-6-astra', at)
    .complete('Hi.');
  await modelsIn({})
    .model('xai/grok-4.5', { ...at, protocol: 'responses' })
    .complete('Hi.');
  const paths = server.seen.map((seen) => seen.path.slice('/v1/'.length));
  expect(paths).toEqual(['chat/completions', 'chat/completions', 'chat/completions', 'responses']);
  expect(modelsIn({}).describe('openai/gpt-6-astra').provider.protocol).toBe('responses');
});

test('bytes go on as they came in each protocol that suits the model, and cross to Responses where none other does', async () => {
  const server = await polyglot();
  const models = modelsIn({});
  const at = { baseUrl: `${server.url}/v1`, apiKey: 'k' };
  const ask = (name: string, protocol: 'chat' | 'responses', json: JsonObject) =>
    models.model(name, at).complete({
      messages: [{ role: 'user', content: 'Hi.' }],
      raw: { protocol, headers: {}, body: Buffer.from(JSON.stringify(json)), json, query: '' },
    });
  const chat = { model: 'fast', messages: [{ role: 'user', content: 'Hi.' }], odd: 1 };
  const responses = { model: 'fast', input: 'Hi.', odd: 1 };
  await ask('openai/gpt-6-luna', 'chat', chat);
  await ask('openai/gpt-6-luna', 'responses', responses);
  await ask('openai/gpt-6-astra', 'responses', responses);
  await ask('openai/gpt-5.4', 'responses', responses);
  await ask('openai/gpt-6-astra', 'chat', chat);
  await ask('lmstudio/qwen3', 'responses', responses);
  expect(server.seen.map(({ path, body }) => [path, body['odd']])).toEqual([
    ['/v1/chat/completions', 1],
    ['/v1/responses', 1],
    ['/v1/responses', 1],
    ['/v1/responses', 1],
    ['/v1/responses', undefined],
    ['/v1/chat/completions', undefined],
  ]);
});
