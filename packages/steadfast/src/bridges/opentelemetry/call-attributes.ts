import type { Attributes } from '@opentelemetry/api';
import type { Answered, DecisionRecord } from '../../watch/decision-record.ts';
import { attemptsOf } from '../../watch/decision-record.ts';
import { explain } from '../../watch/explain.ts';
import { finishNameOf, providerOf } from './conventions.ts';

/** What is known of a call when it is over, as attributes of its span. */
export function callAttributes(record: DecisionRecord): Attributes {
  return {
    ...requestAttributes(record),
    ...promptAttributes(record),
    ...outcomeAttributes(record),
    ...usageAttributes(record),
    ...ownAttributes(record),
  };
}

function requestAttributes({ request, session, streamed }: DecisionRecord): Attributes {
  const { settings = {}, output } = request;
  return present({
    'gen_ai.conversation.id': session,
    'gen_ai.output.type': output === 'json' ? output : undefined,
    'gen_ai.request.stream': streamed ? true : undefined,
    'gen_ai.request.max_tokens': settings.maxOutputTokens,
    'gen_ai.request.temperature': settings.temperature,
    'gen_ai.request.top_p': settings.topP,
    'gen_ai.request.top_k': settings.topK,
    'gen_ai.request.presence_penalty': settings.presencePenalty,
    'gen_ai.request.frequency_penalty': settings.frequencyPenalty,
    'gen_ai.request.seed': settings.seed,
    'gen_ai.request.reasoning.level': settings.effort,
  });
}

/** Lists of the same length, because a request may hold several prompts; the name by itself is that of the first. */
function promptAttributes({ prompts = [] }: DecisionRecord): Attributes {
  const [first] = prompts;
  if (first === undefined) return {};
  return present({
    'gen_ai.prompt.name': first.id,
    'steadfast.prompt.ids': prompts.map(({ id }) => id),
    'steadfast.prompt.hashes': prompts.map(({ hash }) => hash),
    'steadfast.prompt.variant': first.variant,
    'steadfast.prompt.experiment': first.experiment,
  });
}

function outcomeAttributes({ outcome, streamed, timings }: DecisionRecord): Attributes {
  const { firstContentMs } = timings;
  const first = streamed && firstContentMs !== undefined ? firstContentMs / 1_000 : undefined;
  const told = outcome.ok ? answerAttributes(outcome) : { 'gen_ai.response.finish_reasons': ['error'] };
  return present({ 'gen_ai.response.time_to_first_chunk': first, ...told });
}

function answerAttributes({ model, finishReason, replyId, answeredBy, requestId, cached }: Answered): Attributes {
  return present({
    'gen_ai.provider.name': providerOf(model),
    'gen_ai.response.finish_reasons': [finishNameOf(finishReason)],
    'gen_ai.response.id': replyId,
    'gen_ai.response.model': answeredBy,
    'steadfast.target': model,
    'steadfast.request.id': requestId,
    'steadfast.cached': cached?.from,
  });
}

function usageAttributes({ usage }: DecisionRecord): Attributes {
  if (usage === undefined) return {};
  const { input, output, details = {} } = usage;
  const some = (count = 0): number | undefined => (count > 0 ? count : undefined);
  return present({
    'gen_ai.usage.input_tokens': usage.inputTokens,
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'gen_ai.usage.cache_read.input_tokens': some(input.cacheRead),
    'gen_ai.usage.cache_write.input_tokens': some(input.cacheWrite),
    'gen_ai.usage.reasoning.output_tokens': some(output.reasoning),
    'gen_ai.usage.audio.input_tokens': some((details.audioInput ?? 0) + (details.audioCacheRead ?? 0)),
    'gen_ai.usage.image.input_tokens': some((details.imageInput ?? 0) + (details.imageCacheRead ?? 0)),
    'gen_ai.usage.audio.output_tokens': some(details.audioOutput),
    'gen_ai.usage.image.output_tokens': some(details.imageOutput),
  });
}

/** What the conventions have no names for. */
function ownAttributes(record: DecisionRecord): Attributes {
  const { id, targets, timings, cost, caller } = record;
  return present({
    'steadfast.record.id': id,
    'steadfast.caller': caller,
    'steadfast.targets': [...targets],
    'steadfast.attempts': attemptsOf(record).length,
    'steadfast.waited': timings.waitedMs / 1_000,
    'steadfast.cost': cost?.known === true ? cost.amount : undefined,
    'steadfast.explanation': explain(record),
  });
}

function present(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
