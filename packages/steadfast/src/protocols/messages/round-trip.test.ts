import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FinishReason, Reply } from '../../model/completion.ts';
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
import { usageOf } from '../../model/usage.ts';
import type { ToolSpec } from '../../model/tool-spec.ts';
import type { WriteTarget } from '../protocol.ts';
import { messages } from './messages.ts';

const family = 'anthropic';
const target: WriteTarget = {
  model: 'claude-opus-5',
  stream: false,
  family,
  dialect: { schemaDialect: 'json-schema' },
};
const options = { model: 'claude-opus-5', id: 'msg_made_up', created: 0, family, includeUsage: true };

const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
const id = fc.stringMatching(/^toolu_[a-zA-Z0-9_-]{1,10}$/);
const name = fc.stringMatching(/^[a-z_]{1,10}$/);
const json = fc.jsonValue({ maxDepth: 2 }).map((value): JsonValue => parseJson(JSON.stringify(value)) ?? null);
const object: fc.Arbitrary<JsonObject> = fc.dictionary(name, json, { maxKeys: 3 });
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });
const state = (value: fc.Arbitrary<JsonValue>): fc.Arbitrary<OpaqueState> =>
  value.map((kept) => ({ origin: family, value: kept }));
const cached = maybe(state(fc.constant({ cache_control: { type: 'ephemeral' } })));

const text: fc.Arbitrary<TextPart> = fc.record({ type: fc.constant('text'), text: word, state: cached });
const image: fc.Arbitrary<ImagePart> = fc.record({
  type: fc.constant('image'),
  source: fc.oneof(
    fc.record({ kind: fc.constant('base64'), data: fc.base64String(), mediaType: fc.constant('image/png') }),
    fc.record({ kind: fc.constant('url'), url: fc.webUrl() }),
    fc.record({ kind: fc.constant('reference'), id: word }),
  ),
  state: cached,
});
const file: fc.Arbitrary<FilePart> = fc.record({
  type: fc.constant('file'),
  source: fc.oneof(
    fc.record({ kind: fc.constant('base64'), data: fc.base64String(), mediaType: fc.constant('application/pdf') }),
    fc.record({ kind: fc.constant('text'), text: word, mediaType: fc.constant('text/plain') }),
    fc.record({ kind: fc.constant('url'), url: fc.webUrl() }),
  ),
  filename: maybe(word),
  state: cached,
});
const unknownBlock = object.map((fields) => ({ ...fields, type: 'brand_new' }));
const userPart = fc.oneof(
  text,
  image,
  file,
  fc.record({ type: fc.constant('text'), text: fc.constant(''), state: state(unknownBlock) }),
);
const reasoning: fc.Arbitrary<ReasoningPart> = fc.oneof(
  fc.record({ type: fc.constant('reasoning'), text: fc.string(), state: state(fc.record({ signature: word })) }),
  fc.record({
    type: fc.constant('reasoning'),
    text: fc.constant(''),
    state: state(fc.oneof(fc.record({ type: fc.constant('redacted_thinking'), data: word }), unknownBlock)),
  }),
);
const call: fc.Arbitrary<ToolCallPart> = fc.record({
  type: fc.constant('tool-call'),
  id,
  name,
  input: object,
  state: maybe(state(fc.constant({ caller: { type: 'direct' } }))),
});
const serverCall: fc.Arbitrary<ToolCallPart> = fc.record({
  type: fc.constant('tool-call'),
  id,
  name,
  input: object,
  providerExecuted: fc.constant(true),
  state: state(fc.constantFrom({ type: 'server_tool_use' }, { type: 'mcp_tool_use', server_name: 'wiki' })),
});
const serverResult: fc.Arbitrary<ToolResultPart> = fc.tuple(id, word).map(([toolId, output]) => ({
  type: 'tool-result',
  id: toolId,
  output,
  isError: undefined,
  providerExecuted: true,
  state: {
    origin: family,
    value: {
      type: 'bash_code_execution_tool_result',
      tool_use_id: toolId,
      content: { stdout: output, return_code: 0 },
    },
  },
}));
const assistantPart: fc.Arbitrary<AssistantPart> = fc.oneof(text, reasoning, call, serverCall, serverResult);
const result: fc.Arbitrary<ToolResultPart> = fc.record({
  type: fc.constant('tool-result'),
  id,
  output: fc.oneof(fc.string(), fc.array(fc.oneof(text, image, file), { minLength: 1, maxLength: 2 })),
  isError: maybe(fc.constant(true)),
  state: cached,
});

