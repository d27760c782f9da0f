import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import type { FinishReason, Reply } from '../../model/completion.ts';
import type { JsonObject } from '../../model/json.ts';
import type { AssistantPart, Message, OpaqueState, ToolCallPart, UserPart } from '../../model/message.ts';
import { partsOfReply, ReplyBuilder } from '../../model/reply-builder.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import { SseReader } from '../../wire/sse.ts';
import { factsOf, writeFinishReason } from './finish-reason.ts';
import { responses } from './responses.ts';

// What Responses can say: reasoning with the item that it came in and never last, results without a mark of failure,
// tools that are held to their schema or are not asked to be.

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const word = fc.stringMatching(/^[a-z]{1,8}$/);
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => wired(value));
const object = fc.dictionary(fc.string({ maxLength: 6 }), json, { maxKeys: 3 }).map((value) => wired(value));
const own = (value: JsonObject): OpaqueState => ({ origin: 'openai', value });
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const list = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(arbitrary, { minLength: 1, maxLength: 3 });
const foreign = object.map((value): OpaqueState => ({ origin: 'google', value }));

function wired<Value>(value: Value): Value {
  const said: Value = JSON.parse(JSON.stringify(value));
  return said;
}

const base64 = fc.base64String({ minLength: 4, maxLength: 12 });
const inline = (...types: string[]): fc.Arbitrary<{ kind: 'base64'; data: string; mediaType: string }> =>
  fc.record({ kind: fc.constant('base64' as const), data: base64, mediaType: fc.constantFrom(...types) });
const url = fc.webUrl().map((address) => ({ kind: 'url' as const, url: address }));
const reference = text.map((id) => ({ kind: 'reference' as const, id }));
const marks = fc.constantFrom(undefined, own({ content: { cache: { ttl: '1h' } } }));

const textPart = fc.record({ type: fc.constant('text' as const), text: fc.string({ maxLength: 20 }), state: marks });
const image = fc.record({
  type: fc.constant('image' as const),
  source: fc.oneof(url, inline('image/png', 'image/jpeg'), reference),
  detail: fc.constantFrom(undefined, 'low', 'auto'),
  state: marks,
});
const file = fc.record({
  type: fc.constant('file' as const),
  source: fc.oneof(url, inline('application/pdf'), reference),
  filename: maybe(text),
});
const userPart: fc.Arbitrary<UserPart> = fc.oneof(textPart, image, file);

const callOf = (state: fc.Arbitrary<OpaqueState | undefined>): fc.Arbitrary<ToolCallPart> =>
  fc
    .tuple(
      fc.uuid(),
      word,
      fc.oneof(
        json.map((value) => JSON.stringify(value)),
        text,
      ),
      state,
      fc.boolean(),
    )
    .filter(([, , inputText]) => inputText.trim() !== '')
    .map(([id, name, inputText, held, free]) =>
      toolCallOf({ id, name, inputText, state: held, form: free ? 'text' : undefined }),
    );
const callState = fc.constantFrom(undefined, own({ item: { id: 'fc_1', status: 'completed' } }));

/** Reasoning of the family's own: its text is what its item says. */
const thought = fc.tuple(list(text), text).map(([texts, encrypted]): AssistantPart => {
  const summary = texts.map((said) => ({ type: 'summary_text', text: said }));
  const item = { id: 'rs_1', type: 'reasoning', summary, encrypted_content: encrypted };
  return { type: 'reasoning', text: texts.join('\n\n'), state: own({ item }) };
});
const opaque = text.map((secret): AssistantPart => ({
  type: 'reasoning',
  text: '',
  state: own({ item: { id: 'cmp_1', type: 'compaction', encrypted_content: secret } }),
}));
const message = fc.constantFrom(undefined, { id: 'msg_1', status: 'completed', phase: 'commentary' });
const said = fc.tuple(list(text), message, fc.boolean()).map(([texts, item, refused]): AssistantPart[] =>
  texts.map((words, index) => {
    const of: JsonObject = { item: index === 0 ? item : undefined, joined: index > 0 && item ? true : undefined };
    const content = item && !refused ? { annotations: [], logprobs: [] } : undefined;
    const value = wired({ type: refused ? 'refusal' : undefined, ...of, content });
    return { type: 'text', text: words, state: Object.keys(value).length === 0 ? undefined : own(value) };
  }),
);
const search = fc.tuple(fc.uuid(), object).map(([id, outcome]): AssistantPart[] => {
  const item = { id, type: 'file_search_call', status: 'completed', queries: ['x'], results: [outcome] };
  const name = 'file_search';
  return [
    toolCallOf({ id, name, inputText: '{"queries":["x"]}', providerExecuted: true, state: own({ item }) }),
    { type: 'tool-result', id, output: JSON.stringify([outcome]), providerExecuted: true },
  ];
});

