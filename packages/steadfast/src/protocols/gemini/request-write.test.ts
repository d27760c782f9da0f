import { expect, test } from 'vitest';
import type { CompletionRequest, Effort } from '../../model/completion-request.ts';
import { asArray, asObject } from '../../model/json.ts';
import type { AssistantPart, Message, OpaqueState } from '../../model/message.ts';
import type { WrittenRequest } from '../protocol.ts';
import { gemini } from './gemini.ts';

const user: Message = { role: 'user', content: 'Hello.' };

function write(request: Partial<CompletionRequest>, model = 'gemini-4-argon'): WrittenRequest {
  return gemini.writeRequest({ messages: [user], ...request }, { model, stream: true, family: 'google', dialect: {} });
}

function fieldsNoted({ adaptations }: WrittenRequest): string[] {
  return adaptations.map(({ field, action }) => `${field} ${action}`);
}

test('neither the model nor the stream is in the body: both are in the path', () => {
  expect(write({}).body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Hello.' }] }] });
  expect(gemini.path('gemini-4-argon', false)).toBe('/models/gemini-4-argon:generateContent');
  expect(gemini.path('models/gemini-4-argon', true)).toBe('/models/gemini-4-argon:streamGenerateContent?alt=sse');
  expect(gemini.path('tunedModels/mine', false)).toBe('/tunedModels/mine:generateContent');
  expect(gemini.path('a?b', false)).toBe('/models/a%3Fb:generateContent');
});

test('messages of the system become one instruction, and those of one role one turn', () => {
  const written = write({
    messages: [
      { role: 'system', content: 'Be brief.' },
      user,
      { role: 'user', content: 'And again.' },
      { role: 'assistant', content: 'Yes.' },
      { role: 'system', content: 'Be long.' },
      user,
    ],
  });
  expect(written.body).toEqual({
    systemInstruction: { parts: [{ text: 'Be brief.' }, { text: 'Be long.' }] },
    contents: [
      { role: 'user', parts: [{ text: 'Hello.' }, { text: 'And again.' }] },
      { role: 'model', parts: [{ text: 'Yes.' }] },
      { role: 'user', parts: [{ text: 'Hello.' }] },
    ],
  });
  expect(fieldsNoted(written)).toEqual(['messages[4] changed']);
});

test('a model without system instructions is told them by the user', () => {
  const messages: Message[] = [{ role: 'system', content: 'Be brief.' }, user];
  const { contents, systemInstruction } = write({ messages }, 'gemma-3-27b-it').body;
  expect(contents).toEqual([{ role: 'user', parts: [{ text: 'Be brief.' }, { text: 'Hello.' }] }]);
  expect(systemInstruction).toBeUndefined();
});

test('thinking is asked for by tokens or by level, as the generation of the model takes it', () => {
  const thinking = (request: Partial<CompletionRequest>, model: string): unknown =>
    asObject(write(request, model).body.generationConfig).thinkingConfig;
  const shown = (fields: object): object => ({ includeThoughts: true, ...fields });
  expect(thinking({ effort: 'high' }, 'gemini-2.5-pro')).toEqual(shown({ thinkingBudget: 24_576 }));
  expect(thinking({ effort: 'max' }, 'gemini-2.5-pro')).toEqual(shown({ thinkingBudget: 32_768 }));
  expect(thinking({ effort: 'none' }, 'gemini-2.5-flash')).toEqual({ thinkingBudget: 0 });
  expect(thinking({ effort: 'none' }, 'gemini-2.5-pro')).toEqual(shown({ thinkingBudget: 128 }));
  expect(thinking({ thinkingTokens: 99_999 }, 'gemini-2.5-flash')).toEqual(shown({ thinkingBudget: 24_576 }));
  expect(thinking({ thinkingTokens: 100 }, 'gemini-2.5-flash-lite')).toEqual(shown({ thinkingBudget: 512 }));
  const levels = (model: string): unknown[] =>
    (['none', 'minimal', 'medium', 'xhigh'] satisfies Effort[]).map(
      (effort) => asObject(thinking({ effort }, model)).thinkingLevel,
    );
  expect(levels('gemini-3-pro-preview')).toEqual(['low', 'low', 'low', 'high']);
  expect(levels('gemini-3.5-flash')).toEqual(['minimal', 'minimal', 'medium', 'high']);
  expect(levels('gemini-4-hydrogen')).toEqual(['low', 'low', 'medium', 'xhigh']);
  expect(levels('gemini-flash-latest')).toEqual(['low', 'low', 'medium', 'high']);
  expect(thinking({ thinkingTokens: 8192 }, 'gemini-4-argon')).toEqual(shown({ thinkingLevel: 'medium' }));
  expect(thinking({ effort: 'high' }, 'gemini-2.0-flash')).toBeUndefined();
});

test('each measure of thinking that is not sent as it was asked is noted', () => {
  const noted = (request: Partial<CompletionRequest>, model: string): string[] => fieldsNoted(write(request, model));
  expect(noted({ effort: 'low' }, 'gemini-4-argon')).toEqual([]);
  expect(noted({ effort: 'none' }, 'gemini-2.5-flash')).toEqual([]);
  expect(noted({ effort: 'low' }, 'gemini-2.5-pro')).toEqual(['effort changed']);
  expect(noted({ effort: 'max', thinkingTokens: 5 }, 'gemini-4-argon')).toEqual([
    'effort changed',
    'thinkingTokens dropped',
  ]);
  expect(noted({ effort: 'max', thinkingTokens: 500 }, 'gemini-2.5-pro')).toEqual(['effort dropped']);
  expect(noted({ effort: 'max', thinkingTokens: 5 }, 'gemini-1.5-pro')).toEqual([
    'effort dropped',
    'thinkingTokens dropped',
  ]);
});

test("the family's own options are put over the body at every depth", () => {
  const google = {
    generationConfig: { thinkingConfig: { includeThoughts: false }, candidateCount: 2 },
    cachedContent: 'c',
  };
  const { body } = write({ effort: 'low', temperature: 1, providerOptions: { google } });
  expect(body).toMatchObject({
    cachedContent: 'c',
    generationConfig: {
      temperature: 1,
      candidateCount: 2,
      thinkingConfig: { thinkingLevel: 'low', includeThoughts: false },
    },
  });
  expect(fieldsNoted(write({ providerOptions: { openai: { store: true } } }))).toEqual([
    'providerOptions.openai.store dropped',
  ]);
});

const state = (origin: string, value: object): OpaqueState => ({ origin, value: JSON.parse(JSON.stringify(value)) });

function callsOf(content: AssistantPart[], model?: string): unknown[] {
  const { contents } = write({ messages: [user, { role: 'assistant', content }] }, model).body;
  return asArray(asObject(asArray(contents)[1]).parts).map((part) => asObject(part).thoughtSignature);
}

test('the first call of a turn that Gemini did not sign gets the documented stand-in, where one is demanded', () => {
  const call: AssistantPart = { type: 'tool-call', id: 'call_1', name: 'f', input: {} };
  const signed: AssistantPart = { ...call, state: state('google', { thoughtSignature: 'c2ln' }) };
  expect(callsOf([call, call])).toEqual(['skip_thought_signature_validator', undefined]);
  expect(callsOf([signed, call])).toEqual(['c2ln', undefined]);
  expect(callsOf([call], 'gemini-2.5-pro')).toEqual([undefined]);
  expect(callsOf([{ ...call, state: state('openai', { id: 'x' }) }])).toEqual(['skip_thought_signature_validator']);
});

test('what belongs to another family stays behind, and is noted', () => {
  const ran = { id: 'x', providerExecuted: true, state: state('anthropic', { type: 'server_tool_use' }) } as const;
  const written = write({
    messages: [
      user,
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Hm.', state: state('anthropic', { signature: 's' }) },
          { type: 'reasoning', text: 'So.' },
          { type: 'text', text: 'Yes.', state: state('anthropic', { citations: [] }) },
          { type: 'tool-call', name: 'web_search', input: {}, ...ran },
          { type: 'tool-result', output: 'found', ...ran },
          { type: 'text', text: '' },
        ],
      },
    ],
    tools: [{ name: 'web_search', provided: { origin: 'anthropic', value: { type: 'web_search' } } }],
    toolChoice: 'required',
    parallelToolCalls: false,
    endUser: 'someone',
    outputFormat: { type: 'json', name: 'answer', schema: {} },
  });
  expect(asArray(written.body.contents)[1]).toEqual({
    role: 'model',
    parts: [{ text: 'So.', thought: true }, { text: 'Yes.' }],
  });
  expect(fieldsNoted(written)).toEqual([
    'messages[1].content[0] dropped',
    'messages[1].content[2].state dropped',
    'messages[1].content[3] dropped',
    'messages[1].content[4] dropped',
    'messages[1].content[5] dropped',
    'parallelToolCalls dropped',
    'tools[0] dropped',
    'toolChoice dropped',
    'outputFormat.name dropped',
    'endUser dropped',
  ]);
});

