import { survive } from '../../packages/steadfast/src/layers/survive.ts';
import type { SurvivePolicy } from '../../packages/steadfast/src/layers/survive-verdict.ts';
import { errorPolicies } from '../../packages/steadfast/src/model/error-policy.ts';
import { isModelError } from '../../packages/steadfast/src/model/error.ts';
import type { ModelError } from '../../packages/steadfast/src/model/error.ts';
import type { CompletionStream, Model } from '../../packages/steadfast/src/model/model.ts';
import { seededRandom } from '../../packages/steadfast/src/simulation/seeded-random.ts';
import type { VirtualClock } from '../../packages/steadfast/src/time/virtual-clock.ts';
import type { CutTransport, Play } from './cut-transport.ts';
import { rehearsedModel } from './rehearsed-model.ts';
import type { Manner } from './rehearsed-model.ts';

/** What is done when the stream breaks, and by whom. */
export interface Plan {
  readonly policy: SurvivePolicy;
  /** How the second model goes on. */
  readonly manner: Manner;
  /** Whether the second model goes on from its own turn. */
  readonly prefill: boolean;
}

/** What a reader of the parts got, who discards at a restart. */
export interface Shown {
  readonly kept: string;
  /** What was discarded. */
  readonly discarded: readonly string[];
  readonly finishes: number;
  /** Parts that came after the finish. */
  readonly late: number;
  readonly error: ModelError | undefined;
}

/** How a trial came out: the reply was whole, it ended with its error, or nothing was shown and the call may be tried again. */
export interface Outcome {
  readonly end: 'whole' | 'stopped' | 'uncommitted';
  /** What should not be, one line each. */
  readonly violations: readonly string[];
}

/** Where the trials take place. */
export interface Stage {
  readonly transport: CutTransport;
  readonly clock: VirtualClock;
}

/** Plays a recorded stream to its fault and sees what its reader is shown. `whole` is the text of the recorded reply. */
export async function trial(stage: Stage, first: Model, play: Play, plan: Plan, whole: string): Promise<Outcome> {
  const { transport, clock } = stage;
  const { policy, manner, prefill } = plan;
  transport.play = play;
  const random = seededRandom(play.events, `${play.stream.file} ${manner}`);
  const second = rehearsedModel(whole, manner, prefill, random);
  const layer = survive({ policy, targets: [second], goes: 2, clock });
  const running = outcomeOf(layer(first).stream('Tell me.'), policy, whole);
  await clock.run();
  const { end, violations } = await running;
  const left = [
    ...(transport.open === 0 ? [] : ['the connection was left open']),
    ...(clock.pending === 0 ? [] : ['a timer was left']),
  ];
  transport.open = 0;
  return { end, violations: [...violations, ...left] };
}

async function outcomeOf(opening: Promise<CompletionStream>, policy: SurvivePolicy, whole: string): Promise<Outcome> {
  let stream: CompletionStream;
  try {
    stream = await opening;
  } catch (error) {
    const isRetryable = isModelError(error) && errorPolicies[error.kind].retry === 'yes';
    return { end: 'uncommitted', violations: isRetryable ? [] : [`before the first content: ${String(error)}`] };
  }
  const shown = await shownBy(stream);
  const result = await stream.result.then(
    ({ text }) => text,
    (error: unknown) => error,
  );
  const violations = [...textViolations(shown, policy, whole), ...endViolations(shown, result)];
  return { end: shown.error === undefined ? 'whole' : 'stopped', violations };
}

/** Reads a stream to its end. */
export async function shownBy(stream: CompletionStream): Promise<Shown> {
  const discarded: string[] = [];
  let kept = '';
  let finishes = 0;
  let late = 0;
  try {
    for await (const part of stream) {
      if (finishes > 0) late += 1;
      if (part.type === 'finish') finishes += 1;
      if (part.type === 'reply-restart') {
        discarded.push(kept);
        kept = '';
      }
      if (part.type === 'text-delta' && (part.choice ?? 0) === 0) kept += part.text;
    }
  } catch (error) {
    if (!isModelError(error)) throw error;
    return { kept, discarded, finishes, late, error };
  }
  return { kept, discarded, finishes, late, error: undefined };
}

function textViolations({ kept, discarded, error }: Shown, policy: SurvivePolicy, whole: string): string[] {
  const lines: string[] = [];
  for (const text of [kept, ...discarded]) {
    if (!whole.startsWith(text)) lines.push(`what was shown is no prefix: ${difference(text, whole)}`);
  }
  if (error === undefined && kept.length < whole.length) lines.push(`text is lost: ${difference(kept, whole)}`);
  if (policy !== 'restart' && discarded.length > 0) lines.push('the reader was told to discard');
  return lines;
}

function endViolations({ kept, finishes, late, error }: Shown, result: unknown): string[] {
  const lines: string[] = [];
  if (finishes + (error === undefined ? 0 : 1) !== 1) lines.push(`${finishes} finishes, error ${String(error)}`);
  if (late > 0) lines.push(`${late} parts after the finish`);
  if (error === undefined ? result !== kept : result !== error) lines.push('the result is another than what was shown');
  if (error !== undefined && error.partial?.text !== kept)
    lines.push('the partial text is another than what was shown');
  return lines;
}

function difference(text: string, whole: string): string {
  let at = 0;
  while (at < text.length && text[at] === whole[at]) at += 1;
  const from = Math.max(0, at - 20);
  return `at ${at}, ${JSON.stringify(text.slice(from, at + 20))} for ${JSON.stringify(whole.slice(from, at + 20))}`;
}
