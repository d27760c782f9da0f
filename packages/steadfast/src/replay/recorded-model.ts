import type { Call } from '../model/call.ts';
import type { Completion, Reply } from '../model/completion.ts';
import type { Cost } from '../model/cost.ts';
import { ModelError } from '../model/error.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import { toCompletion } from '../model/to-completion.ts';
import { unreportedUsage } from '../model/usage.ts';
import { ReplyStream } from '../stream/reply-stream.ts';
import { streamOf } from '../stream/stream-of.ts';
import type { Clock } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import { openCall } from '../time/open-call.ts';
import { abortedError, sleep } from '../time/sleep.ts';
import type { RecordedTarget } from './recorded-target.ts';
import type { Sample } from './sample.ts';

/** A target and the time that it is asked in. */
export interface RecordedSite {
  readonly target: RecordedTarget;
  readonly clock: Clock;
  /** Epoch milliseconds of the first call. */
  readonly startedAt: number;
}

/** A model that does what was recorded of a target: each call is one attempt. */
export function recordedModel(id: string, site: RecordedSite): Model {
  return {
    id,
    complete: async (_, call) => (await attempt(id, site, call)).completion,
    stream: async (_, call) => {
      const { completion, sample } = await attempt(id, site, call);
      return sample.restMs === 0 ? streamOf(completion) : slowStream(completion, sample, site.clock, call?.signal);
    },
  };
}

async function attempt(
  id: string,
  { target, clock, startedAt }: RecordedSite,
  given: Call | undefined,
): Promise<{ completion: Completion; sample: Sample }> {
  const { journal, signal } = openCall(given, clock);
  const opened = journal.open(id, clock.now());
  const sample = target.ask(clock.now() - startedAt);
  try {
    await sleep(clock, sample.durationMs, signal);
    if (sample.error !== undefined) throw errorOf(id, sample.error);
  } catch (error) {
    if (error instanceof ModelError) opened.fail(clock.now(), error);
    throw error;
  }
  opened.succeed(clock.now());
  const elapsedMs = clock.now() - journal.startedAt;
  const timings = { queueMs: journal.waitedMs, firstContentMs: elapsedMs, totalMs: elapsedMs + sample.restMs };
  const facts = { model: id, attempts: journal.attempts, adaptations: [], timings, costOf: () => costOf(sample) };
  return { completion: toCompletion(replyOf(sample), facts), sample };
}

/** A stream whose rest comes all at once, when it has come as it was recorded. */
function slowStream(
  completion: Completion,
  { restMs }: Sample,
  clock: Clock,
  signal: AbortSignal | undefined,
): CompletionStream {
  const nothing = (): void => undefined;
  const timer = clock.after(restMs, () => {
    leave?.();
    stream.push({ type: 'finish', reason: 'stop', usage: completion.usage });
    stream.end();
  });
  const close = (): void => {
    timer.cancel();
    leave?.();
  };
  const stream = new ReplyStream({ pause: nothing, resume: nothing, close }, () => completion);
  const leave =
    signal &&
    onAbort(signal, () => {
      timer.cancel();
      stream.fail(abortedError(signal));
    });
  stream.push({ type: 'text-delta', block: 0, text: word });
  return stream;
}

/** What was said was not recorded. */
const word = 'yes';

function replyOf({ usage }: Sample): Reply {
  const counted = usage === undefined ? unreportedUsage : { ...usage, reported: true };
  return { content: [{ type: 'text', text: word }], finishReason: 'stop', usage: counted };
}

function costOf({ cost }: Sample): Cost | undefined {
  if (cost?.known !== true) return cost;
  const buckets = { uncached: 0, cacheRead: 0, cacheWrite: 0, text: 0, reasoning: 0, fees: 0 };
  return { known: true, amount: cost.amount, currency: 'USD', buckets, source: 'a record' };
}

function errorOf(
  id: string,
  { kind = 'server', status, phase, retryAfterMs }: NonNullable<Sample['error']>,
): ModelError {
  const message = `${id} failed as it was recorded to: ${kind}.`;
  const [provider] = id.split('/');
  return new ModelError({ kind, message, provider, model: id, status, phase, retryAfterMs });
}
