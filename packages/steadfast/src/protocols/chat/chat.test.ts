import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CompletionRequest, OutputFormat } from '../../model/completion-request.ts';
import type { Alternative, FinishReason, Reply } from '../../model/completion.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { AssistantPart, Message, OpaqueState, TextPart, ToolCallPart, UserPart } from '../../model/message.ts';
import { partsOfReply, ReplyBuilder } from '../../model/reply-builder.ts';
import { toolCallOf } from '../../model/tool-call.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import { unreportedUsage, usageOf } from '../../model/usage.ts';
import { SseReader } from '../../wire/sse.ts';
import type { Dialect } from '../protocol.ts';
import { chat } from './chat.ts';
import { writeFinishReason } from './finish-reason.ts';

// What chat can say: each part of a reply at most once and in the order in which a message holds them, calls last;
// text with text in it; content of the assistant that is only text as a string.

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const json = fc.jsonValue({ maxDepth: 2 }).map((value) => wired(value));
const object = fc.dictionary(fc.string({ maxLength: 6 }), json, { maxKeys: 3 }).map((value) => wired(value));
const own = (value: JsonObject): OpaqueState => ({ origin: 'openai', value });
const foreign = object.map((value): OpaqueState => ({ origin: 'anthropic', value }));
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const list = <Value>(arbitrary: fc.Arbitrary<Value>, minLength = 1): fc.Arbitrary<Value[]> =>
  fc.array(arbitrary, { minLength, maxLength: 3 });

function wired<Value>(value: Value): Value {
  const said: Value = JSON.parse(JSON.stringify(value));
  return said;
}

const marks = fc.constantFrom(undefined, own({ part: { cache_control: { type: 'ephemeral' } } }));
const textPart = fc.record({ type: fc.constant('text' as const), text: fc.string({ maxLength: 20 }), state: marks });
const base64 = fc.base64String({ minLength: 4, maxLength: 12 });
const inline = (...types: string[]): fc.Arbitrary<{ kind: 'base64'; data: string; mediaType: string }> =>
  fc.record({ kind: fc.constant('base64' as const), data: base64, mediaType: fc.constantFrom(...types) });
const url = fc.webUrl().map((address) => ({ kind: 'url' as const, url: address }));
const reference = text.map((id) => ({ kind: 'reference' as const, id }));

const image = fc.record({
  type: fc.constant('image' as const),
  source: fc.oneof(url, inline('image/png', 'image/jpeg')),
  detail: fc.constantFrom(undefined, 'low', 'auto'),
  state: marks,
});
const sound = fc.record({
  type: fc.constant('file' as const),
  source: inline('audio/wav', 'audio/mpeg', 'audio/flac'),
});
const file = fc.record({
  type: fc.constant('file' as const),
  source: fc.oneof(url, inline('application/pdf'), reference),
  filename: maybe(text),
});
const userPart: fc.Arbitrary<UserPart> = fc.oneof(textPart, image, sound, file);

const call = (state: fc.Arbitrary<OpaqueState | undefined>): fc.Arbitrary<ToolCallPart> =>
  fc.oneof(
    fc
      .record({
        id: fc.uuid(),
        name: text,
        inputText: fc.oneof(
          json.map((value) => JSON.stringify(value)),
          text,
        ),
        state,
      })
      .filter(({ inputText }) => inputText.trim() !== '')
      .map((facts) => toolCallOf(facts)),
    fc
      .record({ id: fc.uuid(), name: text, inputText: text, state })
      .map((facts) => toolCallOf({ ...facts, form: 'text' })),
  );
const calls = (state: fc.Arbitrary<OpaqueState | undefined>): fc.Arbitrary<ToolCallPart[]> =>
  fc.uniqueArray(call(state), { minLength: 1, maxLength: 3, selector: ({ id }) => id });

const reasoning = fc.record({
  type: fc.constant('reasoning' as const),
  text,
  state: fc.constant(own({ field: 'reasoning_content' })),
});
const signature = fc.constantFrom(undefined, own({ part: { extra_content: { google: { thought_signature: 'x' } } } }));

