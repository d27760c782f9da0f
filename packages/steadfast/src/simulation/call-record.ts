import { isModelError } from '../model/error.ts';
import type { ErrorKind } from '../model/error-kind.ts';
import { Journal } from '../model/journal.ts';
import type { Call } from '../model/call.ts';
import type { CompletionStream } from '../model/model.ts';
import { draw } from './distribution.ts';
import type { Load } from './load.ts';
import type { Random } from './seeded-random.ts';
import type { World } from './world.ts';

/** What became of a simulated call. Times are milliseconds since the beginning. */
export interface CallRecord {
  /** The id of its caller; empty for nobody in particular. */
  readonly caller: string;
  readonly ms: number;
  readonly endMs: number;
  /** The kind of its error; `not-a-model-error` is a fault of the engine. */
  readonly outcome: 'ok' | ErrorKind | 'not-a-model-error';
  /** Milliseconds until its first content. */
  readonly firstContentMs?: number;
  /** Attempts that reached a provider, also those that were given up. */
  readonly attempts: number;
  readonly waitedMs: number;
}

/** Makes one call of a load, and says what became of it. Never rejects. */
export async function makeCall(load: Load, world: World, random: Random): Promise<CallRecord> {
  const { caller, deadlineMs, leaveAfterMs } = load;
  const begin = world.ms;
  const now = world.clock.now();
  const journal = new Journal(now);
  const deadline = deadlineMs === undefined ? undefined : now + deadlineMs;
  const leaving = leaveAfterMs === undefined ? undefined : new AbortController();
  const timer =
    leaveAfterMs === undefined ? undefined : world.clock.after(draw(leaveAfterMs, random), () => leaving?.abort());
  const call = { caller, journal, deadline, signal: leaving?.signal };
  let firstContentMs: number | undefined;
  let outcome: CallRecord['outcome'] = 'ok';
  try {
    await ask(load, call, () => (firstContentMs = world.ms - begin));
  } catch (error) {
    outcome = isModelError(error) ? error.kind : 'not-a-model-error';
  }
  timer?.cancel();
  const attempts = journal.attempts.length;
  const { waitedMs } = journal;
  return { caller: caller?.id ?? '', ms: begin, endMs: world.ms, outcome, firstContentMs, attempts, waitedMs };
}

async function ask(load: Load, call: Call, onContent: () => void): Promise<void> {
  const { model, request = 'How are you?', streamed = false } = load;
  if (!streamed) {
    await model.complete(request, call);
    onContent();
    return;
  }
  const stream = await model.stream(request, call);
  onContent();
  await readAll(stream);
}

async function readAll(stream: CompletionStream): Promise<void> {
  for await (const _part of stream);
  await stream.result;
}
