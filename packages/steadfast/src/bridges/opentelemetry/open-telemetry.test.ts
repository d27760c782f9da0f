import { setImmediate as turn } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { MetricData } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { rehearse } from '@steadfast/testkit';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { scripted } from '../../../../../test/scripted-model.ts';
import { fallback } from '../../choices/fallback.ts';
import { retry } from '../../layers/retry.ts';
import { stack } from '../../layers/stack.ts';
import type { Model } from '../../model/model.ts';
import { toCompletion } from '../../model/to-completion.ts';
import { usageOf } from '../../model/usage.ts';
import { systemClock } from '../../time/system-clock.ts';
import type { Clock } from '../../time/clock.ts';
import { VirtualClock } from '../../time/virtual-clock.ts';
import { openTelemetry } from './open-telemetry.ts';
import type { OpenTelemetryOptions } from './open-telemetry.ts';

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());

interface Seen {
  readonly model: Model;
  readonly provider: TracerProvider;
  /** The spans that have ended, by their names. */
  readonly spans: () => Promise<ReadonlyMap<string, ReadableSpan>>;
  readonly metrics: () => Promise<ReadonlyMap<string, MetricData>>;
}

function seen(inner: Model, clock: Clock, options: OpenTelemetryOptions = {}): Seen {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: measured });
  const meters = new MeterProvider({ readers: [reader] });
  const [tracer, meter] = [provider.getTracer('test'), meters.getMeter('test')];
  return {
    model: openTelemetry({ clock, tracer, meter, ...options })(inner),
    provider,
    spans: async () => {
      await turn();
      await turn();
      return new Map(exporter.getFinishedSpans().map((span) => [span.name, span]));
    },
    metrics: async () => {
      await turn();
      await turn();
      await reader.forceFlush();
      const scopes = measured.getMetrics().at(-1)?.scopeMetrics ?? [];
      return new Map(scopes.flatMap(({ metrics }) => metrics).map((metric) => [metric.descriptor.name, metric]));
    },
  };
}

const usage = usageOf({ uncached: 90, cacheRead: 10, text: 5, reasoning: 2, imageInput: 30 });

/** A model that answers with usage, and asks for a span of its own as an HTTP client would. */
function answering(id: string, clock: Clock, within: () => void = () => undefined): Model {
  return {
    id,
    stream: () => Promise.reject(new Error('not asked')),
    complete: async (_, call) => {
      const attempt = call?.journal?.open(id, clock.now());
      await Promise.resolve();
      within();
      attempt?.succeed(clock.now());
      const timings = { queueMs: 0, firstContentMs: 0, totalMs: 0 };
      const reply = { content: [{ type: 'text' as const, text: 'yes' }], finishReason: 'stop' as const, usage };
      const buckets = { uncached: 0, cacheRead: 0, cacheWrite: 0, text: 0, reasoning: 0, fees: 0 };
      const cost = { known: true, amount: 0.5, currency: 'USD', buckets, source: 'test' } as const;
      const said = { ...reply, id: 'reply-1', answeredBy: 'gpt-6-luna-0901' };
      return toCompletion(said, { model: id, attempts: [], adaptations: [], timings, costOf: () => cost });
    },
  };
}

const seconds = ([whole, nanoseconds]: readonly [number, number]): number => whole + nanoseconds / 1e9;