const image = { type: 'image', source: { kind: 'base64', data: 'AAAA', mediaType: 'image/png' } } as const;

test('results stand in a turn of their own, named and in the order of their calls', () => {
  const call = (id: string, name: string): AssistantPart => ({ type: 'tool-call', id, name, input: {} });
  const messages: Message[] = [
    user,
    { role: 'assistant', content: [call('gemini_a_0', 'f'), call('call_1', 'g')] },
    { role: 'tool', content: [{ type: 'tool-result', id: 'call_1', output: 'no', isError: true }] },
    { role: 'tool', content: [{ type: 'tool-result', id: 'gemini_a_0', output: '{"a":1}' }] },
    user,
  ];
  const { contents } = write({ messages }, 'gemini-2.5-pro').body;
  expect(asArray(JSON.parse(JSON.stringify(contents))).slice(1)).toEqual([
    {
      role: 'model',
      parts: [{ functionCall: { name: 'f', args: {} } }, { functionCall: { id: 'call_1', name: 'g', args: {} } }],
    },
    {
      role: 'user',
      parts: [
        { functionResponse: { name: 'f', response: { a: 1 } } },
        { functionResponse: { id: 'call_1', name: 'g', response: { error: 'no' } } },
      ],
    },
    { role: 'user', parts: [{ text: 'Hello.' }] },
  ]);
});

