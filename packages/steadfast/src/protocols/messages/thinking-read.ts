import type { CompletionRequest, Effort } from '../../model/completion-request.ts';
import { asNumber, isObject } from '../../model/json.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';

/** What a field says in neutral terms, and whether that is all that it says. */
export interface Reading {
  readonly fields: Pick<CompletionRequest, 'effort' | 'thinkingTokens' | 'outputFormat'>;
  readonly whole: boolean;
}

const efforts: ReadonlyMap<JsonValue | undefined, Effort> = new Map(
  (['low', 'medium', 'high', 'xhigh', 'max'] as const).map((effort) => [effort, effort]),
);

/** Reads `output_config`: effort and the schema of the reply. */
export function readOutputConfig(config: JsonValue | undefined): Reading {
  if (!isObject(config)) return { fields: {}, whole: config === undefined || config === null };
  const { effort: word, format, ...left } = config;
  const effort = efforts.get(word);
  const schema = schemaOf(format);
  const whole =
    Object.keys(left).length === 0 &&
    (word === undefined || effort !== undefined) &&
    (format === undefined || schema !== undefined);
  return { fields: { effort, outputFormat: schema && { type: 'json', schema } }, whole };
}

/** Reads `thinking`, given the effort that is known already: switched off it means `none` where none is known. */
export function readThinking(thinking: JsonValue | undefined, effort: Effort | undefined): Reading {
  if (!isObject(thinking)) return { fields: { effort }, whole: thinking === undefined || thinking === null };
  const { type, budget_tokens: budget, ...left } = thinking;
  const alone = Object.keys(left).length === 0;
  if (type === 'disabled') return { fields: { effort: effort ?? 'none' }, whole: alone && effort === undefined };
  const thinkingTokens = type === 'enabled' ? asNumber(budget) : undefined;
  return { fields: { effort, thinkingTokens }, whole: alone && thinkingTokens !== undefined };
}

function schemaOf(format: JsonValue | undefined): JsonObject | undefined {
  if (!isObject(format)) return undefined;
  const { type, schema, ...left } = format;
  return type === 'json_schema' && isObject(schema) && Object.keys(left).length === 0 ? schema : undefined;
}
