import type { Call } from '../model/call.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { CallEvent } from '../model/journal.ts';
import type { Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { DecisionRecord } from './decision-record.ts';
import { harmless } from './deliveries.ts';
import { Observation } from './observation.ts';
import type { Manner } from './observation.ts';

/** Settings of `watch`. */
export interface WatchOptions {
  /**
   * Is given the record of each call when it is over, a stream's when the stream is. It comes after whoever made the call
   * has gone on, and what it throws reaches nobody but a process warning.
   */
  readonly record?: (record: DecisionRecord) => unknown;
  /** Is told what happens as it happens, with the id of the record to come. What it throws is reported the same way. */
  readonly event?: (event: CallEvent, id: string) => unknown;
  /** Whether records say what was asked and answered, and errors what the provider said. Default: false. */
  readonly contents?: boolean;
  /** Whether records tell the same prompt again by a hash of its text. Default: true. */
  readonly fingerprint?: boolean;
  readonly clock?: Clock;
}

/**
 * Tells what is decided in calls, and why: one record a call. To be put outermost, around a model or a choice. It changes
 * nothing, holds nothing up, and looks at no part of a stream.
 */
export function watch(options: WatchOptions = {}): Layer {
  const { clock = systemClock, contents = false, fingerprint = true, record, event } = options;
  const manner: Manner = {
    clock,
    contents,
    fingerprint,
    record: record && harmless(record),
    event: event && harmless(event),
  };
  return observing((asked, request, call, streamed) => new Observation(manner, asked, request, call, streamed));
}

/** Begins to look at a call of the model of this name. */
export type Observe = (
  asked: string,
  request: CompletionInput,
  call: Call | undefined,
  streamed: boolean,
) => Observation;

/** Makes a layer that begins an observation with each call, and tells it how the call ends. */
export function observing(observe: Observe): Layer {
  return (inner) => ({
    id: inner.id,
    capabilities: inner.capabilities,
    keepsBudget: inner.keepsBudget,
    complete: async (request, given) => {
      const seen = observe(inner.id, request, given, false);
      try {
        const completion = await seen.ask(() => inner.complete(request, seen.call));
        seen.answered(completion);
        return completion;
      } catch (error) {
        seen.failed(error);
        throw error;
      }
    },
    stream: async (request, given) => {
      const seen = observe(inner.id, request, given, true);
      try {
        const stream = await seen.ask(() => inner.stream(request, seen.call));
        seen.begun(stream);
        return stream;
      } catch (error) {
        seen.failed(error);
        throw error;
      }
    },
  });
}
