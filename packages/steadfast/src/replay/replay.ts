import { setImmediate as turn } from 'node:timers/promises';
import type { Call } from '../model/call.ts';
import type { CompletionRequest } from '../model/completion-request.ts';
import type { Model } from '../model/model.ts';
import { seededRandom } from '../simulation/seeded-random.ts';
import type { Random } from '../simulation/seeded-random.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { Clock } from '../time/clock.ts';
import type { DecisionRecord } from '../watch/decision-record.ts';
import { watch } from '../watch/watch.ts';
import { figuresOfRecords } from './figures-of-records.ts';
import type { CallFigures } from './figures-of-records.ts';
import type { LearnedLimit } from './learned-limit.ts';
import { notesOn } from './notes.ts';
import { recordedModel } from './recorded-model.ts';
import { RecordedTarget } from './recorded-target.ts';
import { samplesOf } from './sample.ts';

/** What another configuration is made of in a replay. */
export interface ReplayWorld {
  /** To be given to all layers and choices: their time is not the machine's. */
  readonly clock: Clock;
  /** To be given to all that draws lots. */
  readonly random: Random;
  /** The targets that were recorded. */
  readonly targets: readonly string[];
  /**
   * A target that does what was recorded of it, as a bare model: each call of it is one attempt.
   * @throws Error for one that was not recorded
   */
  readonly model: (target: string) => Model;
}

/** What a replay shows. */
export interface Replay {
  /** What was. */
  readonly recorded: CallFigures;
  /** What would have been. */
  readonly replayed: CallFigures;
  /** The calls as they would have been, to be explained. */
  readonly records: readonly DecisionRecord[];
  /** The rate limits that were found in the records, by target. */
  readonly limits: Readonly<Record<string, LearnedLimit>>;
  /** What this can't know, in sentences. */
  readonly notes: readonly string[];
}

/** How long calls that are under way at the end are waited for, in milliseconds. */
const drainMs = 3_600_000;

/** The longest prompt that is made up in the place of a recorded one, in characters. */
const longestPrompt = 400_000;

/**
 * Says what another configuration would have done with the same calls: they are made again, at the times at which they
 * were made, of a model that is put together from real layers around targets that do what was recorded of them.
 * @param seed the same records, configuration and seed give the same result; default: 1
 */
export async function replay(
  records: readonly DecisionRecord[],
  configuration: (world: ReplayWorld) => Model,
  seed: number = 1,
): Promise<Replay> {
  const calls = records.toSorted((one, other) => one.startedAt - other.startedAt);
  const startedAt = calls[0]?.startedAt ?? 0;
  const clock = new VirtualClock(startedAt);
  const samples = samplesOf(calls);
  const targets = new Map<string, RecordedTarget>();
  for (const [name, known] of samples.byTarget) targets.set(name, new RecordedTarget(known, seededRandom(seed, name)));
  const model = (name: string): Model => {
    const target = targets.get(name);
    if (target === undefined) throw unknownTarget(name, [...targets.keys()]);
    return recordedModel(name, { target, clock, startedAt });
  };
  const again: DecisionRecord[] = [];
  const world = { clock, random: seededRandom(seed, 'configuration'), targets: [...targets.keys()], model };
  const watched = watch({ clock, fingerprint: false, record: (record) => again.push(record) })(configuration(world));
  for (const call of calls) clock.after(call.startedAt - startedAt, () => void repeat(call, watched, clock));
  await clock.run((calls.at(-1)?.startedAt ?? 0) - startedAt + drainMs);
  await turn();
  const limits: Record<string, LearnedLimit> = {};
  for (const [name, { limit }] of targets) if (limit !== undefined) limits[name] = limit;
  const notes = notesOn({ calls, again, targets, censored: samples.censored });
  return { recorded: figuresOfRecords(calls), replayed: figuresOfRecords(again), records: again, limits, notes };
}

/** Makes a call again. Whoever left it leaves after the same time. */
async function repeat(record: DecisionRecord, model: Model, clock: Clock): Promise<void> {
  const { caller, session, deadlineMs, outcome, timings, streamed } = record;
  const controller = new AbortController();
  const hasLeft = !outcome.ok && outcome.kind === 'aborted';
  const leaving = hasLeft ? clock.after(timings.totalMs, () => controller.abort()) : undefined;
  const call: Call = {
    caller: caller === undefined ? undefined : { id: caller },
    session,
    deadline: deadlineMs === undefined ? undefined : clock.now() + deadlineMs,
    signal: hasLeft ? controller.signal : undefined,
  };
  try {
    if (streamed) await (await model.stream(requestLike(record), call)).result;
    else await model.complete(requestLike(record), call);
  } catch {
    // What became of it stands in its record.
  }
  leaving?.cancel();
}

/** A request of the same size and settings; what it said was not recorded. */
function requestLike({ request }: DecisionRecord): CompletionRequest {
  const content = 'x'.repeat(Math.min(longestPrompt, request.size));
  return { messages: [{ role: 'user', content }], ...request.settings };
}

function unknownTarget(name: string, known: readonly string[]): Error {
  return new Error(
    `Nothing was recorded of "${name}", so it can't be replayed. Recorded: ${known.join(', ') || 'none'}.`,
  );
}
