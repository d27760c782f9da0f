import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { simulate } from '@steadfast/testkit';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, isStepCount, streamText, tool } from 'ai';
import { convertArrayToReadableStream, MockLanguageModelV4 } from 'ai/test';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Completion, Reply } from '../../model/completion.ts';
import type { CompletionInput, CompletionRequest } from '../../model/completion-request.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { parseJson } from '../../model/json.ts';
import type { AssistantPart, Message, OpaqueState, TextPart, ToolResultPart, UserPart } from '../../model/message.ts';
import type { Model } from '../../model/model.ts';
import { toCompletion } from '../../model/to-completion.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import { streamOf } from '../../stream/stream-of.ts';
import { fromAiSdk } from './from-ai-sdk.ts';
import { toAiSdk } from './to-ai-sdk.ts';

const text = fc.string({ minLength: 1, maxLength: 12 });
const name = fc.stringMatching(/^[a-z_]{1,10}$/);
const json = fc.jsonValue({ maxDepth: 2 }).map((value): JsonValue => parseJson(JSON.stringify(value)) ?? null);
const object: fc.Arbitrary<JsonObject> = fc.dictionary(name, json, { minKeys: 1, maxKeys: 3 });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const state: fc.Arbitrary<OpaqueState> = fc.oneof(
  fc.record({ origin: fc.constantFrom('anthropic', 'openai', 'steadfast'), value: json }),
  object.map((fields): OpaqueState => ({ origin: 'ai-sdk', value: { acme: fields } })),
);
const base64 = fc
  .base64String({ minLength: 4, maxLength: 12 })
  .map((data) => ({ kind: 'base64' as const, data, mediaType: 'image/png' }));
const url = fc.webUrl().map((address) => ({ kind: 'url' as const, url: new URL(address).href }));

const textPart: fc.Arbitrary<TextPart> = fc.record({ type: fc.constant('text'), text, state: maybe(state) });
const image = fc.record({
  type: fc.constant('image' as const),
  source: fc.oneof(base64, url),
  detail: maybe(fc.constantFrom('low', 'high')),
  state: maybe(state),
});
const pdf = base64.map((source) => ({ ...source, mediaType: 'application/pdf' }));
const file = fc.record({
  type: fc.constant('file' as const),
  source: pdf,
  filename: maybe(name),
  state: maybe(state),
});

const inputText = fc.oneof(
  object.map((value) => JSON.stringify(value)),
  text,
  fc.constant(''),
);
const call = fc
  .record({
    id: fc.uuid(),
    name,
    inputText,
    form: maybe(fc.constant('text' as const)),
    providerExecuted: maybe(fc.constant(true as const)),
    state: maybe(state),
  })
  .map(toolCallOf);
const reasoning: fc.Arbitrary<AssistantPart> = fc.oneof(
  fc.record({ type: fc.constant('reasoning' as const), text, state: maybe(state) }),
  state.map((own) => ({ type: 'reasoning' as const, text: '', state: own })),
);
const result: fc.Arbitrary<ToolResultPart> = fc.record({
  type: fc.constant('tool-result'),
  id: fc.uuid(),
  name,
  output: fc.string(),
  isError: maybe(fc.constant(true as const)),
  state: maybe(state),
});
const ran = result.map((part): ToolResultPart => ({ ...part, providerExecuted: true }));
const saidPart: fc.Arbitrary<AssistantPart> = fc.oneof(textPart, image, file, reasoning, call, ran);

const count = fc.nat(1_000);
const usage = fc.oneof(
  fc.constant(unreportedUsage),
  fc
    .tuple(
      fc.record({ uncached: count, cacheRead: count, cacheWrite: count, text: count, reasoning: count }),
      maybe(object),
    )
    .map(([buckets, raw]) => usageOf(buckets, raw)),
);
const finish = fc.oneof(
  fc.record({
    finishReason: fc.constantFrom(
      'stop' as const,
      'length' as const,
      'tool-calls' as const,
      'content-filter' as const,
      'other' as const,
    ),
    rawFinishReason: maybe(name),
  }),
  fc.constant({ finishReason: 'pause' as const, rawFinishReason: 'pause_turn' }),
);
const reply: fc.Arbitrary<Reply> = fc
  .tuple(fc.array(saidPart, { maxLength: 4 }), usage, finish, fc.uuid(), name)
  .map(([content, counted, ended, id, answeredBy]) => ({ content, usage: counted, ...ended, id, answeredBy }));

/** A model that gives this reply to whatever it is asked. */
function replying(given: Reply): Model & { readonly asked: CompletionInput[] } {
  const asked: CompletionInput[] = [];
  const complete = (input: CompletionInput): Promise<Completion> => {
    asked.push(input);
    const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
    return Promise.resolve(toCompletion(given, { model: 'sim/a', attempts: [], adaptations: [], timings }));
  };
  return { id: 'sim/a', asked, complete, stream: async (input) => streamOf(await complete(input)) };
}

function said({ content, usage: counted, finishReason, rawFinishReason, id, answeredBy }: Reply): Reply {
  return { content, usage: counted, finishReason, rawFinishReason, id, answeredBy };
}

