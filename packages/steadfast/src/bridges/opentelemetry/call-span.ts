import { SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import type { AttemptStep, DecisionRecord, Step } from '../../watch/decision-record.ts';
import { callAttributes } from './call-attributes.ts';
import { contentAttributes } from './content-attributes.ts';
import { modelOf, namesOf, operation, providerOf } from './conventions.ts';

/** Begins the span of a call, as a child of whatever is under way now. */
export function beginCall(tracer: Tracer, asked: string, startTime: number): Span {
  const name = `${operation} ${modelOf(asked)}`;
  return tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes: namesOf(asked), startTime }, context.active());
}

/** Ends the span of a call by its record: with spans for its attempts, and events for its waits and decisions. */
export function endCall(tracer: Tracer, span: Span, record: DecisionRecord): void {
  const { startedAt, timings, outcome } = record;
  if (span.isRecording()) {
    span.setAttributes({ ...callAttributes(record), ...contentAttributes(record) });
    const within = trace.setSpan(context.active(), span);
    const last = record.steps.findLast((step) => step.type === 'attempt' && step.outcome === 'ok');
    for (const step of record.steps) {
      // The attempt that began a stream is over when the stream is.
      const endMs = step === last && record.streamed ? timings.totalMs : undefined;
      if (step.type === 'attempt') attemptSpan(tracer, step, startedAt, within, endMs);
      else span.addEvent(...eventOf(step), startedAt + step.atMs);
    }
  }
  // To leave is the caller's right, and no error.
  if (!outcome.ok && outcome.kind !== 'aborted') {
    span.setAttribute('error.type', outcome.kind);
    span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.message ?? outcome.kind });
  }
  span.end(startedAt + timings.totalMs);
}

/** No operation of its own, so that nobody counts a call twice: its operation is the call's. */
function attemptSpan(tracer: Tracer, step: AttemptStep, startedAt: number, within: Context, endMs?: number): void {
  const { target, atMs, durationMs, outcome, kind, status, retryAfterMs, counted } = step;
  const startTime = startedAt + atMs;
  const attributes: Attributes = {
    'gen_ai.provider.name': providerOf(target),
    'gen_ai.request.model': modelOf(target),
    'steadfast.attempt.outcome': outcome,
    'steadfast.attempt.counted': counted,
  };
  const span = tracer.startSpan(`attempt ${modelOf(target)}`, { kind: SpanKind.CLIENT, attributes, startTime }, within);
  if (status !== undefined) span.setAttribute('http.response.status_code', status);
  if (retryAfterMs !== undefined) span.setAttribute('steadfast.retry_after', retryAfterMs / 1_000);
  if (outcome === 'error') {
    span.setAttribute('error.type', kind ?? '_OTHER');
    span.setStatus({ code: SpanStatusCode.ERROR, message: step.message ?? kind });
  }
  span.end(endMs === undefined ? startTime + durationMs : startedAt + endMs);
}

function eventOf(step: Exclude<Step, AttemptStep>): [string, Attributes] {
  const target = { 'steadfast.target': step.target };
  switch (step.type) {
    case 'wait':
      return [
        'steadfast.wait',
        { ...target, 'steadfast.wait.reason': step.reason, 'steadfast.wait.duration': step.ms / 1_000 },
      ];
    case 'leave':
      return ['steadfast.leave', { ...target, 'steadfast.next': step.next, 'error.type': step.kind }];
    default: {
      const facts = Object.entries(step.facts ?? {}).map(
        ([name, value]) => [`steadfast.${step.by}.${name}`, value] as const,
      );
      return [`steadfast.${step.by}`, { ...target, 'steadfast.verdict': step.verdict, ...Object.fromEntries(facts) }];
    }
  }
}
