import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reply } from '../../model/completion.ts';
import type { CompletionRequest } from '../../model/completion-request.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { parseJson } from '../../model/json.ts';
import type { ImagePart, Message, ReasoningPart, TextPart, ToolCallPart } from '../../model/message.ts';
import { partsOfReply, ReplyBuilder } from '../../model/reply-builder.ts';
import { usageOf } from '../../model/usage.ts';
import { ollama } from './ollama.ts';

const family = 'ollama';
const options = { model: 'qwen3', id: 'made-up', created: 1_700_000_000, family, includeUsage: true };

const word = fc.string({ minLength: 1, maxLength: 12 });
const name = fc.stringMatching(/^[a-z_]{1,10}$/);
const json = fc.jsonValue({ maxDepth: 2 }).map((value): JsonValue => parseJson(JSON.stringify(value)) ?? null);
const object: fc.Arbitrary<JsonObject> = fc.dictionary(name, json, { maxKeys: 3 });
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const text: fc.Arbitrary<TextPart> = word.map((said) => ({ type: 'text', text: said }));
const image: fc.Arbitrary<ImagePart> = fc
  .constantFrom(['iVBORw0KGgo', 'image/png'], ['/9j/4AAQ', 'image/jpeg'], ['UklGRg', 'image/webp'])
  .map(([data = '', mediaType = '']) => ({ type: 'image', source: { kind: 'base64', data, mediaType } }));
const reasoning: fc.Arbitrary<ReasoningPart> = word.map((thought) => ({ type: 'reasoning', text: thought }));
const call: fc.Arbitrary<ToolCallPart> = fc.record({ type: fc.constant('tool-call'), id: name, name, input: object });

const optional = <Part>(part: fc.Arbitrary<Part>): fc.Arbitrary<Part[]> => fc.array(part, { maxLength: 1 });

/** What a model says, in the one order that the wire has. */
const said = fc
  .tuple(
    optional(reasoning),
    optional(text),
    optional(image),
    fc.uniqueArray(call, { maxLength: 3, selector: ({ id }) => id }),
  )
  .map((parts) => parts.flat());

const turn: fc.Arbitrary<Message[]> = fc
  .tuple(
    fc.oneof(
      word,
      fc.tuple(optional(text), fc.array(image, { minLength: 1, maxLength: 2 })).map((parts) => parts.flat()),
    ),
    said,
    fc.array(fc.oneof(fc.string(), fc.tuple(text, image)), { maxLength: 3 }),
  )
  .map(([user, parts, outputs]): Message[] => {
    const calls = parts.filter((part) => part.type === 'tool-call');
    const results = calls.flatMap(({ id, name: called }, index) => {
      const output = outputs[index];
      return output === undefined ? [] : [{ type: 'tool-result' as const, id, name: called, output }];
    });
    const [first] = parts;
    const content = parts.length === 0 ? '' : parts.length === 1 && first?.type === 'text' ? first.text : parts;
    return [
      { role: 'user', content: user },
      { role: 'assistant', content },
      ...(results.length === 0 ? [] : [{ role: 'tool' as const, content: results }]),
    ];
  });

const request: fc.Arbitrary<CompletionRequest> = fc.record({
  messages: fc
    .tuple(
      optional(word.map((content): Message => ({ role: 'system', content }))),
      fc.array(turn, { minLength: 1, maxLength: 3 }),
    )
    .map(([system, turns]) => [...system, ...turns.flat()]),
  tools: maybe(
    fc.array(fc.record({ name, description: maybe(word), inputSchema: maybe(object), strict: maybe(fc.boolean()) }), {
      minLength: 1,
      maxLength: 2,
    }),
  ),
  outputFormat: maybe(
    fc.oneof(
      fc.constant({ type: 'json' as const }),
      object.map((schema) => ({ type: 'json' as const, schema })),
    ),
  ),
  maxOutputTokens: maybe(fc.nat()),
  temperature: maybe(fc.constantFrom(0, 1.5)),
  topP: maybe(fc.constant(0.9)),
  topK: maybe(fc.nat()),
  seed: maybe(fc.nat()),
  presencePenalty: maybe(fc.constant(0.5)),
  frequencyPenalty: maybe(fc.constant(-0.5)),
  stopSequences: maybe(fc.array(word, { minLength: 1, maxLength: 2 })),
  effort: maybe(fc.constantFrom('none' as const, 'low' as const, 'medium' as const, 'high' as const)),
  providerOptions: maybe(
    fc.constantFrom({ ollama: { keep_alive: '5m' } }, { ollama: { options: { num_ctx: 8192, num_predict: -1 } } }),
  ),
});

test('a request that is written and read is the same request', () => {
  fc.assert(
    fc.property(request, fc.boolean(), (asked, stream) => {
      const own = asked.providerOptions?.['ollama'];
      const one = own !== undefined && 'options' in own ? { ...asked, maxOutputTokens: undefined } : asked;
      const { body, adaptations } = ollama.writeRequest(one, { model: 'qwen3', stream, family, dialect: {} });
      expect(adaptations).toEqual([]);
      expect(body.stream).toBe(stream);
      const read = ollama.readRequest(JSON.parse(JSON.stringify(body)));
      expect(read).toEqual({ request: one, model: 'qwen3', stream, includeUsage: true });
    }),
  );
});

const reply: fc.Arbitrary<Reply> = fc
  .record({
    content: said,
    length: fc.boolean(),
    usage: fc.record({ uncached: fc.nat(), text: fc.nat() }).map((buckets) => usageOf(buckets)),
  })
  .map(({ content, length, usage }) => {
    const stop = content.some(({ type }) => type === 'tool-call') ? ('tool-calls' as const) : ('stop' as const);
    const answeredBy = options.model;
    return {
      content,
      usage,
      answeredBy,
      finishReason: length ? 'length' : stop,
      rawFinishReason: length ? 'length' : 'stop',
    };
  });

/** What a reply says, without the provider's own counters and the input's own text. */
function plain(read: Reply): Reply {
  const content = read.content.map((part) => (part.type === 'tool-call' ? { ...part, inputText: undefined } : part));
  return { ...read, content, usage: { ...read.usage, raw: undefined } };
}

test('a reply that is written and read is the same reply', () => {
  fc.assert(
    fc.property(reply, (one) => {
      const written = JSON.parse(JSON.stringify(ollama.writeReply(one, options)));
      expect(plain(ollama.readReply(written, family))).toEqual(one);
    }),
  );
});

test('a reply that is streamed and read is the same reply', () => {
  fc.assert(
    fc.property(reply, (one) => {
      const writer = ollama.writeStream(options);
      const stream = partsOfReply(one).map((part) => writer.write(part));
      const builder = new ReplyBuilder();
      const reader = ollama.readStream(family);
      const lines = stream.join('').split('\n');
      for (const line of lines) if (line !== '') reader.read('', line, (part) => builder.add(part));
      reader.end((part) => builder.add(part));
      expect(plain(builder.reply())).toEqual(one);
    }),
  );
});