test('a call is a span, with one for each attempt and events for what was waited for and left', async () => {
  const clock = new VirtualClock();
  const limited = { kind: 'rate-limit', status: 429, retryAfterMs: 12_000 } as const;
  const coat = retry({ clock, random: () => 0.5 });
  const first = stack(scripted('openai/one', clock, limited), coat);
  const second = stack(scripted('google/two', clock, { kind: 'server', status: 500 }, 'yes'), coat);
  const choice = fallback([first, second], { id: 'fast', clock, onAbsorbed: () => undefined });
  const { model, spans } = seen(choice, clock);
  const asking = model.complete({ messages: [{ role: 'user', content: 'secret' }], temperature: 1 }, { session: 's1' });
  await clock.run(10_000);
  await asking;
  const all = await spans();
  const call = all.get('chat fast');
  expect([...all.keys()].toSorted()).toEqual(['attempt one', 'attempt two', 'chat fast']);
  expect(call?.kind).toBe(SpanKind.CLIENT);
  expect(call?.status.code).toBe(SpanStatusCode.UNSET);
  expect(call?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'fast',
    'gen_ai.request.temperature': 1,
    'gen_ai.conversation.id': 's1',
    'gen_ai.response.finish_reasons': ['stop'],
    'steadfast.targets': ['openai/one', 'google/two'],
    'steadfast.attempts': 3,
    'steadfast.waited': 0.275,
  });
  expect(JSON.stringify(call?.attributes)).not.toContain('secret');
  expect(call?.attributes['steadfast.explanation']).toMatch(/^The call was for fast\. openai\/one was asked first;/);
  expect(call && seconds(call.startTime)).toBe(1_000);
  expect(call && seconds(call.duration)).toBeCloseTo(0.275);
  expect(call?.events.map(({ name }) => name)).toEqual(['steadfast.leave', 'steadfast.wait']);
  expect(call?.events[1]?.attributes).toEqual({
    'steadfast.target': 'google/two',
    'steadfast.wait.reason': 'backoff',
    'steadfast.wait.duration': 0.275,
  });
  const attempt = all.get('attempt one');
  expect(attempt?.parentSpanContext?.spanId).toBe(call?.spanContext().spanId);
  expect(attempt?.status.code).toBe(SpanStatusCode.ERROR);
  expect(attempt?.attributes).toEqual({
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'one',
    'steadfast.attempt.outcome': 'error',
    'steadfast.attempt.counted': false,
    'http.response.status_code': 429,
    'steadfast.retry_after': 12,
    'error.type': 'rate-limit',
  });
});

test('a span has usage, cost, and what the provider said of itself', async () => {
  const clock = new VirtualClock();
  const { model, spans } = seen(answering('openai/gpt-6-luna', clock), clock);
  await model.complete('one');
  expect((await spans()).get('chat gpt-6-luna')?.attributes).toMatchObject({
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-6-luna',
    'gen_ai.response.model': 'gpt-6-luna-0901',
    'gen_ai.response.id': 'reply-1',
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.output_tokens': 7,
    'gen_ai.usage.cache_read.input_tokens': 10,
    'gen_ai.usage.reasoning.output_tokens': 2,
    'gen_ai.usage.image.input_tokens': 30,
    'steadfast.cost': 0.5,
  });
});

test('a span says which prompt it was, in which version and variant', async () => {
  const clock = new VirtualClock();
  const { model, spans } = seen(answering('openai/gpt-6-luna', clock), clock);
  const prompt = { id: 'solve', hash: '0123456789abcdef', variant: 'steps', experiment: 'solver' };
  await model.complete('Solve it.', { prompt });
  expect((await spans()).get('chat gpt-6-luna')?.attributes).toMatchObject({
    'gen_ai.prompt.name': 'solve',
    'steadfast.prompt.ids': ['solve'],
    'steadfast.prompt.hashes': ['0123456789abcdef'],
    'steadfast.prompt.variant': 'steps',
    'steadfast.prompt.experiment': 'solver',
  });
});

test('the span is a child of what is under way, and what the call does is within it', async () => {
  const clock = new VirtualClock();
  const tracer = (): ReturnType<TracerProvider['getTracer']> => provider.getTracer('http');
  const http = (): void => tracer().startSpan('POST').end();
  const { model, provider, spans } = seen(answering('openai/one', clock, http), clock);
  await tracer().startActiveSpan('request', async (parent) => {
    await model.complete('one');
    parent.end();
  });
  const all = await spans();
  const id = (name: string): string | undefined => all.get(name)?.spanContext().spanId;
  expect(all.get('chat one')?.parentSpanContext?.spanId).toBe(id('request'));
  expect(all.get('POST')?.parentSpanContext?.spanId).toBe(id('chat one'));
  expect(trace.getActiveSpan()).toBeUndefined();
});

test('a failure has its kind as error.type; to be left by the caller is no error', async () => {
  const clock = new VirtualClock();
  const failing = seen(scripted('openai/one', clock, { kind: 'auth', status: 401 }), clock);
  await expect(failing.model.complete('one')).rejects.toThrow();
  const failed = (await failing.spans()).get('chat one');
  expect(failed?.status.code).toBe(SpanStatusCode.ERROR);
  expect(failed?.attributes['error.type']).toBe('auth');
  const left = seen(scripted('openai/one', clock, { kind: 'aborted' }), clock);
  await expect(left.model.complete('one')).rejects.toThrow();
  const span = (await left.spans()).get('chat one');
  expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  expect(span?.attributes['error.type']).toBeUndefined();
});

