import { stack } from '../../packages/steadfast/src/layers/stack.ts';
import { timeout } from '../../packages/steadfast/src/layers/timeout.ts';
import type { ProtocolId } from '../../packages/steadfast/src/model/completion-request.ts';
import type { Model } from '../../packages/steadfast/src/model/model.ts';
import type { Provider } from '../../packages/steadfast/src/providers/provider.ts';
import { providers } from '../../packages/steadfast/src/providers/table.ts';
import { targetOf } from '../../packages/steadfast/src/providers/target-of.ts';
import { wireModel } from '../../packages/steadfast/src/providers/wire-model.ts';
import { seededRandom } from '../../packages/steadfast/src/simulation/seeded-random.ts';
import { VirtualClock } from '../../packages/steadfast/src/time/virtual-clock.ts';
import { CutTransport } from './cut-transport.ts';
import type { Fault } from './cut-transport.ts';
import { recordedStreams } from './recorded-streams.ts';
import type { RecordedStream } from './recorded-streams.ts';
import { shownBy, trial } from './trial.ts';
import type { Outcome, Plan, Stage } from './trial.ts';

/** What came of all trials with the streams of one protocol. */
export interface StreamsResult {
  readonly protocol: ProtocolId;
  streams: number;
  cutPoints: number;
  trials: number;
  /** How the trials came out, by policy, as far as the second model does as it is asked. */
  readonly ends: Record<Plan['policy'], Record<Outcome['end'], number>>;
  readonly violations: string[];
}

/** Nobody is asked to go on. */
const alone: readonly Plan[] = [{ policy: 'stop', manner: 'rest', prefill: false }];

/** A second model that does as it is asked: those trials say how many of the broken replies are gone on with. */
const asked: readonly Plan[] = [
  { policy: 'continue', manner: 'words', prefill: false },
  { policy: 'continue', manner: 'rest', prefill: true },
  { policy: 'restart', manner: 'whole', prefill: false },
];

/** And one that does not, or breaks off as well. */
const unruly: readonly Plan[] = [
  { policy: 'restart', manner: 'broken', prefill: false },
  ...(['rest', 'more', 'less', 'whole', 'broken'] as const).map(
    (manner) => ({ policy: 'continue', manner, prefill: false }) as const,
  ),
  ...(['more', 'whole', 'broken'] as const).map((manner) => ({ policy: 'continue', manner, prefill: true }) as const),
];

/** What is tried with a fault. What comes after it does not depend on its kind: with one of them everything is tried. */
export const plans: Readonly<Record<Fault, readonly Plan[]>> = {
  end: [...alone, ...asked, ...unruly],
  stall: [...alone, ...asked],
  reset: alone,
};

/**
 * Cuts and stalls every recorded stream: at every event, or at so many of them, drawn by a fixed seed.
 * @param sample How many cut points of each stream are tried. Default: all.
 */
export async function tryStreams(sample?: number): Promise<readonly StreamsResult[]> {
  const results = new Map<ProtocolId, StreamsResult>();
  const stage: Stage = { transport: new CutTransport(), clock: new VirtualClock() };
  for (const stream of recordedStreams()) {
    const result = results.get(stream.protocol) ?? emptyResult(stream.protocol);
    results.set(stream.protocol, result);
    await tryStream(stage, stream, result, sample);
  }
  return [...results.values()];
}

async function tryStream(stage: Stage, stream: RecordedStream, result: StreamsResult, sample?: number): Promise<void> {
  const first = modelOf(stream.protocol, stage);
  const whole = await wholeText(stage, first, stream);
  // Recordings of calls that failed in the middle of the stream have no whole reply to compare with.
  if (whole === undefined) return;
  result.streams += 1;
  for (const events of cutsOf(stream, sample)) {
    result.cutPoints += 1;
    for (const fault of ['end', 'stall', 'reset'] as const) {
      for (const plan of plans[fault]) {
        const { end, violations } = await trial(stage, first, { stream, events, fault }, plan, whole);
        result.trials += 1;
        if (!unruly.includes(plan)) result.ends[plan.policy][end] += 1;
        const where = `${stream.file}, ${fault} after ${events}, ${plan.policy}/${plan.manner}/${plan.prefill}`;
        result.violations.push(...violations.map((line) => `${where}: ${line}`));
      }
    }
  }
}

/** After how many events the stream is cut. */
function cutsOf({ events, file }: RecordedStream, sample: number | undefined): readonly number[] {
  const points = events.length + 1;
  if (sample === undefined || sample >= points) return Array.from({ length: points }, (_, index) => index);
  const random = seededRandom(4, file);
  return Array.from({ length: sample }, () => Math.floor(random() * points));
}

async function wholeText(stage: Stage, first: Model, stream: RecordedStream): Promise<string | undefined> {
  stage.transport.play = { stream, events: stream.events.length, fault: 'end' };
  const running = first.stream('Tell me.').then(shownBy, () => undefined);
  await stage.clock.run();
  const shown = await running;
  return shown === undefined || shown.error !== undefined ? undefined : shown.kept;
}

const rows: Readonly<Record<ProtocolId, Provider | undefined>> = {
  chat: providers['openai'],
  responses: providers['openai'],
  messages: providers['anthropic'],
  gemini: providers['google'],
  ollama: providers['ollama'],
};

function modelOf(protocol: ProtocolId, { transport, clock }: Stage): Model {
  const row = rows[protocol];
  if (row === undefined) throw new Error(`There is no provider that speaks ${protocol}.`);
  const options = { apiKey: 'key', baseUrl: 'https://recorded.invalid' };
  const provider = { ...row, protocol };
  const target = targetOf({ provider, model: 'recorded', options, environment: {}, transport, clock });
  return stack(wireModel(target), timeout({ clock }));
}

function emptyResult(protocol: ProtocolId): StreamsResult {
  const none = { whole: 0, stopped: 0, uncommitted: 0 };
  const ends = { stop: { ...none }, continue: { ...none }, restart: { ...none } };
  return { protocol, streams: 0, cutPoints: 0, trials: 0, ends, violations: [] };
}

/** What was found, for people: a line for each protocol, and what should not be. */
export function streamsTable(results: readonly StreamsResult[]): string {
  const row = (cells: readonly (string | number)[]): string =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(10) : String(cell).padStart(11))).join('');
  const share = ({ whole, stopped }: Record<Outcome['end'], number>): string =>
    whole + stopped === 0 ? '-' : `${((100 * whole) / (whole + stopped)).toFixed(1)} %`;
  const lines = results.map(({ protocol, streams, cutPoints, trials, ends, violations }) =>
    row([protocol, streams, cutPoints, trials, violations.length, share(ends.continue), share(ends.restart)]),
  );
  const head = row(['protocol', 'streams', 'cut points', 'trials', 'violations', 'continued', 'restarted']);
  const broken = results.flatMap(({ violations }) => violations.map((line) => `  ${line}`));
  return `${[head, ...lines, ...broken].join('\n')}\n`;
}
