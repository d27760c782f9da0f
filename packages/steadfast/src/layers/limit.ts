import { toRequest } from '../model/completion-request.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { Layer } from '../model/model.ts';
import { estimateTokens } from '../model/estimate-tokens.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { OpenCall } from '../time/open-call.ts';
import { around } from './around.ts';
import { newGate } from './limiter-gate.ts';
import type { Gate } from './limiter-gate.ts';
import { Passage } from './limiter-passage.ts';
import type { Draft } from './bucket-report.ts';
import type { LimitRules } from './limiter-rules.ts';

/** Settings of `limit`. */
export interface LimitOptions {
  /** Shared by all models that draw on the same limit; it has rules of its own. Default: one of its own. */
  readonly gate?: Gate;
  /** The most that may be asked, for a gate of its own. Default: no more than the provider shows. */
  readonly rules?: LimitRules;
  readonly clock?: Clock;
}

/**
 * Lets calls through as fast as their provider takes them, and no faster: by rules, by the limits that it reports, by the
 * pauses that it asks for, which hold for all callers of the gate, and by the rate at which it is seen to refuse. Who has to
 * wait stands in a line, fairly between callers; whose turn would come after its deadline is told so at once.
 */
export function limit(options: LimitOptions = {}): Layer {
  const { rules, gate = newGate({ rules }), clock = systemClock } = options;
  return (inner) =>
    around(async (next, request, call) => {
      const passage = begin(gate, clock, request, call);
      const waiting = passage.enter(inner.id, call);
      if (waiting !== undefined) await waiting;
      try {
        const settled = await next(request, call);
        passage.answered(settled);
        return settled;
      } catch (error) {
        throw passage.failed(error);
      }
    }, clock)(inner);
}

const oneRequest: Draft = { requests: 1, inputTokens: 0, outputTokens: 0 };

function begin(gate: Gate, clock: Clock, input: CompletionInput, { caller }: OpenCall): Passage {
  const now = clock.now();
  const limiter = gate.limiter(now);
  const id = caller?.id ?? '';
  if (!limiter.countsTokens(now)) return new Passage(gate, clock, oneRequest, undefined);
  const request = toRequest(input);
  const { raw, maxOutputTokens } = request;
  // The body of a relayed request is at hand; its messages would have to be read first.
  const estimate = raw === undefined ? estimateTokens(request) : Math.ceil(raw.body.length / bytesPerToken);
  return new Passage(gate, clock, limiter.draft(id, estimate, maxOutputTokens), { caller: id, estimate });
}

/** As `estimateTokens` has it for characters. */
const bytesPerToken = 4;