const turn = fc
  .tuple(fc.array(fc.oneof(thought, opaque), { maxLength: 2 }), said, fc.array(callOf(callState), { maxLength: 2 }))
  .map(([thoughts, words, calls]) => [...thoughts, ...words, ...calls]);
const assistantContent = fc.oneof(
  fc.string({ maxLength: 20 }),
  turn,
  fc.tuple(search, turn).map((all) => all.flat()),
);

/** Content of one text without more to it is read as a string. */
function simplest(content: string | readonly AssistantPart[]): string | readonly AssistantPart[] {
  const [only, ...more] = typeof content === 'string' ? [] : content;
  return only?.type === 'text' && more.length === 0 && only.state === undefined ? only.text : content;
}

const output = fc.oneof(fc.string({ maxLength: 20 }), list(userPart));
const conversation: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constant('system' as const), content: fc.oneof(text, list(textPart)) }),
  fc.record({ role: fc.constant('user' as const), content: fc.oneof(fc.string({ maxLength: 20 }), list(userPart)) }),
  fc.record({ role: fc.constant('assistant' as const), content: assistantContent.map(simplest) }),
  fc.record({
    role: fc.constant('tool' as const),
    content: list(fc.record({ type: fc.constant('tool-result' as const), id: fc.uuid(), output })),
  }),
);
const alone = new Set(['assistant', 'tool']);
const messages = fc
  .array(conversation, { maxLength: 5 })
  .filter((all) => all.every(({ role }, index) => !alone.has(role) || all[index - 1]?.role !== role));

const tool: fc.Arbitrary<ToolSpec> = fc.oneof(
  fc.record({
    name: word,
    description: maybe(text),
    inputSchema: maybe(object),
    strict: fc.constantFrom(undefined, true),
  }),
  fc.record({ name: word, description: maybe(text), form: fc.constant('text' as const) }),
  fc.constant({
    name: 'web_search',
    provided: { origin: 'openai', protocol: 'responses' as const, value: { type: 'web_search', size: 3 } },
  }),
  fc.constant({
    name: 'mcp__files__read',
    state: own({ namespace: { type: 'namespace', name: 'mcp__files' }, name: 'read', rest: { defer_loading: true } }),
  }),
);

const outputFormat: fc.Arbitrary<OutputFormat> = fc.oneof(
  fc.constant({ type: 'text' as const }),
  fc.constant({ type: 'json' as const }),
  fc.record({
    type: fc.constant('json' as const),
    schema: object,
    name: text,
    description: maybe(text),
    strict: maybe(fc.boolean()),
  }),
);

const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.01 });
const request: fc.Arbitrary<CompletionRequest> = fc.record({
  messages,
  tools: maybe(list(tool)),
  toolChoice: maybe(
    fc.oneof(
      fc.constantFrom('auto' as const, 'none' as const, 'required' as const),
      word.map((name) => ({ tool: name })),
    ),
  ),
  parallelToolCalls: maybe(fc.boolean()),
  outputFormat: maybe(outputFormat),
  maxOutputTokens: maybe(fc.nat()),
  temperature: maybe(number),
  topP: maybe(number),
  effort: maybe(fc.constantFrom('none' as const, 'low' as const, 'max' as const)),
  endUser: maybe(text),
  metadata: maybe(fc.dictionary(text, text, { maxKeys: 3 })),
  providerOptions: fc
    .record({ x_field: object, verbosity: fc.constant('low') })
    .map(({ x_field, verbosity }) => ({ openai: { store: true, x_field, text: { verbosity } } })),
});

