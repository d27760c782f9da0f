import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alternative, FinishReason, Reply } from '../../model/completion.ts';
import type { CompletionRequest } from '../../model/completion-request.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { parseJson } from '../../model/json.ts';
import type {
  AssistantPart,
  FilePart,
  ImagePart,
  Message,
  OpaqueState,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../../model/message.ts';
import { partsOfReply, ReplyBuilder } from '../../model/reply-builder.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import { usageOf } from '../../model/usage.ts';
import { gemini } from './gemini.ts';

const family = 'google';
const options = { model: 'gemini-4-argon', id: 'made_up', created: 0, family, includeUsage: true };

const word = fc.string({ minLength: 1, maxLength: 12 });
const id = fc.stringMatching(/^call_[a-zA-Z0-9]{1,10}$/);
const name = fc.stringMatching(/^[a-z][a-zA-Z]{0,9}$/);
const json = fc.jsonValue({ maxDepth: 2 }).map((value): JsonValue => parseJson(JSON.stringify(value)) ?? null);
const object: fc.Arbitrary<JsonObject> = fc.dictionary(name, json, { maxKeys: 3 });
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });
const state = (value: fc.Arbitrary<JsonValue>): fc.Arbitrary<OpaqueState> =>
  value.map((kept) => ({ origin: family, value: kept }));
const signature = fc.base64String({ minLength: 4 }).map((thoughtSignature) => ({ thoughtSignature }));
const signed = state(signature);

const text: fc.Arbitrary<TextPart> = fc.record({ type: fc.constant('text'), text: word, state: maybe(signed) });
const signedNothing: fc.Arbitrary<TextPart> = fc.record({
  type: fc.constant('text'),
  text: fc.constant(''),
  state: signed,
});
const mediaState = maybe(state(fc.constant({ videoMetadata: { fps: 2 }, mediaResolution: { level: 'LOW' } })));
const image: fc.Arbitrary<ImagePart> = fc.record({
  type: fc.constant('image'),
  source: fc.record({
    kind: fc.constant('base64'),
    data: fc.base64String({ minLength: 4 }),
    mediaType: fc.constantFrom('image/png', 'image/webp'),
  }),
  state: mediaState,
});
const stored = fc.constantFrom('gs://bucket/a', 'https://generativelanguage.googleapis.com/v1beta/files/a');
const file: fc.Arbitrary<FilePart> = fc.oneof(
  fc.record({
    type: fc.constant('file'),
    source: fc.record({
      kind: fc.constant('base64'),
      data: fc.base64String({ minLength: 4 }),
      mediaType: fc.constantFrom('application/pdf', 'video/mp4'),
    }),
    state: mediaState,
  }),
  fc.record({
    type: fc.constant('file'),
    source: fc.oneof(
      fc.record({ kind: fc.constant('url'), url: fc.webUrl() }),
      fc.record({ kind: fc.constant('reference'), id: stored }),
    ),
    state: state(fc.constant({ fileData: { mimeType: 'application/pdf' } })),
  }),
);
/** A field that is null says nothing, so there are none here. */
const unknown = fc.dictionary(name, word).map((fields) => ({ part: { brandNew: fields } }));
const userPart = fc.oneof(
  text,
  image,
  file,
  fc.record({ type: fc.constant('text'), text: fc.constant(''), state: state(unknown) }),
);
const reasoning: fc.Arbitrary<ReasoningPart> = fc.oneof(
  fc.record({ type: fc.constant('reasoning'), text: word, state: maybe(signed) }),
  fc.record({ type: fc.constant('reasoning'), text: fc.constant(''), state: fc.oneof(signed, state(unknown)) }),
);
const call: fc.Arbitrary<ToolCallPart> = fc.record({
  type: fc.constant('tool-call'),
  id,
  name,
  input: object,
  state: maybe(signed),
});
const ran: fc.Arbitrary<ToolCallPart> = fc.tuple(id, word).map(([callId, code]) => {
  const executableCode = { id: callId, language: 'PYTHON', code };
  const input = { language: 'PYTHON', code };
  const own = { origin: family, value: { part: { executableCode } } };
  return { type: 'tool-call', id: callId, name: 'codeExecution', input, providerExecuted: true, state: own };
});
const ranResult: fc.Arbitrary<ToolResultPart> = fc.tuple(id, word, fc.boolean()).map(([callId, output, failed]) => {
  const outcome = failed ? 'OUTCOME_FAILED' : 'OUTCOME_OK';
  const own = { origin: family, value: { part: { codeExecutionResult: { id: callId, outcome, output } } } };
  const isError = failed ? true : undefined;
  return { type: 'tool-result', id: callId, output, isError, providerExecuted: true, state: own };
});
const assistantPart: fc.Arbitrary<AssistantPart> = fc.oneof(
  text,
  signedNothing,
  reasoning,
  call,
  ran,
  ranResult,
  image,
  file,
);
const output = fc.oneof(
  fc.string(),
  json.map((value) => JSON.stringify(value)),
  fc.constantFrom('{"result":"x"}', '{"error":"x"}', '{ "a": 1 }', '{"a":1,"a":2}', '{"2":1,"1":2}', '{"__proto__":1}'),
);
const words = output.map((said): TextPart => ({ type: 'text', text: said }));
const result: fc.Arbitrary<ToolResultPart> = fc.record({
  type: fc.constant('tool-result'),
  id,
  name,
  output: fc.oneof(
    output,
    fc.tuple(words, image).map(([said, shown]) => [said, shown]),
  ),
  isError: maybe(fc.constant(true)),
  state: maybe(state(fc.constant({ functionResponse: { scheduling: 'SILENT' } }))),
});