test('a reply is the same after it has gone through the AI SDK, whole and streamed', async () => {
  await fc.assert(
    fc.asyncProperty(reply, async (given) => {
      const there = fromAiSdk(toAiSdk(replying(given)));
      expect(said(await there.complete('Hello'))).toEqual(given);
      const stream = await there.stream('Hello');
      expect(said(await stream.result)).toEqual(given);
    }),
  );
});

const userParts: fc.Arbitrary<UserPart[]> = fc.array(fc.oneof(textPart, image, file), { minLength: 2, maxLength: 3 });
const askedCall = fc.record({
  type: fc.constant('tool-call' as const),
  id: fc.uuid(),
  name,
  input: object,
  providerExecuted: maybe(fc.constant(true as const)),
  state: maybe(state),
});
const output: fc.Arbitrary<ToolResultPart['output']> = fc.oneof(fc.string(), userParts);
const toolResult = fc.tuple(result, output).map(([part, given]): ToolResultPart => ({
  ...part,
  output: given,
  isError: typeof given === 'string' ? part.isError : undefined,
}));
const askedPart: fc.Arbitrary<AssistantPart> = fc.oneof(textPart, image, file, reasoning, askedCall, ran);
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constant('system' as const), content: text }),
  fc.record({ role: fc.constant('user' as const), content: fc.oneof(text, userParts) }),
  fc.record({
    role: fc.constant('assistant' as const),
    content: fc.oneof(text, fc.array(askedPart, { minLength: 2, maxLength: 4 })),
  }),
  fc.record({ role: fc.constant('tool' as const), content: fc.array(toolResult, { minLength: 1, maxLength: 2 }) }),
);
const toolSpec: fc.Arbitrary<ToolSpec> = fc.oneof(
  fc.record({ name, description: maybe(text), inputSchema: object, strict: maybe(fc.boolean()), state: maybe(state) }),
  fc
    .record({
      name,
      provided: fc.record({
        origin: fc.constant('ai-sdk'),
        value: fc.record({ type: fc.constant('provider'), id: fc.constant('acme.search'), name, args: object }),
      }),
    })
    .map((tool) => ({ ...tool, name: tool.provided.value.name })),
);
const request: fc.Arbitrary<CompletionRequest> = fc.record({
  messages: fc.array(message, { minLength: 1, maxLength: 4 }),
  tools: fc.array(toolSpec, { minLength: 1, maxLength: 2 }),
  toolChoice: maybe(
    fc.oneof(fc.constantFrom('auto' as const, 'none' as const, 'required' as const), fc.record({ tool: name })),
  ),
  parallelToolCalls: maybe(fc.boolean()),
  outputFormat: maybe(
    fc.record({
      type: fc.constant('json' as const),
      schema: maybe(object),
      name: maybe(name),
      description: maybe(text),
    }),
  ),
  maxOutputTokens: maybe(count),
  temperature: maybe(fc.constantFrom(0, 1.5)),
  topP: maybe(fc.constant(0.9)),
  topK: maybe(count),
  presencePenalty: maybe(fc.constant(0.5)),
  frequencyPenalty: maybe(fc.constant(-0.5)),
  stopSequences: maybe(fc.array(text, { maxLength: 2 })),
  seed: maybe(count),
  effort: maybe(fc.constantFrom('none' as const, 'minimal' as const, 'max' as const)),
  thinkingTokens: maybe(count),
  endUser: maybe(text),
  metadata: maybe(fc.dictionary(name, text, { maxKeys: 2 })),
  providerOptions: maybe(object.map((fields) => ({ acme: fields }))),
});

test('a request is the same after it has gone through the AI SDK', async () => {
  const given: Reply = { content: [{ type: 'text', text: 'ok' }], finishReason: 'stop', usage: unreportedUsage };
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const here = replying(given);
      const there = fromAiSdk(toAiSdk(here));
      const { adaptations } = await there.complete(asked);
      expect(here.asked).toEqual([asked]);
      expect(adaptations).toEqual([]);
    }),
  );
});