test('a request that was written is read back as it was', () => {
  fc.assert(
    fc.property(request, fc.boolean(), (asked, stream) => {
      const { body, adaptations } = responses.writeRequest(asked, {
        model: 'm',
        stream,
        family: 'openai',
        dialect: { schemaDialect: 'json-schema' },
      });
      const read = responses.readRequest(wired(body));
      expect(adaptations).toEqual([]);
      expect(read.request).toEqual(asked);
      expect([read.model, read.stream]).toEqual(['m', stream]);
    }),
    { numRuns: 500 },
  );
});

const shown = fc.record({
  type: fc.constant('reasoning' as const),
  text,
  state: fc.oneof(foreign, fc.constant(undefined)),
});
const picture = fc.record({
  type: fc.constant('image' as const),
  source: inline('image/png'),
  state: fc.constantFrom(undefined, own({ item: { id: 'ig_1', type: 'image_generation_call', status: 'completed' } })),
});
const plain = fc.record({ type: fc.constant('text' as const), text });
const carried = callOf(fc.oneof(fc.constant(undefined), foreign));

const written: fc.Arbitrary<AssistantPart[]> = fc
  .array(
    fc.oneof(
      fc.oneof(thought, opaque, shown, picture, carried, plain).map((part) => [part]),
      search,
      said,
    ),
    {
      maxLength: 4,
    },
  )
  .map((all) => all.flat());
/** A stream gives each text an item and an id of its own before anything is known of it. */
const streamed: fc.Arbitrary<AssistantPart[]> = fc
  .array(
    fc.oneof(
      fc.oneof(thought, opaque, shown, picture, carried, plain).map((part) => [part]),
      search,
    ),
    {
      maxLength: 4,
    },
  )
  .map((all) => all.flat());

const usage = fc
  .record({
    uncached: fc.nat(),
    cacheRead: fc.nat(),
    cacheWrite: fc.nat(),
    text: fc.nat(),
    reasoning: fc.nat(),
    searches: fc.nat(),
  })
  .map((buckets) => usageOf(buckets));

function replies(content: fc.Arbitrary<AssistantPart[]>): fc.Arbitrary<Reply> {
  const rest = { usage: fc.oneof(usage, fc.constant(unreportedUsage)), id: text, answeredBy: fc.constant('m') };
  return fc.tuple(content, fc.record(rest), fc.boolean()).map(([parts, facts, isCut]) => {
    const known = factsOf(parts, 'openai');
    const whole: FinishReason = known.refusal ? 'content-filter' : known.toolCalls ? 'tool-calls' : 'stop';
    const finishReason = isCut ? 'length' : whole;
    const { status } = writeFinishReason(finishReason, undefined, known);
    return { ...facts, content: parts, finishReason, rawFinishReason: isCut ? 'max_output_tokens' : status };
  });
}

const options = { model: 'm', id: 'made-up', created: 1, family: 'google' };
const withoutRaw = ({ usage: counted, ...others }: Reply): Reply => ({
  ...others,
  usage: { ...counted, raw: undefined },
});

test('a reply that was written is read back as it was', () => {
  fc.assert(
    fc.property(replies(written), (told) => {
      const body = wired(responses.writeReply(told, options));
      expect(withoutRaw(responses.readReply(body, 'openai'))).toEqual(told);
    }),
    { numRuns: 500 },
  );
});

test('a stream that was written is read back as it was, but for the private data of calls', () => {
  fc.assert(
    fc.property(replies(streamed), (told) => {
      const writer = responses.writeStream({ ...options, includeUsage: true });
      const wire = partsOfReply(told)
        .map((part) => writer.write(part))
        .join('');
      const builder = new ReplyBuilder();
      const reader = responses.readStream('openai');
      const events = new SseReader((event, data) => reader.read(event, data, (part) => builder.add(part)));
      events.push(Buffer.from(wire));
      events.end();
      reader.end((part) => builder.add(part));
      const withoutCallState = (reply: Reply): Reply => ({
        ...reply,
        content: reply.content.map((part) =>
          part.type === 'tool-call' && part.providerExecuted !== true ? { ...part, state: undefined } : part,
        ),
      });
      expect(withoutCallState(withoutRaw(builder.reply()))).toEqual(withoutCallState(told));
    }),
    { numRuns: 500 },
  );
});
