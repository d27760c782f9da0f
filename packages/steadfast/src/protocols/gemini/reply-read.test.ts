import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { gemini } from './gemini.ts';

const read = (body: JsonValue): ReturnType<typeof gemini.readReply> => gemini.readReply(body, 'google');
const candidate = (parts: JsonObject[], more: JsonObject = { finishReason: 'STOP' }): JsonObject => ({
  content: { role: 'model', parts },
  ...more,
});

test('calls without ids get one from the reply, and a stop with calls is a call of tools', () => {
  const parts = [
    { functionCall: { name: 'f' } },
    { text: '' },
    { functionCall: { id: 'x', name: 'g', args: { a: 1 } } },
  ];
  expect(read({ responseId: 'r-1', modelVersion: 'gemini-4-argon', candidates: [candidate(parts)] })).toMatchObject({
    content: [
      { type: 'tool-call', id: 'gemini_r-1_0', name: 'f', input: {} },
      { type: 'tool-call', id: 'x', name: 'g', input: { a: 1 } },
    ],
    finishReason: 'tool-calls',
    rawFinishReason: 'STOP',
    id: 'r-1',
    answeredBy: 'gemini-4-argon',
  });
});

test('what the provider runs itself is a call with its result, told apart by id or by order', () => {
  const { content, finishReason } = read({
    responseId: 'r',
    candidates: [
      candidate([
        { executableCode: { language: 'PYTHON', code: '1 / 0' } },
        { codeExecutionResult: { outcome: 'OUTCOME_FAILED', output: 'no' } },
        { toolCall: { id: 'x', toolType: 'GOOGLE_SEARCH_WEB', args: { queries: ['a'] } } },
        { toolResponse: { id: 'x', toolType: 'GOOGLE_SEARCH_WEB', response: { a: 1 } } },
      ]),
    ],
  });
  expect(finishReason).toBe('stop');
  expect(content).toMatchObject([
    { id: 'gemini_r_0', name: 'codeExecution', input: { language: 'PYTHON', code: '1 / 0' }, providerExecuted: true },
    { id: 'gemini_r_0', output: 'no', isError: true, providerExecuted: true },
    { id: 'x', name: 'GOOGLE_SEARCH_WEB', input: { queries: ['a'] }, providerExecuted: true },
    { id: 'x', output: '{"a":1}', providerExecuted: true },
  ]);
});

test('a reason given as a number is its word, where all of Google agrees on it', () => {
  const reasonOf = (finishReason: number): (string | undefined)[] => {
    const reply = read({ candidates: [candidate([{ text: 'a' }], { finishReason })] });
    return [reply.finishReason, reply.rawFinishReason];
  };
  expect([1, 2, 3, 6].map(reasonOf)).toEqual([
    ['stop', 'STOP'],
    ['length', 'MAX_TOKENS'],
    ['content-filter', 'SAFETY'],
    ['other', '6'],
  ]);
});

test('a candidate that ended for a reason is a reply, even if it says nothing', () => {
  expect(read({ candidates: [{ content: {}, finishReason: 'SAFETY' }] })).toMatchObject({
    content: [],
    finishReason: 'content-filter',
  });
  expect(read({ candidates: [{ finishReason: 'MAX_TOKENS' }] })).toMatchObject({ content: [], finishReason: 'length' });
});

test('a prompt that was refused is an error, and so is a reply that says nothing or that the model spoilt', () => {
  const failing =
    (body: JsonValue): (() => unknown) =>
    () =>
      read(body);
  const feedback = { blockReason: 'MODEL_ARMOR', blockReasonMessage: 'It is a jailbreak.' };
  expect(failing({ promptFeedback: feedback })).toThrow(
    expect.objectContaining({
      kind: 'content-filter',
      code: 'MODEL_ARMOR',
      message: 'The provider refused the prompt (MODEL_ARMOR): It is a jailbreak.',
    }),
  );
  expect(failing({ promptFeedback: { blockReason: 3 } })).toThrow(expect.objectContaining({ kind: 'content-filter' }));
  const invalid = expect.objectContaining({ kind: 'invalid-reply' });
  expect(failing({ usageMetadata: { promptTokenCount: 1 } })).toThrow(invalid);
  expect(failing({ candidates: [{ content: {} }] })).toThrow(invalid);
  expect(failing('no')).toThrow(invalid);
  const spoilt = { finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'Malformed function call: print(' };
  expect(failing({ candidates: [spoilt] })).toThrow(invalid);
  expect(failing({ candidates: [spoilt] })).toThrow('print(');
  const error = { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' };
  expect(failing({ error })).toThrow(expect.objectContaining({ kind: 'overloaded', status: 503 }));
});

test('several candidates are one reply and its alternatives, in the order of their index', () => {
  const reply = read({
    candidates: [candidate([{ text: 'b' }], { index: 1, finishReason: 'MAX_TOKENS' }), candidate([{ text: 'a' }])],
  });
  expect(reply).toMatchObject({
    content: [{ text: 'a' }],
    finishReason: 'stop',
    alternatives: [{ content: [{ text: 'b' }], finishReason: 'length' }],
  });
});

test('a reply that came as an array of pieces is joined, and one that was cut is an interruption', () => {
  const first = { responseId: 'r', candidates: [candidate([{ text: 'Hel' }], {})] };
  const last = {
    candidates: [candidate([{ text: 'lo.' }])],
    usageMetadata: { promptTokenCount: 2, candidatesTokenCount: 1, thoughtsTokenCount: 4 },
  };
  expect(read([first, last])).toMatchObject({
    content: [{ type: 'text', text: 'Hello.' }],
    finishReason: 'stop',
    usage: { inputTokens: 2, outputTokens: 5, output: { text: 1, reasoning: 4 } },
  });
  expect(() => read([first])).toThrow(expect.objectContaining({ kind: 'interrupted' }));
  expect(() => read([first, { error: { code: 500, message: 'Internal error.', status: 'INTERNAL' } }])).toThrow(
    expect.objectContaining({ kind: 'server' }),
  );
  expect(() => read([])).toThrow(expect.objectContaining({ kind: 'interrupted' }));
});

test('the prompt counts the cached tokens in and those of tools out, the candidates count the thoughts out', () => {
  const usageMetadata = {
    promptTokenCount: 100,
    cachedContentTokenCount: 80,
    toolUsePromptTokenCount: 7,
    candidatesTokenCount: 5,
    thoughtsTokenCount: 9,
    totalTokenCount: 121,
  };
  expect(read({ candidates: [candidate([{ text: 'a' }])], usageMetadata }).usage).toMatchObject({
    inputTokens: 107,
    outputTokens: 14,
    totalTokens: 121,
    input: { uncached: 27, cacheRead: 80, cacheWrite: 0 },
    output: { text: 5, reasoning: 9 },
    raw: usageMetadata,
  });
  expect(
    read({ candidates: [candidate([{ text: 'a' }])], usageMetadata: { trafficType: 'ON_DEMAND' } }).usage.reported,
  ).toBe(false);
});
