import type { Attempt } from '../model/attempt.ts';
import type { Call } from '../model/call.ts';
import type { Completion } from '../model/completion.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { CompletionStream, Model } from '../model/model.ts';
import { withAttempts } from '../model/with-attempts.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { openCall } from '../time/open-call.ts';
import type { OpenCall } from '../time/open-call.ts';

/** Asks one of the models, as far as the commit point: the whole reply, or a stream whose first content is here. */
export type Ask<Settled extends Completion | CompletionStream> = (
  model: Model,
  request: CompletionInput,
  call: Call,
) => Promise<Settled>;

/** What is different between whole replies and streams. */
export interface Manner<Settled extends Completion | CompletionStream> {
  readonly streamed: boolean;
  /** Adds attempts that were written down after the reply was made; a stream tells them at its end by itself. */
  readonly withAttempts: (settled: Settled, attempts: readonly Attempt[]) => Settled;
}

/** How a choice goes through its models. It is written once and serves whole replies, streams and relays alike. */
export type Choose = <Settled extends Completion | CompletionStream>(
  models: readonly Model[],
  ask: Ask<Settled>,
  request: CompletionInput,
  call: OpenCall,
  manner: Manner<Settled>,
) => Promise<Settled>;

const whole: Manner<Completion> = { streamed: false, withAttempts };
const streamed: Manner<CompletionStream> = { streamed: true, withAttempts: (settled) => settled };

const complete: Ask<Completion> = (model, request, call) => model.complete(request, call);
const stream: Ask<CompletionStream> = (model, request, call) => model.stream(request, call);

/**
 * Makes one model of many by a function that goes through them, up to the commit point.
 * @param clock Default: the machine's.
 */
export function through(id: string, models: readonly Model[], choose: Choose, clock: Clock = systemClock): Model {
  return {
    id,
    keepsBudget: models.every(({ keepsBudget }) => keepsBudget === true) || undefined,
    complete: (request, call) => choose(models, complete, request, openCall(call, clock), whole),
    stream: (request, call) => choose(models, stream, request, openCall(call, clock), streamed),
  };
}
