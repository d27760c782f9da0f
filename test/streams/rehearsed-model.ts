import type { Call } from '../../packages/steadfast/src/model/call.ts';
import type { CompletionInput, CompletionRequest } from '../../packages/steadfast/src/model/completion-request.ts';
import { toRequest } from '../../packages/steadfast/src/model/completion-request.ts';
import { ModelError } from '../../packages/steadfast/src/model/error.ts';
import { textOf } from '../../packages/steadfast/src/model/message.ts';
import type { CompletionStream, Model } from '../../packages/steadfast/src/model/model.ts';
import { toCompletion } from '../../packages/steadfast/src/model/to-completion.ts';
import { usageOf } from '../../packages/steadfast/src/model/usage.ts';
import type { Random } from '../../packages/steadfast/src/simulation/seeded-random.ts';
import { ReplyStream } from '../../packages/steadfast/src/stream/reply-stream.ts';

/**
 * How the second model goes on: with the rest alone, with the words that it was asked to repeat first, with more of what was
 * said than that, with less, with all of it again; or as asked, but its stream breaks off half way, once.
 */
export type Manner = 'rest' | 'words' | 'more' | 'less' | 'whole' | 'broken';

/** A model that knows the whole text and goes on with what it is told was said, in pieces of a few characters. */
export function rehearsedModel(whole: string, manner: Manner, prefill: boolean, random: Random): Model {
  const id = 'rehearsed/second';
  let broken = manner !== 'broken';
  const stream = (input: CompletionInput, call?: Call): Promise<CompletionStream> => {
    const attempt = call?.journal?.open(id, 0);
    attempt?.succeed(0);
    const text = answer(toRequest(input), whole, manner, random);
    const nothing = { pause: () => undefined, resume: () => undefined, close: () => undefined };
    const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
    const facts = { model: id, attempts: [], adaptations: [], timings };
    const made = new ReplyStream(nothing, (reply) => toCompletion(reply, facts));
    const half = broken ? text.length : Math.ceil(text.length / 2);
    for (const piece of piecesOf(text.slice(0, half), random)) made.push({ type: 'text-delta', block: 0, text: piece });
    if (broken) {
      made.push({ type: 'finish', reason: 'stop', usage: usageOf({ uncached: 1, text: 1 }) });
      made.end();
    } else made.fail(new ModelError({ kind: 'interrupted', message: `${id} broke off too.`, model: id }));
    broken = true;
    return Promise.resolve(made);
  };
  const capabilities = {
    streaming: true,
    tools: true,
    structuredOutput: true,
    images: true,
    reasoning: false,
    prefill,
  };
  return { id, capabilities, stream, complete: () => Promise.reject(new Error('Only streams are rehearsed.')) };
}

/** A repeat of fewer characters that nobody asked for can't be told from going on: nobody could do it right. */
const unasked = 16;

function answer({ messages }: CompletionRequest, whole: string, manner: Manner, random: Random): string {
  const said = textOf(messages.find(({ role }) => role === 'assistant')?.content ?? '');
  const asked = /<last-words>([^]*)<\/last-words>/.exec(textOf(messages.at(-1)?.content ?? ''))?.[1] ?? '';
  const rest = whole.slice(said.length);
  switch (manner) {
    case 'rest':
      return rest;
    case 'whole':
      return whole;
    case 'more':
      return said.slice(Math.floor(random() * Math.max(0, said.length - Math.max(asked.length, unasked)))) + rest;
    case 'less':
      return asked.slice(Math.floor(random() * asked.length)) + rest;
    default:
      return asked + rest;
  }
}

function* piecesOf(text: string, random: Random): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = start + 1 + Math.floor(random() * 12);
    yield text.slice(start, end);
    start = end;
  }
}