const assistantContent: fc.Arbitrary<string | AssistantPart[]> = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc
    .tuple(maybe(reasoning), maybe(text), calls(signature))
    .map(([thought, said, made]) => [
      ...(thought === undefined ? [] : [thought]),
      ...(said === undefined ? [] : [{ type: 'text' as const, text: said }]),
      ...made,
    ]),
  fc
    .tuple(fc.string({ maxLength: 5 }), fc.boolean())
    .map(([said, prefix]): TextPart[] => [{ type: 'text', text: said, state: own({ message: { prefix } }) }]),
);

const output = fc.oneof(fc.string({ maxLength: 20 }), list(textPart));
const toolResult = fc.record({ type: fc.constant('tool-result' as const), id: fc.uuid(), name: maybe(text), output });

const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constant('system' as const), content: fc.oneof(fc.string({ maxLength: 20 }), list(textPart)) }),
  fc.record({
    role: fc.constant('user' as const),
    content: fc.oneof(fc.string({ maxLength: 20 }), list(userPart)),
    name: maybe(text),
  }),
  fc.record({ role: fc.constant('assistant' as const), content: assistantContent, name: maybe(text) }),
  fc.record({ role: fc.constant('tool' as const), content: list(toolResult) }),
);
const messages = fc
  .array(message, { maxLength: 5 })
  .filter((all) => all.every(({ role }, index) => role !== 'tool' || all[index - 1]?.role !== 'tool'));

const tool: fc.Arbitrary<ToolSpec> = fc.oneof(
  fc.record({ name: text, description: maybe(text), inputSchema: maybe(object), strict: maybe(fc.boolean()) }),
  fc.record({ name: text, description: maybe(text), form: fc.constant('text' as const) }),
  fc.constant({ name: 'web_search', provided: { origin: 'openai', value: { type: 'web_search', size: 3 } } }),
  fc.constant({ name: 'marked', state: own({ part: { cache_control: { ttl: '5m' }, body: { deferred: true } } }) }),
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
      text.map((name) => ({ tool: name })),
    ),
  ),
  parallelToolCalls: maybe(fc.boolean()),
  outputFormat: maybe(outputFormat),
  maxOutputTokens: maybe(fc.nat()),
  temperature: maybe(number),
  topP: maybe(number),
  presencePenalty: maybe(number),
  frequencyPenalty: maybe(number),
  stopSequences: maybe(list(text)),
  seed: maybe(fc.nat()),
  effort: maybe(fc.constantFrom('none' as const, 'low' as const, 'max' as const)),
  endUser: maybe(text),
  metadata: maybe(fc.dictionary(text, text, { maxKeys: 3 })),
  providerOptions: maybe(fc.record({ openai: fc.record({ x_field: object, verbosity: fc.constant('low') }) })),
});

const dialects: Dialect[] = [{}, { maxTokensField: 'max_tokens', effortField: 'reasoning', streamUsage: false }];

test('a request that was written is read back as it was', () => {
  fc.assert(
    fc.property(request, fc.constantFrom(...dialects), fc.boolean(), (asked, dialect, stream) => {
      const target = {
        model: 'm',
        stream,
        family: 'openai',
        dialect: {
          ...dialect,
          reasoningField: 'reasoning_content' as const,
          schemaDialect: 'json-schema' as const,
        },
      };
      const { body, adaptations } = chat.writeRequest(asked, target);
      const read = chat.readRequest(wired(body));
      expect(read.request).toEqual(asked);
      expect(adaptations).toEqual([]);
      expect([read.model, read.stream]).toEqual(['m', stream]);
      expect(read.includeUsage).toBe(stream && dialect.streamUsage !== false);
    }),
    { numRuns: 500 },
  );
});

