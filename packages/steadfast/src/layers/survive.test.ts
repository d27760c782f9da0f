import { expect, test } from 'vitest';
import type { Call } from '../model/call.ts';
import type { CompletionInput, CompletionRequest } from '../model/completion-request.ts';
import { toRequest } from '../model/completion-request.ts';
import type { Reply } from '../model/completion.ts';
import { ModelError } from '../model/error.ts';
import type { CallEvent } from '../model/journal.ts';
import { Journal } from '../model/journal.ts';
import type { Capabilities, CompletionStream, Model } from '../model/model.ts';
import type { StreamPart } from '../model/stream-part.ts';
import { toCompletion } from '../model/to-completion.ts';
import { usageOf } from '../model/usage.ts';
import { ReplyStream } from '../stream/reply-stream.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { survive } from './survive.ts';

type Step = string | StreamPart | ModelError | typeof stall;

/** Nothing more comes. */
const stall = Symbol('stall');

interface Rehearsed extends Model {
  readonly asked: { readonly request: CompletionRequest; readonly call: Call | undefined }[];
  closed: number;
}

const can: Capabilities = { streaming: true, tools: true, structuredOutput: true, images: true, reasoning: false };
const cut = (): ModelError => new ModelError({ kind: 'interrupted', message: 'sim/a was cut.', model: 'sim/a' });
const usage = usageOf({ uncached: 10, text: 5 });

/** A model whose streams say what the scripts say, one script for each call; a string is text, an error breaks it off. */
function rehearsed(id: string, scripts: readonly (readonly Step[])[], prefill = false): Rehearsed {
  const asked: Rehearsed['asked'] = [];
  const stream = async (input: CompletionInput, call?: Call): Promise<CompletionStream> => {
    const script = scripts[asked.length] ?? [];
    asked.push({ request: toRequest(input), call });
    const attempt = call?.journal?.open(id, 0);
    const [first] = script;
    if (first instanceof ModelError) {
      attempt?.fail(0, first);
      throw first;
    }
    attempt?.succeed(0);
    const source = { pause: () => undefined, resume: () => undefined, close: () => (model.closed += 1) };
    const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
    const whole = (reply: Reply) =>
      toCompletion(reply, { model: id, attempts: call?.journal?.attempts ?? [], adaptations: [], timings });
    const made = new ReplyStream(source, whole);
    for (const step of script) say(made, step);
    if (script.at(-1) !== stall) {
      made.push({ type: 'finish', reason: 'stop', usage });
      made.end();
    }
    return made;
  };
  const complete = () => Promise.reject(cut());
  const model: Rehearsed = { id, capabilities: { ...can, prefill }, asked, closed: 0, complete, stream };
  return model;
}

function say(stream: ReplyStream, step: Step): void {
  if (step instanceof ModelError) stream.fail(step.with({ partial: stream.partial() }));
  else if (step !== stall) stream.push(typeof step === 'string' ? { type: 'text-delta', block: 0, text: step } : step);
}

interface Shown {
  readonly types: readonly string[];
  /** What a reader kept who discards at a restart. */
  readonly kept: string;
  readonly error: unknown;
}

async function shownBy(stream: CompletionStream): Promise<Shown> {
  const types: string[] = [];
  let kept = '';
  try {
    for await (const part of stream) {
      types.push(part.type);
      if (part.type === 'reply-restart') kept = '';
      if (part.type === 'text-delta') kept += part.text;
    }
  } catch (error) {
    return { types, kept, error };
  }
  return { types, kept, error: undefined };
}

const clock = new VirtualClock();
const begun = 'Once upon a time there was a king ';
const rest = 'who had three daughters.';

test('without a policy the model itself is asked, and nothing stands in between', () => {
  const model = rehearsed('sim/a', []);
  expect(survive()(model)).toBe(model);
});

