import type { Attributes, Context, Counter, Histogram, Meter } from '@opentelemetry/api';
import type { DecisionRecord } from '../../watch/decision-record.ts';
import { modelOf, namesOf, providerOf, secondsBuckets, tokenBuckets } from './conventions.ts';
import { tokensByModality } from './tokens-by-modality.ts';

/** The instruments that calls are counted by. Those of `gen_ai` are named by the conventions. */
export class CallMetrics {
  readonly #duration: Histogram;
  readonly #firstChunk: Histogram;
  readonly #inputTokens: Histogram;
  readonly #outputTokens: Histogram;
  readonly #used: Readonly<Record<'input' | 'output' | 'cacheRead' | 'cacheWrite' | 'reasoning', Counter>>;
  readonly #attempts: Counter;
  readonly #waits: Histogram;
  readonly #cost: Counter;

  constructor(meter: Meter) {
    const seconds = { unit: 's', advice: { explicitBucketBoundaries: [...secondsBuckets] } };
    const tokens = { unit: '{token}', advice: { explicitBucketBoundaries: [...tokenBuckets] } };
    const used = (name: string, description: string): Counter =>
      meter.createCounter(`gen_ai.client.inference.usage.${name}`, { unit: '{token}', description });
    const times = (name: string, description: string): Histogram =>
      meter.createHistogram(name, { ...seconds, description });
    this.#duration = times('gen_ai.client.inference.duration', 'GenAI client inference operation duration.');
    this.#firstChunk = times(
      'gen_ai.client.inference.time_to_first_chunk',
      'Time to receive the first chunk of a stream.',
    );
    this.#inputTokens = meter.createHistogram('gen_ai.client.inference.operation.input_tokens', {
      ...tokens,
      description: 'Input tokens of an operation.',
    });
    this.#outputTokens = meter.createHistogram('gen_ai.client.inference.operation.output_tokens', {
      ...tokens,
      description: 'Output tokens of an operation.',
    });
    this.#used = {
      input: used('input_tokens', 'Input tokens, those from a cache included.'),
      output: used('output_tokens', 'Output tokens, those of reasoning included.'),
      cacheRead: used('cache_read.input_tokens', 'Input tokens that the provider took from its cache.'),
      cacheWrite: used('cache_write.input_tokens', 'Input tokens that the provider wrote to its cache.'),
      reasoning: used('reasoning.output_tokens', 'Output tokens of reasoning.'),
    };
    this.#attempts = meter.createCounter('steadfast.attempts', {
      unit: '{attempt}',
      description: 'Attempts at targets.',
    });
    this.#waits = times('steadfast.wait.duration', 'Waits before attempts.');
    this.#cost = meter.createCounter('steadfast.cost', { unit: '{USD}', description: 'Known cost by list prices.' });
  }

  /** Counts a call. One that was answered without asking a provider is no operation of any. */
  count(record: DecisionRecord, within: Context): void {
    this.#countSteps(record, within);
    if (!record.outcome.ok || record.outcome.cached === undefined) this.#countOperation(record, within);
  }

  #countOperation(record: DecisionRecord, within: Context): void {
    const { timings, usage = noTokens, streamed, cost } = record;
    const { names, ended } = attributesOf(record);
    this.#duration.record(timings.totalMs / 1_000, ended, within);
    if (streamed && timings.firstContentMs !== undefined) {
      this.#firstChunk.record(timings.firstContentMs / 1_000, names, within);
    }
    this.#inputTokens.record(usage.inputTokens, ended, within);
    this.#outputTokens.record(usage.outputTokens, ended, within);
    for (const [bucket, modality, amount] of tokensByModality(record)) {
      this.#used[bucket].add(amount, { ...names, 'gen_ai.token.modality': modality }, within);
    }
    if (cost?.known === true) this.#cost.add(cost.amount, names, within);
  }

  #countSteps({ steps }: DecisionRecord, within: Context): void {
    for (const step of steps) {
      const names = { 'gen_ai.provider.name': providerOf(step.target), 'gen_ai.request.model': modelOf(step.target) };
      if (step.type === 'wait') {
        this.#waits.record(step.ms / 1_000, { ...names, 'steadfast.wait.reason': step.reason }, within);
      }
      if (step.type !== 'attempt') continue;
      const told: Attributes = { ...names, 'steadfast.attempt.outcome': step.outcome };
      this.#attempts.add(1, step.kind === undefined ? told : { ...told, 'error.type': step.kind }, within);
    }
  }
}

const noTokens = { inputTokens: 0, outputTokens: 0 };

/** Who answered; of a call that failed, who failed last; and that with the error that it ended in. */
function attributesOf({ outcome, targets, asked }: DecisionRecord): { names: Attributes; ended: Attributes } {
  const names = namesOf(outcome.model ?? targets.at(-1) ?? asked);
  if (outcome.ok) {
    const { answeredBy } = outcome;
    const answered = answeredBy === undefined ? names : { ...names, 'gen_ai.response.model': answeredBy };
    return { names: answered, ended: answered };
  }
  return { names, ended: outcome.kind === 'aborted' ? names : { ...names, 'error.type': outcome.kind } };
}
