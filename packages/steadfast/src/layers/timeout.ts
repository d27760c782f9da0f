import type { AttemptLimits, Call } from '../model/call.ts';
import type { CompletionInput } from '../model/completion-request.ts';
import type { CompletionStream, Layer, Model } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import type { Latencies } from './latency.ts';
import { askingWithin } from './timeout-asking.ts';
import type { Asking } from './timeout-asking.ts';
import { TimeoutLearning } from './timeout-learning.ts';

/** Settings of `timeout`: the longest times of one attempt, in milliseconds. What is given here is kept, not learned. */
export interface TimeoutOptions extends Partial<AttemptLimits> {
  /**
   * What was learned so far of the model's times, to be shared by all who ask it: the bounds follow from it, and the usual
   * ones are the most that they are. Default: nothing is learned.
   */
  readonly learned?: Latencies;
  readonly clock?: Clock;
}

/**
 * What holds where nothing else is said. A whole reply sends its headers only when it is written, so they may take as
 * long as the reply; a stream has to begin within 2 minutes, which leaves time for reasoning that is not shown.
 */
export const defaultLimits: AttemptLimits = {
  headersMs: 300_000,
  firstContentMs: 120_000,
  idleMs: 60_000,
  bodyMs: 600_000,
};

/**
 * Bounds each attempt: until the headers, until the first content, between two parts, and altogether. The limits travel
 * with the call, so that a provider's connection keeps them to the letter; a model of another kind is ended from here. What
 * the call itself says comes first, then what is given here, then what was learned.
 */
export function timeout(options: TimeoutOptions = {}): Layer {
  const { clock = systemClock, learned, ...given } = options;
  const ceilings = { ...defaultLimits, ...given };
  return (inner: Model): Model => {
    const asking = askingWithin(inner, clock);
    const { id, capabilities } = inner;
    if (learned !== undefined) {
      const learning = new TimeoutLearning({ target: id, learned, ceilings, given, clock });
      return { id, capabilities, ...learningModel(asking, learning) };
    }
    const within = (call: Call | undefined): AttemptLimits => ({ ...ceilings, ...call?.limits });
    return {
      id,
      capabilities,
      complete: (request, call) => asking.complete(request, call, within(call)),
      stream: (request, call) => asking.stream(request, call, within(call)),
    };
  };
}

function learningModel(asking: Asking, learning: TimeoutLearning): Pick<Model, 'complete' | 'stream'> {
  return {
    complete: async (request, call) => {
      const attempt = learning.begin(request, call, false);
      try {
        const completion = await asking.complete(request, call, attempt.limits);
        attempt.succeeded(undefined);
        return completion;
      } catch (error) {
        attempt.failed(error);
        throw error;
      }
    },
    stream: async (request: CompletionInput, call: Call | undefined): Promise<CompletionStream> => {
      const attempt = learning.begin(request, call, true);
      try {
        const stream = await asking.stream(request, call, attempt.limits);
        attempt.succeeded(stream);
        return stream;
      } catch (error) {
        attempt.failed(error);
        throw error;
      }
    },
  };
}