test('a reply that breaks off is continued by another model, and is one text, one finish and one completion', async () => {
  const first = rehearsed('sim/a', [
    [{ type: 'response-start', id: 'r1', usage: usageOf({ uncached: 7 }) }, begun, cut()],
  ]);
  const other = rehearsed('sim/b', [[`there was a king ${rest}`]]);
  const stream = await survive({ policy: 'continue', targets: [other], clock })(first).stream('Tell me a tale.');
  const { types, kept, error } = await shownBy(stream);
  expect({ types, kept, error }).toEqual({
    types: ['response-start', 'text-delta', 'text-delta', 'finish'],
    kept: begun + rest,
    error: undefined,
  });
  const { text, content, model, id, usage: sum, attempts, cost } = await stream.result;
  expect({ text, parts: content.length, model, id }).toEqual({
    text: begun + rest,
    parts: 1,
    model: 'sim/b',
    id: 'r1',
  });
  expect(sum).toMatchObject({ inputTokens: 17, outputTokens: 5, atLeast: true, reported: true });
  expect(attempts.map(({ target }) => target)).toEqual(['sim/a', 'sim/b']);
  expect(cost).toMatchObject({ known: false });
  expect(other.asked[0]?.request.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(JSON.stringify(other.asked[0]?.request.messages[2])).toContain('Once upon a time there was a king<');
});

test('where the model goes on from its own turn it is given that, without white space at its end', async () => {
  const model = rehearsed('sim/a', [[begun, cut()], [rest]], true);
  const stream = await survive({ policy: 'continue', clock })(model).stream({
    messages: [{ role: 'user', content: 'Tell me a tale.' }],
    maxOutputTokens: 100,
  });
  expect((await shownBy(stream)).kept).toBe(begun + rest);
  expect(model.asked[1]?.request).toMatchObject({
    messages: [{ role: 'user' }, { role: 'assistant', content: begun.trimEnd() }],
    maxOutputTokens: 91,
  });
});

test('a model that refuses its own turn is asked by an instruction', async () => {
  const refusal = new ModelError({ kind: 'invalid-request', message: 'Prefill is not supported.' });
  const model = rehearsed('sim/a', [[begun, cut()], [refusal], [begun + rest]], true);
  expect((await shownBy(await survive({ policy: 'continue', clock })(model).stream('Hi'))).kept).toBe(begun + rest);
});

test('a continuation that breaks off too is continued, and after the last go the error tells all', async () => {
  const wide = 'who had three beautiful daughters, and ';
  const model = rehearsed('sim/a', [
    [begun, cut()],
    [begun, wide, cut()],
    [begun + wide, 'a garden.'],
  ]);
  const layer = survive({ policy: 'continue', clock });
  expect((await shownBy(await layer(model).stream('Hi'))).kept).toBe(`${begun}${wide}a garden.`);

  const fails = rehearsed('sim/a', [
    [begun, cut()],
    [begun, wide, cut()],
    ['Sure! Here is the rest: a garden.'],
    ['no'],
  ]);
  const stream = await layer(fails).stream('Hi');
  const { kept, error, types } = await shownBy(stream);
  expect(kept).toBe(begun + wide);
  expect(types).not.toContain('finish');
  expect(error).toMatchObject({ kind: 'interrupted', partial: { text: begun + wide } });
  expect(String(error)).toContain('did not go on exactly where');
  expect(error).toHaveProperty('attempts.length', 3);
  await expect(stream.result).rejects.toBe(error);
  expect(fails.asked).toHaveLength(3);
});

test('calls of tools, reasoning, several replies and JSON are not continued', async () => {
  const scripts: (readonly Step[])[] = [
    ['Let me see.', { type: 'tool-call-start', block: 1, id: 'c', name: 'look' }, cut()],
    ['Hm.', { type: 'reasoning-delta', block: 1, text: 'So' }, cut()],
    [{ type: 'reasoning-delta', block: 0, text: 'So' }, cut()],
    ['One', { type: 'text-delta', block: 0, choice: 1, text: 'Two' }, cut()],
  ];
  for (const script of scripts) {
    const model = rehearsed('sim/a', [script, ['more']]);
    const { error } = await shownBy(await survive({ policy: 'continue', clock })(model).stream('Hi'));
    expect(error).toMatchObject({ kind: 'interrupted', message: 'sim/a was cut.' });
    expect(model.asked).toHaveLength(1);
  }
  const model = rehearsed('sim/a', [['{"a":', cut()], ['1}']]);
  const asked: CompletionRequest = { messages: [{ role: 'user', content: 'JSON' }], outputFormat: { type: 'json' } };
  const { error } = await shownBy(await survive({ policy: 'continue', clock })(model).stream(asked));
  expect(error).toMatchObject({ kind: 'interrupted', partial: { text: '{"a":' } });
});

test('reasoning before the text does not stand in the way, and that of the continuation is left away', async () => {
  const thought: Step = { type: 'reasoning-delta', block: 0, text: 'Kings, then.' };
  const said: Step = { type: 'text-delta', block: 1, text: begun };
  const first = rehearsed('sim/a', [[thought, { type: 'part-end', block: 0 }, said, cut()]]);
  const other = rehearsed('sim/b', [
    [
      { type: 'reasoning-delta', block: 0, text: 'Go on.' },
      { type: 'part-end', block: 0, state: { origin: 'b', value: 'secret' } },
      { type: 'text-delta', block: 1, text: begun },
      { type: 'text-delta', block: 1, text: rest },
      { type: 'part-end', block: 1, state: { origin: 'b', value: 'id' } },
      { type: 'tool-call-start', block: 2, id: 'c', name: 'look' },
      { type: 'tool-call-delta', block: 2, text: '{}' },
      { type: 'part-end', block: 2 },
    ],
  ]);
  const stream = await survive({ policy: 'continue', targets: [other], clock })(first).stream('Hi');
  expect((await stream.result).content).toMatchObject([
    { type: 'reasoning', text: 'Kings, then.' },
    { type: 'text', text: begun + rest, state: undefined },
    { type: 'tool-call', id: 'c', input: {} },
  ]);
});

test('a restarted reply says so once the new one is there, and the completion is the new one', async () => {
  const call: Step = { type: 'tool-call-start', block: 1, id: 'c', name: 'look' };
  const model = rehearsed('sim/a', [[begun, call, cut()], ['A whole tale.']]);
  const stream = await survive({ policy: 'restart', clock })(model).stream('Hi');
  expect(await shownBy(stream)).toEqual({
    types: ['text-delta', 'tool-call-start', 'reply-restart', 'text-delta', 'finish'],
    kept: 'A whole tale.',
    error: undefined,
  });
  const { text, toolCalls, usage: sum } = await stream.result;
  expect({ text, toolCalls }).toEqual({ text: 'A whole tale.', toolCalls: [] });
  expect(sum).toMatchObject({ totalTokens: 15, atLeast: true });
});

test('nothing is restarted after a whole call of a tool: it may have been run', async () => {
  const call: Step[] = [
    { type: 'tool-call-start', block: 0, id: 'c', name: 'pay' },
    { type: 'part-end', block: 0 },
  ];
  const model = rehearsed('sim/a', [[...call, cut()], ['again']]);
  const { types, error } = await shownBy(await survive({ policy: 'restart', clock })(model).stream('Hi'));
  expect(types).not.toContain('reply-restart');
  expect(error).toMatchObject({ kind: 'interrupted' });
});

test('a restart that nobody can give leaves the first reply standing, with the error', async () => {
  const refused = new ModelError({ kind: 'auth', message: 'sim/b refused the key.' });
  const first = rehearsed('sim/a', [[begun, cut()]]);
  const stream = await survive({ policy: 'restart', targets: [rehearsed('sim/b', [[refused]])], clock })(first).stream(
    'Hi',
  );
  const { types, kept, error } = await shownBy(stream);
  expect({ types, kept }).toEqual({ types: ['text-delta'], kept: begun });
  expect(error).toMatchObject({ kind: 'interrupted', partial: { text: begun } });
  expect(String(error)).toContain('sim/b refused the key.');
});

test('errors that another try would not mend, and calls out of time, are not gone on with', async () => {
  for (const kind of ['content-filter', 'aborted', 'budget', 'invalid-request'] as const) {
    const model = rehearsed('sim/a', [[begun, new ModelError({ kind, message: 'no' })], [begun + rest]]);
    const { error } = await shownBy(await survive({ policy: 'restart', clock })(model).stream('Hi'));
    expect(error).toMatchObject({ kind });
    expect(model.asked).toHaveLength(1);
  }
  const late = rehearsed('sim/a', [[begun, cut()], [begun + rest]]);
  const stream = await survive({ policy: 'continue', clock })(late).stream('Hi', { deadline: clock.now() });
  expect((await shownBy(stream)).error).toMatchObject({ kind: 'interrupted' });
  expect(late.asked).toHaveLength(1);
});

test('leaving the loop and the signal of the caller end whichever stream is open, or is being opened', async () => {
  const model = rehearsed('sim/a', [
    [begun, cut()],
    [begun, rest, stall],
  ]);
  const stream = await survive({ policy: 'continue', clock })(model).stream('Hi');
  let kept = '';
  for await (const part of stream) {
    if (part.type === 'text-delta') kept += part.text;
    if (kept.includes('daughters')) break;
  }
  expect(model.closed).toBe(1);
  await expect(stream.result).rejects.toMatchObject({ kind: 'aborted', partial: { text: begun + rest } });

  const opened = Promise.withResolvers<AbortSignal | undefined>();
  const never: Model = {
    id: 'sim/b',
    complete: () => Promise.reject(cut()),
    stream: (_request, call) => {
      opened.resolve(call?.signal);
      return new Promise(() => undefined);
    },
  };
  const layer = survive({ policy: 'continue', targets: [never], clock });
  const opening = await layer(rehearsed('sim/a', [[begun, cut()]])).stream('Hi');
  const iterator = opening[Symbol.asyncIterator]();
  await iterator.next();
  const signal = await opened.promise;
  await iterator.return?.();
  expect(signal?.aborted).toBe(true);
});

test('what was decided is told to those who listen', async () => {
  const events: CallEvent[] = [];
  const journal = new Journal(clock.now(), (event) => events.push(event));
  const model = rehearsed('sim/a', [[begun, cut()], [begun + rest]]);
  await (
    await survive({ policy: 'continue', clock })(model).stream('Hi', { journal })
  ).result;
  expect(events.flatMap((event) => (event.type === 'decision' ? [event.decision] : []))).toMatchObject([
    { by: 'survive', target: 'sim/a', verdict: 'continue' },
  ]);
});

test('what a provider asks to wait is waited for, within the deadline', async () => {
  const time = new VirtualClock();
  const limited = new ModelError({ kind: 'rate-limit', message: 'Too fast.', retryAfterMs: 3_000 });
  const model = rehearsed('sim/a', [[begun, limited], [begun + rest]]);
  const began = time.now();
  const { result } = await survive({ policy: 'continue', clock: time })(model).stream('Hi');
  await time.run();
  expect((await result).text).toBe(begun + rest);
  expect(time.now() - began).toBe(3_000);
});
