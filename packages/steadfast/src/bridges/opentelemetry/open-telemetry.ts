import { context, metrics, trace } from '@opentelemetry/api';
import type { Context, Meter, Span, Tracer } from '@opentelemetry/api';
import type { Layer } from '../../model/model.ts';
import type { Clock } from '../../time/clock.ts';
import { systemClock } from '../../time/system-clock.ts';
import type { DecisionRecord } from '../../watch/decision-record.ts';
import { harmless } from '../../watch/deliveries.ts';
import { Observation } from '../../watch/observation.ts';
import { observing } from '../../watch/watch.ts';
import { CallMetrics } from './call-metrics.ts';
import { beginCall, endCall } from './call-span.ts';
import { schemaUrl } from './conventions.ts';

/** Settings of `openTelemetry`. */
export interface OpenTelemetryOptions {
  /** Default: the one of the global provider. */
  readonly tracer?: Tracer;
  /** Default: the one of the global provider. */
  readonly meter?: Meter;
  /** Whether spans say what was asked and answered (`gen_ai.input.messages`, `gen_ai.output.messages`). Default: false. */
  readonly contents?: boolean;
  readonly clock?: Clock;
}

const scope = 'steadfast';

/**
 * Tells OpenTelemetry of calls, by its GenAI conventions: a span for each call with one for each attempt, events for waits
 * and decisions, and metrics. To be put where `watch` would be. Whatever the call does, such as its HTTP requests, is
 * within its span. Needs `@opentelemetry/api`; without an SDK it does nothing.
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): Layer {
  const { contents = false, clock = systemClock } = options;
  const { tracer = trace.getTracerProvider().getTracer(scope, undefined, { schemaUrl }) } = options;
  const { meter = metrics.getMeter(scope, undefined, { schemaUrl }) } = options;
  const instruments = new CallMetrics(meter);
  const tell = harmless((record: DecisionRecord, span: Span, within: Context) => {
    endCall(tracer, span, record);
    instruments.count(record, within);
  });
  return observing((asked, request, call, streamed) => {
    const span = beginCall(tracer, asked, clock.now());
    const within = trace.setSpan(context.active(), span);
    const manner = {
      clock,
      contents,
      fingerprint: false,
      record: (record: DecisionRecord) => tell(record, span, within),
      within: <Value>(ask: () => Value): Value => context.with(within, ask),
    };
    return new Observation(manner, asked, request, call, streamed);
  });
}