test('the span of a stream ends when the stream does, and says when its first content was there', async () => {
  const { model: inner, next } = rehearse('openai/one');
  const { model, spans, metrics } = seen(inner, systemClock);
  const opening = model.stream('one');
  const call = await next();
  call.text('Hel');
  const stream = await opening;
  expect((await spans()).size).toBe(0);
  call.text('lo');
  call.finish();
  await stream.result;
  await vi.waitFor(async () => expect((await spans()).size).toBe(1));
  const span = (await spans()).get('chat one');
  expect(span?.attributes['gen_ai.request.stream']).toBe(true);
  expect(span?.attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThanOrEqual(0);
  expect((await metrics()).get('gen_ai.client.inference.time_to_first_chunk')?.dataPoints).toHaveLength(1);
});

test('what was said is on the span where that is asked for', async () => {
  const clock = new VirtualClock();
  const { model, spans } = seen(scripted('openai/one', clock, 'Fine.'), clock, { contents: true });
  const source = { kind: 'base64', data: 'AAAA', mediaType: 'image/png' } as const;
  await model.complete({
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'How are you?' },
          { type: 'image', source },
        ],
      },
      { role: 'assistant', content: [{ type: 'tool-call', id: 'c1', name: 'look', input: { at: 1 } }] },
      { role: 'tool', content: [{ type: 'tool-result', id: 'c1', output: 'seen' }] },
    ],
  });
  const attributes = (await spans()).get('chat one')?.attributes ?? {};
  expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
    { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
    {
      role: 'user',
      parts: [
        { type: 'text', content: 'How are you?' },
        { type: 'attachment', modality: 'image', mime_type: 'image/png' },
      ],
    },
    { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'look', arguments: { at: 1 } }] },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'seen' }] },
  ]);
  expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'Fine.' }], finish_reason: 'stop' },
  ]);
});

test('calls are counted and measured, in the buckets of the conventions', async () => {
  const clock = new VirtualClock();
  const { model, metrics } = seen(answering('openai/gpt-6-luna', clock), clock);
  await model.complete('one');
  await model.complete('two');
  const all = await metrics();
  const duration = all.get('gen_ai.client.inference.duration');
  const names = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-6-luna',
    'gen_ai.response.model': 'gpt-6-luna-0901',
  };
  expect(duration?.descriptor.unit).toBe('s');
  expect(duration?.dataPoints.map(({ attributes }) => attributes)).toEqual([names]);
  if (duration?.dataPointType !== DataPointType.HISTOGRAM) throw new Error('It is no histogram.');
  expect(duration.dataPoints[0]?.value.count).toBe(2);
  expect(duration.dataPoints[0]?.value.buckets.boundaries).toEqual([
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
  ]);
  const counted = (name: string): unknown[] =>
    all
      .get(`gen_ai.client.inference.usage.${name}`)
      ?.dataPoints.map(({ attributes, value }) => [attributes['gen_ai.token.modality'], value]) ?? [];
  expect(counted('input_tokens')).toEqual([
    ['text', 140],
    ['image', 60],
  ]);
  expect(counted('output_tokens')).toEqual([['text', 14]]);
  expect(counted('cache_read.input_tokens')).toEqual([['text', 20]]);
  expect(counted('reasoning.output_tokens')).toEqual([['text', 4]]);
  expect(all.get('steadfast.cost')?.dataPoints[0]?.value).toBe(1);
  expect(all.get('steadfast.attempts')?.dataPoints[0]?.value).toBe(2);
  const sizes = all.get('gen_ai.client.inference.operation.input_tokens');
  if (sizes?.dataPointType !== DataPointType.HISTOGRAM) throw new Error('It is no histogram.');
  expect(sizes.dataPoints[0]?.value.sum).toBe(200);
  expect(sizes.dataPoints[0]?.value.buckets.boundaries.slice(0, 4)).toEqual([1, 4, 16, 64]);
});

test('without an SDK calls go through as if nobody looked', async () => {
  const clock = new VirtualClock();
  const model = openTelemetry({ clock })(scripted('openai/one', clock, 'yes'));
  expect((await model.complete('one')).text).toBe('yes');
});
