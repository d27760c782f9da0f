import { toRequest } from '../model/completion-request.ts';
import type { Layer, Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { openCall } from '../time/open-call.ts';
import type { SurvivePolicy } from './survive-verdict.ts';

/** Settings of `survive`. */
export interface SurviveOptions {
  /** What is done about a reply that breaks off after its first content. Default: `stop`. */
  readonly policy?: SurvivePolicy;
  /** Who is asked then, in turn and from the first again after the last. Default: the model itself. */
  readonly targets?: readonly Model[];
  /** How many times somebody is asked to go on with one reply. Default: 2. */
  readonly goes?: number;
  /** Bounds the whole call, all goes together, in milliseconds; an earlier deadline of the call holds. Default: 600,000. */
  readonly deadlineMs?: number;
  readonly clock?: Clock;
}

/**
 * Goes on with streams that break off after their first content, where `retry` and `fallback` may do nothing any more:
 * `continue` has the rest said by the same or another model and checks the seam, `restart` begins a new reply and tells the
 * reader so by a `reply-restart` part. Calls of tools, reasoning and JSON are never continued, nor are relayed bytes, and
 * after a whole call of a tool nothing is restarted; then, and by the policy `stop`, the stream ends with the error and what
 * there is. The coat of each target stands: put this layer around it.
 */
export function survive(options: SurviveOptions = {}): Layer {
  const { policy = 'stop', goes = 2, deadlineMs = 600_000, clock = systemClock } = options;
  if (policy === 'stop') return (inner) => inner;
  return (inner) => {
    const { targets = [inner] } = options;
    return {
      id: inner.id,
      capabilities: inner.capabilities,
      keepsBudget: inner.keepsBudget,
      complete: (request, call) => inner.complete(request, call),
      stream: async (input, call) => {
        const latest = clock.now() + deadlineMs;
        const opened = openCall({ ...call, deadline: Math.min(call?.deadline ?? latest, latest) }, clock);
        const first = await inner.stream(input, opened);
        if (first.head !== undefined) return first;
        const { SurvivingReply } = await import('./survive-reply.ts');
        const reply = { policy, goes, targets, inner, request: toRequest(input), call: opened, clock };
        return SurvivingReply.of(first, reply).stream;
      },
    };
  };
}