const metadata = object.map((fields) => ({ acme: fields }));
const sdkContent: fc.Arbitrary<LanguageModelV4Content> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text, providerMetadata: maybe(metadata) }),
  fc.record({ type: fc.constant('reasoning' as const), text, providerMetadata: maybe(metadata) }),
  fc.record({
    type: fc.constant('tool-call' as const),
    toolCallId: fc.uuid(),
    toolName: name,
    input: object.map((value) => JSON.stringify(value)),
    providerMetadata: maybe(metadata),
  }),
  fc.record({
    type: fc.constant('file' as const),
    mediaType: fc.constantFrom('image/png', 'application/pdf'),
    data: fc.base64String({ minLength: 4 }).map((data) => ({ type: 'data' as const, data })),
    providerMetadata: maybe(metadata),
  }),
  fc.record({
    type: fc.constant('reasoning-file' as const),
    mediaType: fc.constant('image/png'),
    data: fc.oneof(
      fc.base64String().map((data) => ({ type: 'data' as const, data })),
      url.map((source) => ({ type: 'url' as const, url: new URL(source.url) })),
    ),
    providerMetadata: maybe(metadata),
  }),
  fc.record({
    type: fc.constant('source' as const),
    sourceType: fc.constant('url' as const),
    id: fc.uuid(),
    url: fc.webUrl(),
    title: maybe(text),
  }),
  fc.record({
    type: fc.constant('custom' as const),
    kind: fc.constant('acme.memory' as const),
    providerMetadata: metadata,
  }),
);
const sdkUsage: fc.Arbitrary<LanguageModelV4Usage> = fc
  .record({ noCache: count, cacheRead: count, cacheWrite: count, text: count, reasoning: count })
  .map((buckets) => ({
    inputTokens: {
      total: buckets.noCache + buckets.cacheRead + buckets.cacheWrite,
      noCache: buckets.noCache,
      cacheRead: buckets.cacheRead,
      cacheWrite: buckets.cacheWrite,
    },
    outputTokens: { total: buckets.text + buckets.reasoning, text: buckets.text, reasoning: buckets.reasoning },
  }));

/** What a part says, without our own mark in its metadata. */
function unmarked<Part extends object>(part: Part): Part {
  if (!('providerMetadata' in part) || typeof part.providerMetadata !== 'object') return part;
  return { ...part, providerMetadata: { ...part.providerMetadata, steadfast: undefined } };
}

function speaking(content: LanguageModelV4Content[], counted: LanguageModelV4Usage): LanguageModelV4 {
  const finishReason = { unified: 'stop' as const, raw: 'end' };
  const parts = content.flatMap((part, index): LanguageModelV4StreamPart[] => {
    if (part.type !== 'text' && part.type !== 'reasoning') return [part];
    const id = String(index % 2);
    const { text: delta, providerMetadata } = part;
    return part.type === 'text'
      ? [
          { type: 'text-start', id },
          { type: 'text-delta', id, delta },
          { type: 'text-end', id, providerMetadata },
        ]
      : [
          { type: 'reasoning-start', id },
          { type: 'reasoning-delta', id, delta },
          { type: 'reasoning-end', id, providerMetadata },
        ];
  });
  parts.push({ type: 'finish', finishReason, usage: counted });
  return new MockLanguageModelV4({
    doGenerate: () => Promise.resolve({ content, finishReason, usage: counted, warnings: [] }),
    doStream: () => Promise.resolve({ stream: convertArrayToReadableStream(parts) }),
  });
}

/** What a stream says, as whole parts. */
async function contentOf(stream: ReadableStream<LanguageModelV4StreamPart>): Promise<object[]> {
  const content: object[] = [];
  let delta = '';
  for await (const part of stream) {
    if (part.type === 'text-delta' || part.type === 'reasoning-delta') delta += part.delta;
    else if (part.type === 'text-end' || part.type === 'reasoning-end') {
      const type = part.type === 'text-end' ? 'text' : 'reasoning';
      content.push({ type, text: delta, providerMetadata: part.providerMetadata });
      delta = '';
    } else if (!/start$|-input-|^finish$|^response-metadata$/.test(part.type)) content.push(part);
  }
  return content;
}

const prompt: LanguageModelV4CallOptions = { prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] };

test('what an AI SDK model says is the same after it has gone through a model of ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sdkContent, { minLength: 1, maxLength: 4 }), sdkUsage, async (content, counted) => {
      const there = toAiSdk(fromAiSdk(speaking(content, counted)));
      const whole = await there.doGenerate(prompt);
      expect(whole.content.map(unmarked)).toEqual(content);
      expect(whole.usage).toEqual(counted);
      expect(whole.finishReason).toEqual({ unified: 'stop', raw: 'end' });
      const { stream } = await there.doStream(prompt);
      expect((await contentOf(stream)).map(unmarked)).toEqual(content);
    }),
  );
});

test.each(['whole', 'streamed'])(
  'a loop of tools, %s, through both bridges ends as it does without them',
  async (mode) => {
    await using simulation = await simulate();
    const acme = createOpenAICompatible({ name: 'acme', baseURL: `${simulation.url}/v1`, apiKey: 'sk-test' });
    const asked = {
      prompt: 'What is the weather in Oslo?',
      tools: {
        get_weather: tool({ inputSchema: z.object({ city: z.string() }), execute: ({ city }) => `Snow in ${city}.` }),
      },
      stopWhen: isStepCount(3),
    };
    const texts: string[] = [];
    for (const model of [acme('echo'), toAiSdk(fromAiSdk(acme('echo')))]) {
      const done = mode === 'whole' ? await generateText({ model, ...asked }) : streamText({ model, ...asked });
      texts.push(await done.text);
    }
    expect(texts).toEqual(['get_weather says: Snow in Oslo.', 'get_weather says: Snow in Oslo.']);
    const [first, second, third, fourth] = simulation.requests.map(({ body }) => JSON.stringify(body));
    expect(third).toBe(first);
    const withoutIds = (body = ''): string => body.replaceAll(/call_\w+/g, 'call');
    expect(withoutIds(fourth)).toBe(withoutIds(second));
  },
);