const contentOf = <Part>(part: fc.Arbitrary<Part>): fc.Arbitrary<string | Part[]> =>
  fc.oneof(word, fc.array(part, { minLength: 1, maxLength: 4 }));

/** A conversation in which no two turns of one role follow each other: the wire would make one of them. */
const conversation: fc.Arbitrary<Message[]> = fc
  .tuple(
    maybe(contentOf(text)),
    fc.array(
      fc.tuple(
        fc.array(result, { maxLength: 2 }),
        fc.array(userPart, { minLength: 1, maxLength: 3 }),
        contentOf(assistantPart),
        maybe(contentOf(text)),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([system, turns]) => [
    ...(system === undefined ? [] : [{ role: 'system' as const, content: system }]),
    ...turns.flatMap(([results, user, assistant, later]): Message[] => [
      ...(results.length === 0 ? [] : [{ role: 'tool' as const, content: results }]),
      { role: 'user', content: user },
      { role: 'assistant', content: assistant },
      ...(later === undefined ? [] : [{ role: 'system' as const, content: later }]),
    ]),
  ]);

const tool: fc.Arbitrary<ToolSpec> = fc.oneof(
  fc.record({
    name,
    description: maybe(word),
    inputSchema: object.map((properties) => ({ type: 'object', properties })),
    strict: maybe(fc.boolean()),
    state: maybe(state(fc.constant({ defer_loading: true }))),
  }),
  fc.constant({
    name: 'web_search',
    provided: { origin: family, value: { type: 'web_search_20250305', name: 'web_search', max_uses: 2 } },
  }),
);

const request: fc.Arbitrary<CompletionRequest> = fc
  .record({
    messages: conversation,
    tools: fc.array(tool, { minLength: 1, maxLength: 3 }),
    choice: maybe(fc.constantFrom('auto' as const, 'none' as const, 'required' as const, { tool: 'f' })),
    parallelToolCalls: maybe(fc.boolean()),
    outputFormat: maybe(object.map((schema) => ({ type: 'json' as const, schema }))),
    maxOutputTokens: fc.integer({ min: 5000, max: 64_000 }),
    temperature: maybe(fc.constantFrom(0, 0.5, 1)),
    topP: maybe(fc.constantFrom(0.1, 0.9)),
    topK: maybe(fc.integer({ min: 1, max: 100 })),
    stopSequences: maybe(fc.array(word, { minLength: 1, maxLength: 3 })),
    thought: maybe(
      fc.oneof(
        fc.record({ effort: fc.constantFrom('none' as const, 'low' as const, 'max' as const) }),
        fc.record({
          thinkingTokens: fc.integer({ min: 1024, max: 4000 }),
          effort: maybe(fc.constant('high' as const)),
        }),
      ),
    ),
    endUser: maybe(word),
    providerOptions: maybe(
      fc.record({ anthropic: fc.constantFrom({ context_management: { edits: [] } }, { thread: { type: 'create' } }) }),
    ),
  })
  .map(({ choice, parallelToolCalls, thought, ...fields }) => ({
    ...fields,
    ...thought,
    toolChoice: choice,
    parallelToolCalls: choice === undefined || choice === 'none' ? undefined : parallelToolCalls,
  }));

test('a request that is written and read is the same request', () => {
  fc.assert(
    fc.property(request, fc.boolean(), (asked, stream) => {
      const { body, adaptations } = messages.writeRequest(asked, { ...target, stream });
      expect(adaptations).toEqual([]);
      const read = messages.readRequest(JSON.parse(JSON.stringify(body)));
      expect(read).toEqual({ request: asked, model: target.model, stream, includeUsage: true });
    }),
  );
});

const usage = fc.record({
  uncached: fc.nat(),
  cacheRead: fc.nat(),
  cacheWrite: fc.nat(),
  text: fc.nat(),
  reasoning: fc.nat(),
});

const cited = maybe(state(fc.array(object, { minLength: 1, maxLength: 2 }).map((citations) => ({ citations }))));
const citedText: fc.Arbitrary<TextPart> = fc.record({ type: fc.constant('text'), text: word, state: cited });

const endings: readonly (readonly [FinishReason, string])[] = [
  ['stop', 'end_turn'],
  ['stop', 'stop_sequence'],
  ['length', 'max_tokens'],
  ['length', 'model_context_window_exceeded'],
  ['content-filter', 'refusal'],
  ['pause', 'pause_turn'],
];

function replyOf(part: fc.Arbitrary<AssistantPart>): fc.Arbitrary<Reply> {
  return fc
    .record({
      content: fc.array(part, { maxLength: 5 }),
      ending: fc.constantFrom(...endings),
      usage: usage.map((buckets) => usageOf(buckets)),
      id: fc.constant('msg_1'),
    })
    .map(({ content, ending, ...fields }) => {
      const calls = content.some((item) => item.type === 'tool-call' && item.providerExecuted !== true);
      const [finishReason, rawFinishReason] = calls ? (['tool-calls', 'tool_use'] as const) : ending;
      return { ...fields, content, finishReason, rawFinishReason, answeredBy: options.model };
    });
}

/** What a reply says, without the provider's own usage object. */
function plain(reply: Reply): Reply {
  return { ...reply, usage: { ...reply.usage, raw: undefined } };
}

test('a reply that is written and read is the same reply', () => {
  fc.assert(
    fc.property(replyOf(fc.oneof(citedText, reasoning, call, serverCall, serverResult, image)), (reply) => {
      const written = JSON.parse(JSON.stringify(messages.writeReply(reply, options)));
      expect(plain(messages.readReply(written, family))).toEqual(reply);
    }),
  );
});

/** The events of a stream's text, as the SSE reader would give them. */
function eventsOf(stream: string): [event: string, data: string][] {
  return stream.split('\n\n').flatMap((event) => {
    const [, type = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
    return data === '' ? [] : [[type, data]];
  });
}

function readAll(stream: string): Reply {
  const builder = new ReplyBuilder();
  const reader = messages.readStream(family);
  for (const [event, data] of eventsOf(stream)) reader.read(event, data, (part) => builder.add(part));
  reader.end((part) => builder.add(part));
  return builder.reply();
}

/** The wire has no place for a call's private fields before its input, so a streamed call has none of its own. */
const streamedCall = call.map((part): ToolCallPart => ({ ...part, state: undefined }));
const streamable = replyOf(fc.oneof(citedText, reasoning, streamedCall, serverCall, serverResult, image));

/** The input's own text, which only a stream gives, left out. */
function withoutInputText(reply: Reply): Reply {
  const content = reply.content.map((part) => (part.type === 'tool-call' ? { ...part, inputText: undefined } : part));
  return { ...plain(reply), content };
}

test('a reply that is streamed and read is the same reply', () => {
  fc.assert(
    fc.property(streamable, (reply) => {
      const writer = messages.writeStream(options);
      const stream = partsOfReply(reply).map((part) => writer.write(part));
      expect(withoutInputText(readAll(stream.join('')))).toEqual(reply);
    }),
  );
});

test('blocks that arrive interleaved are written one after the other, whole and in the order in which they began', () => {
  fc.assert(
    fc.property(streamable, fc.infiniteStream(fc.nat()), (reply, dice) => {
      const [start, ...parts] = partsOfReply(reply);
      const finish = parts.at(-1);
      const queues = reply.content.map((_, block) => parts.filter((part) => 'block' in part && part.block === block));
      const shuffled = [];
      const begun: number[] = [];
      while (queues.some((queue) => queue.length > 0)) {
        const open = [...queues.keys()].filter((block) => (queues[block] ?? []).length > 0);
        const block = open[(dice.next().value ?? 0) % open.length] ?? 0;
        if (!begun.includes(block)) begun.push(block);
        shuffled.push(queues[block]?.shift());
      }
      const writer = messages.writeStream(options);
      const stream = [start, ...shuffled, finish].map((part) => (part === undefined ? '' : writer.write(part)));
      const expected = begun.flatMap((block) => reply.content[block] ?? []);
      expect(withoutInputText(readAll(stream.join(''))).content).toEqual(expected);
    }),
  );
});