const said = object.map((facts) =>
  own({ annotations: [facts], citations: ['https://a.example'], logprobs: { content: [facts] } }),
);
const thought = fc.record({
  type: fc.constant('reasoning' as const),
  text,
  state: fc.oneof(
    fc.constantFrom(
      own({ field: 'reasoning_content' }),
      own({ field: 'reasoning_content', reasoning_details: [{ type: 'reasoning.encrypted', index: 0, data: 'e' }] }),
    ),
    foreign,
  ),
});
const words = fc.record({
  type: fc.constant('text' as const),
  text,
  state: fc.oneof(fc.constant(undefined), said, foreign),
});
const refusal = fc.record({ type: fc.constant('text' as const), text, state: fc.constant(own({ type: 'refusal' })) });
const speech = inline('audio/wav').map((source) => ({
  type: 'file' as const,
  source,
  state: own({ audio: { id: 'a', transcript: 'hi' } }),
}));
const picture = inline('image/png').map((source) => ({ type: 'image' as const, source }));
const made = calls(fc.oneof(signature, foreign));

/** One of several replies; only the first may cite, because sources stand beside the choices. */
function reply(optional: readonly fc.Arbitrary<AssistantPart>[]): fc.Arbitrary<Alternative> {
  return fc
    .tuple(fc.tuple(...optional.map((part) => maybe(part))), fc.oneof(fc.constant([]), made))
    .chain(([some, calling]) => {
      const content = [...some.flatMap((part) => part ?? []), ...calling];
      return reasonFor(content).map((finishReason) => {
        return { content, finishReason, rawFinishReason: writeFinishReason(finishReason, undefined) };
      });
    });
}

function reasonFor(content: readonly AssistantPart[]): fc.Arbitrary<FinishReason> {
  const refused = content.some(({ state }) => JSON.stringify(state ?? null).includes('"refusal"'));
  if (refused) return fc.constant('content-filter');
  const last = content.some(({ type }) => type === 'tool-call') ? 'tool-calls' : 'stop';
  return fc.constantFrom<FinishReason>(last, 'length');
}

const usage = fc
  .record({ uncached: fc.nat(), cacheRead: fc.nat(), cacheWrite: fc.nat(), text: fc.nat(), reasoning: fc.nat() })
  .map((buckets) => usageOf(buckets));

function replies(first: fc.Arbitrary<Alternative>, others: fc.Arbitrary<Alternative>): fc.Arbitrary<Reply> {
  const alternatives = fc.oneof(fc.constant(undefined), list(others));
  const rest = {
    usage: fc.oneof(usage, fc.constant(unreportedUsage)),
    id: text,
    answeredBy: fc.constant('m'),
    alternatives,
  };
  return fc.tuple(first, fc.record(rest)).map(([one, all]) => ({ ...one, ...all }));
}

const plainWords = fc.record({ type: fc.constant('text' as const), text });
const options = { model: 'm', id: 'made-up', created: 1, family: 'openai' };
const withoutRaw = ({ usage: counted, ...others }: Reply): Reply => ({
  ...others,
  usage: { ...counted, raw: undefined },
});

test('a reply that was written is read back as it was', () => {
  const whole = replies(reply([thought, words, refusal, speech, picture]), reply([thought, plainWords, picture]));
  fc.assert(
    fc.property(whole, (told) => {
      const body: JsonValue = wired(chat.writeReply(told, options));
      expect(withoutRaw(chat.readReply(body, 'openai'))).toEqual(told);
    }),
    { numRuns: 500 },
  );
});

test('a stream that was written is read back as it was', () => {
  // Whether text is a refusal is known only at its end, so a stream writes it as content.
  const streamed = replies(reply([thought, words, picture]), reply([thought, plainWords, picture]));
  fc.assert(
    fc.property(streamed, (told) => {
      const writer = chat.writeStream({ ...options, includeUsage: true });
      const wire = partsOfReply(told)
        .map((part) => writer.write(part))
        .join('');
      const builder = new ReplyBuilder();
      const reader = chat.readStream('openai');
      const events = new SseReader((event, data) => reader.read(event, data, (part) => builder.add(part)));
      events.push(Buffer.from(wire));
      events.end();
      reader.end((part) => builder.add(part));
      expect(withoutRaw(builder.reply())).toEqual(told);
    }),
    { numRuns: 500 },
  );
});
