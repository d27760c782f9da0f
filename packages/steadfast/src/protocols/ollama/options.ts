import type { CompletionRequest } from '../../model/completion-request.ts';
import { isArray } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { fieldsAt, invalidField } from '../request-fields.ts';

type OptionFields = Pick<
  CompletionRequest,
  | 'temperature'
  | 'topP'
  | 'topK'
  | 'maxOutputTokens'
  | 'seed'
  | 'presencePenalty'
  | 'frequencyPenalty'
  | 'stopSequences'
>;

/** What `options` says in neutral terms, and what of it is left for Ollama alone. */
export interface ReadOptions {
  readonly fields: OptionFields;
  readonly left: JsonObject;
}

const known: ReadonlySet<string> = new Set([
  'temperature',
  'top_p',
  'top_k',
  'num_predict',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'stop',
]);

/** Reads `options`. @throws ModelError of kind `invalid-request` */
export function readOptions(value: JsonValue | undefined): ReadOptions {
  const options = fieldsAt(value ?? {}, 'options');
  const predict = options.number('num_predict');
  // Negative numbers have meanings of their own: no limit, or the whole context.
  const hasLimit = predict === undefined || predict >= 0;
  const left = Object.entries(options.value).filter(
    ([name]) => !known.has(name) || (name === 'num_predict' && !hasLimit),
  );
  return {
    fields: {
      temperature: options.number('temperature'),
      topP: options.number('top_p'),
      topK: options.number('top_k'),
      maxOutputTokens: hasLimit ? predict : undefined,
      seed: options.number('seed'),
      presencePenalty: options.number('presence_penalty'),
      frequencyPenalty: options.number('frequency_penalty'),
      stopSequences: stopIn(options.take('stop')),
    },
    left: Object.fromEntries(left),
  };
}

/** Writes `options`; `undefined` when there are none. */
export function writeOptions(request: OptionFields, own: JsonObject): JsonObject | undefined {
  const options: JsonObject = {
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    num_predict: request.maxOutputTokens,
    seed: request.seed,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    stop: request.stopSequences,
    ...own,
  };
  return Object.values(options).some((value) => value !== undefined) ? options : undefined;
}

function stopIn(stop: JsonValue = []): readonly string[] | undefined {
  const sequences = isArray(stop) ? stop : [stop];
  const strings = sequences.flatMap((sequence) => (typeof sequence === 'string' ? [sequence] : []));
  if (strings.length !== sequences.length) throw invalidField('options.stop', 'an array of strings', stop);
  return strings.length === 0 ? undefined : strings;
}