test('images in results go with them, or behind them to a model that takes none there', () => {
  const content = [{ type: 'tool-result' as const, id: 'call_1', name: 'f', output: [image] }];
  const written = (model: string): WrittenRequest => write({ messages: [user, { role: 'tool', content }] }, model);
  const inlineData = { mimeType: 'image/png', data: 'AAAA' };
  expect(asArray(written('gemini-3.5-flash').body.contents).slice(1)).toEqual([
    { role: 'user', parts: [{ functionResponse: { id: 'call_1', name: 'f', response: {}, parts: [{ inlineData }] } }] },
  ]);
  const older = written('gemini-2.5-flash');
  expect(asArray(older.body.contents).slice(1)).toEqual([
    { role: 'user', parts: [{ functionResponse: { id: 'call_1', name: 'f', response: {} } }] },
    { role: 'user', parts: [{ inlineData }] },
  ]);
  expect(fieldsNoted(older)).toEqual(['messages[1].content[0].output changed']);
});

test('images and files are sent inline or by their address, with a media type where one can be told', () => {
  const content = [
    { type: 'image', source: { kind: 'url', url: 'data:image/gif;base64,AAAA' }, detail: 'high' },
    { type: 'image', source: { kind: 'url', url: 'https://example.com/a.webp?b' } },
    { type: 'image', source: { kind: 'url', url: 'https://example.com/a' } },
    { type: 'file', source: { kind: 'url', url: 'https://youtu.be/a' } },
    { type: 'file', source: { kind: 'reference', id: 'gs://bucket/a' } },
    { type: 'file', source: { kind: 'text', text: 'Ä', mediaType: 'text/plain' }, filename: 'a.txt' },
  ] as const;
  const written = write({ messages: [{ role: 'user', content }] });
  expect(asObject(asArray(written.body.contents)[0]).parts).toEqual([
    { inlineData: { mimeType: 'image/gif', data: 'AAAA' } },
    { fileData: { mimeType: 'image/webp', fileUri: 'https://example.com/a.webp?b' } },
    { fileData: { mimeType: 'image/jpeg', fileUri: 'https://example.com/a' } },
    { fileData: { fileUri: 'https://youtu.be/a' } },
    { fileData: { fileUri: 'gs://bucket/a' } },
    { inlineData: { mimeType: 'text/plain', data: 'w4Q=' } },
  ]);
  expect(fieldsNoted(written)).toEqual([
    'messages[0].content[0].detail dropped',
    'messages[0].content[5].filename dropped',
  ]);
});

test('what the provider said of a whole reply does not return to it, but words that carry it do', () => {
  const own = state('google', { candidate: { groundingMetadata: {} } });
  const content: AssistantPart[] = [
    { type: 'text', text: 'Yes.' },
    { type: 'reasoning', text: '', state: own },
    { type: 'reasoning', text: 'Hm.', state: own },
  ];
  const written = write({ messages: [user, { role: 'assistant', content }] });
  const parts = [{ text: 'Yes.' }, { text: 'Hm.', thought: true }];
  expect(asArray(written.body.contents)[1]).toEqual({ role: 'model', parts });
  expect(written.adaptations).toEqual([]);
});

test('a reply that the provider paused is gone on with by its token, which stands for what was said', () => {
  const said = gemini.readReply(
    {
      candidates: [{ content: { parts: [{ text: 'So far' }] }, finishReason: 'CONTINUATION', continuationToken: 't' }],
    },
    'google',
  );
  expect(said.finishReason).toBe('pause');
  const { body } = write({ messages: [user, { role: 'assistant', content: said.content }] });
  expect(body).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Hello.' }] }], continuationToken: 't' });
});
