import type { CompletionRequest } from '../../model/completion-request.ts';
import { asNumber, isArray } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { invalidField, objectAt } from './field-read.ts';

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
  const options = value === undefined || value === null ? {} : objectAt(value, 'options');
  const predict = numberIn(options, 'num_predict');
  // Negative numbers have meanings of their own: no limit, or the whole context.
  const hasLimit = predict === undefined || predict >= 0;
  const left = Object.entries(options).filter(([name]) => !known.has(name) || (name === 'num_predict' && !hasLimit));
  return {
    fields: {
      temperature: numberIn(options, 'temperature'),
      topP: numberIn(options, 'top_p'),
      topK: numberIn(options, 'top_k'),
      maxOutputTokens: hasLimit ? predict : undefined,
      seed: numberIn(options, 'seed'),
      presencePenalty: numberIn(options, 'presence_penalty'),
      frequencyPenalty: numberIn(options, 'frequency_penalty'),
      stopSequences: stopIn(options),
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

function numberIn(options: JsonObject, name: string): number | undefined {
  const value = options[name] ?? undefined;
  const number = asNumber(value);
  if (value !== undefined && number === undefined) throw invalidField(`options.${name}`, 'a number');
  return number;
}

function stopIn(options: JsonObject): readonly string[] | undefined {
  const stop = options.stop ?? [];
  const sequences = isArray(stop) ? stop : [stop];
  const strings = sequences.flatMap((sequence) => (typeof sequence === 'string' ? [sequence] : []));
  if (strings.length !== sequences.length) throw invalidField('options.stop', 'an array of strings');
  return strings.length === 0 ? undefined : strings;
}