/** One text and nothing more is read as a string. */
function plain<Part extends { readonly type: string }>(parts: Part[]): string | Part[] {
  const [only, ...others] = parts;
  const isPlain = only?.type === 'text' && 'text' in only && 'state' in only && only.state === undefined;
  return isPlain && others.length === 0 ? String(only.text) : parts;
}

const contentOf = <Part extends { readonly type: string }>(part: fc.Arbitrary<Part>): fc.Arbitrary<string | Part[]> =>
  fc.array(part, { minLength: 1, maxLength: 4 }).map(plain);

/** A conversation in which no two turns of one kind follow each other: the wire would make one of them. */
const conversation: fc.Arbitrary<Message[]> = fc
  .tuple(
    maybe(contentOf(text)),
    fc.array(fc.tuple(fc.array(result, { maxLength: 2 }), contentOf(userPart), contentOf(assistantPart)), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([system, turns]) => [
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
    ...turns.flatMap(([results, user, assistant]): Message[] => [
      ...(results.length === 0 ? [] : [{ role: 'tool' as const, content: results }]),
      { role: 'user', content: user },
      { role: 'assistant', content: assistant },
    ]),
  ]);

const schema = object.map((properties) => ({ type: 'object', properties }));
const functionTool = (strict: true | undefined): fc.Arbitrary<ToolSpec> =>
  fc.record({
    name,
    description: maybe(word),
    inputSchema: maybe(schema),
    strict: fc.constant(strict),
    state: maybe(state(fc.constant({ behavior: 'NON_BLOCKING' }))),
  });
const search: ToolSpec = { name: 'googleSearch', provided: { origin: family, value: { googleSearch: {} } } };
const tools = fc
  .constantFrom(true as const, undefined)
  .chain((strict) => fc.array(functionTool(strict), { minLength: 1, maxLength: 3 }))
  .chain((functions) => fc.constantFrom(functions, [search, ...functions], [...functions, search]));

/** How much to think, for a model that takes tokens and for one that takes levels. */
const thoughts = fc.oneof(
  fc.record({ model: fc.constant('gemini-2.5-pro'), thinkingTokens: maybe(fc.integer({ min: 128, max: 32_768 })) }),
  fc.record({ model: fc.constant('gemini-2.5-flash'), thinkingTokens: fc.constant(0) }),
  fc.record({
    model: fc.constantFrom('gemini-4-argon', 'models/gemini-3.1-pro-preview', 'gemini-flash-latest'),
    effort: maybe(fc.constantFrom('low' as const, 'medium' as const, 'high' as const)),
  }),
);

const ownOptions = fc.constantFrom(
  {
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
    cachedContent: 'cachedContents/a',
  },
  { generationConfig: { responseModalities: ['TEXT'], candidateCount: 2 }, labels: { team_name: 'a' } },
  { toolConfig: { includeServerSideToolInvocations: true } },
);

const request: fc.Arbitrary<readonly [model: string, request: CompletionRequest]> = fc
  .record({
    messages: conversation,
    tools,
    choice: maybe(fc.constantFrom('auto' as const, 'none' as const, 'required' as const, { tool: 'f' })),
    outputFormat: maybe(fc.record({ type: fc.constant('json' as const), schema: maybe(schema) })),
    maxOutputTokens: maybe(fc.nat()),
    temperature: maybe(fc.constantFrom(0, 0.5, 2)),
    topP: maybe(fc.constantFrom(0.1, 0.9)),
    topK: maybe(fc.integer({ min: 1, max: 100 })),
    presencePenalty: maybe(fc.constant(0.5)),
    frequencyPenalty: maybe(fc.constant(-0.5)),
    seed: maybe(fc.nat()),
    stopSequences: maybe(fc.array(word, { minLength: 1, maxLength: 3 })),
    thoughts,
    providerOptions: maybe(fc.record({ google: ownOptions })),
  })
  .map(({ choice, thoughts: { model, ...thought }, ...fields }) => {
    // A tool is strict by the mode VALIDATED, which is a choice of `auto`.
    const isStrict = fields.tools.some(({ strict }) => strict === true);
    return [model, { ...fields, ...thought, toolChoice: isStrict ? 'auto' : choice }] as const;
  });

/** Models since Gemini 3 refuse a first call without a signature, and older ones take no images in results. */
function fits(model: string, { messages }: CompletionRequest): boolean {
  const isOlder = model.startsWith('gemini-2.5');
  return messages.every(({ role, content }) => {
    if (typeof content === 'string') return true;
    if (role === 'tool')
      return !isOlder || content.every((part) => !('output' in part) || typeof part.output === 'string');
    const first = content.find((part) => part.type === 'tool-call' && part.providerExecuted === undefined);
    return isOlder || first === undefined || first.state !== undefined;
  });
}

/** A result that is no call's by its id is read as that of an open call of its name: others stay as they are. */
function resultsFindTheirCalls({ messages }: CompletionRequest): boolean {
  let open: ToolCallPart[] = [];
  for (const { role, content } of messages) {
    if (typeof content === 'string') open = role === 'assistant' ? [] : open;
    else if (role === 'assistant') {
      open = content.flatMap((part) =>
        part.type === 'tool-call' && part.providerExecuted === undefined ? [part] : [],
      );
    } else if (role === 'tool') {
      for (const { id, name } of content) {
        const known = open.findIndex((each) => each.id === id);
        if (known < 0 && open.some((each) => each.name === name)) return false;
        if (known >= 0) open.splice(known, 1);
      }
    }
  }
  return true;
}

test('a request that is written and read is the same request', () => {
  fc.assert(
    fc.property(request, fc.boolean(), ([model, asked], stream) => {
      fc.pre(fits(model, asked) && resultsFindTheirCalls(asked));
      const { body, adaptations } = gemini.writeRequest(asked, {
        model,
        stream,
        family,
        dialect: { schemaDialect: 'json-schema' },
      });
      expect(adaptations).toEqual([]);
      const read = gemini.readRequest(JSON.parse(JSON.stringify(body)));
      expect(read).toEqual({ request: asked, model: '', stream: false, includeUsage: true });
    }),
    { numRuns: 300 },
  );
});

const usage = fc.record({ uncached: fc.nat(), cacheRead: fc.nat(), text: fc.nat(), reasoning: fc.nat() });
const facts: fc.Arbitrary<ReasoningPart> = fc.record({
  type: fc.constant('reasoning'),
  text: fc.constant(''),
  state: state(
    fc.constantFrom(
      { candidate: { groundingMetadata: { webSearchQueries: ['a'] } } },
      { candidate: { continuationToken: 'token' } },
    ),
  ),
});

const endings: readonly (readonly [FinishReason, string])[] = [
  ['stop', 'STOP'],
  ['length', 'MAX_TOKENS'],
  ['content-filter', 'RECITATION'],
  ['pause', 'CONTINUATION'],
  ['other', 'LANGUAGE'],
];

function candidateOf(part: fc.Arbitrary<AssistantPart>): fc.Arbitrary<Alternative> {
  return fc
    .tuple(fc.array(part, { maxLength: 5 }), maybe(facts), fc.constantFrom(...endings))
    .map(([said, added, ending]) => {
      const calls = said.some((item) => item.type === 'tool-call' && item.providerExecuted !== true);
      const [finishReason, rawFinishReason] = calls ? (['tool-calls', 'STOP'] as const) : ending;
      return { content: added === undefined ? said : [...said, added], finishReason, rawFinishReason };
    });
}

function replyOf(part: fc.Arbitrary<AssistantPart>): fc.Arbitrary<Reply> {
  const candidate = candidateOf(part);
  return fc
    .tuple(candidate, usage, maybe(fc.array(candidate, { minLength: 1, maxLength: 2 })))
    .map(([first, buckets, alternatives]) => {
      const facts = { id: 'reply-1', answeredBy: options.model, usage: usageOf(buckets), alternatives };
      return { ...first, ...facts };
    });
}

/** What a reply says, without the provider's own usage object, and without searches, which are counted in its content. */
function bare(reply: Reply): Reply {
  return { ...reply, usage: { ...reply.usage, details: undefined, raw: undefined } };
}

test('a reply that is written and read is the same reply', () => {
  fc.assert(
    fc.property(replyOf(assistantPart), (reply) => {
      const written = JSON.parse(JSON.stringify(gemini.writeReply(reply, options)));
      expect(bare(gemini.readReply(written, family))).toEqual(reply);
    }),
  );
});

function dataOf(stream: string): string[] {
  return stream.split('\n\n').flatMap((event) => (event === '' ? [] : [event.slice('data: '.length)]));
}

function readAll(stream: string): Reply {
  const builder = new ReplyBuilder();
  const reader = gemini.readStream(family);
  for (const data of dataOf(stream)) reader.read('', data, (part) => builder.add(part));
  reader.end((part) => builder.add(part));
  return builder.reply();
}

function written(reply: Reply): string {
  const writer = gemini.writeStream(options);
  return partsOfReply(reply)
    .map((part) => writer.write(part))
    .join('');
}

/** Words and their signature come apart in a stream, and words without one that follow each other grow together. */
const streamed = fc.oneof(
  text.map((part): TextPart => ({ ...part, state: undefined })),
  fc.record({ type: fc.constant('reasoning' as const), text: word, state: fc.constant(undefined) }),
  signedNothing,
  call,
  ran,
  ranResult,
  image,
  file,
);

function growTogether<Candidate extends Alternative>(candidate: Candidate): Candidate {
  const content: AssistantPart[] = [];
  for (const part of candidate.content) {
    const last = content.at(-1);
    const isWords = (part.type === 'text' || part.type === 'reasoning') && part.state === undefined;
    if (isWords && last?.type === part.type && last.state === undefined) {
      content[content.length - 1] = { ...part, text: last.text + part.text };
    } else content.push(part);
  }
  return { ...candidate, content };
}

/** The input's own text, which only a stream gives, left out. */
function withoutInputText<Candidate extends Alternative>(candidate: Candidate): Candidate {
  const content = candidate.content.map((part) =>
    part.type === 'tool-call' ? { ...part, inputText: undefined } : part,
  );
  return { ...candidate, content };
}

test('a reply that is streamed and read is the same reply', () => {
  fc.assert(
    fc.property(replyOf(streamed), (reply) => {
      const read = bare(readAll(written(reply)));
      const alternatives = read.alternatives?.map(withoutInputText);
      expect({ ...withoutInputText(read), alternatives }).toEqual({
        ...growTogether(reply),
        alternatives: reply.alternatives?.map(growTogether),
      });
    }),
  );
});

test('a stream reads the same as an array of its pieces', () => {
  fc.assert(
    fc.property(replyOf(streamed), (reply) => {
      const stream = written(reply);
      const pieces: JsonValue = JSON.parse(`[${dataOf(stream).join(',')}]`);
      expect(gemini.readReply(pieces, family)).toEqual(readAll(stream));
    }),
  );
});
