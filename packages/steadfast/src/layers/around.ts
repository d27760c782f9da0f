import type { Completion } from '../model/completion.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { Call } from '../model/call.ts';
import type { CompletionStream, Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { openCall } from '../time/open-call.ts';
import type { OpenCall } from '../time/open-call.ts';

/** Asks the model within, as far as the commit point: the whole reply, or a stream whose first content is here. */
export type Next<Settled extends Completion | CompletionStream> = (
  request: CompletionInput,
  call: Call,
) => Promise<Settled>;

/** What a layer does around a call. It is written once and serves whole replies, streams and relays alike. */
export type Decide = <Settled extends Completion | CompletionStream>(
  next: Next<Settled>,
  request: CompletionInput,
  call: OpenCall,
) => Promise<Settled>;

/**
 * Makes a layer of one function that runs around each call, up to its commit point.
 * @param clock Default: the machine's.
 */
export function around(decide: Decide, clock: Clock = systemClock): Layer {
  return (inner) => {
    const complete: Next<Completion> = (request, call) => inner.complete(request, call);
    const stream: Next<CompletionStream> = (request, call) => inner.stream(request, call);
    return {
      id: inner.id,
      capabilities: inner.capabilities,
      keepsBudget: inner.keepsBudget,
      complete: (request, call) => decide(complete, request, openCall(call, clock)),
      stream: (request, call) => decide(stream, request, openCall(call, clock)),
    };
  };
}
