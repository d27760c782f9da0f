import { errorPolicies } from '../model/error-policy.ts';
import { isArray, isObject, parseJson } from '../model/json.ts';
import type { JsonObject, JsonValue } from '../model/json.ts';
import type { DecisionRecord } from './decision-record.ts';
import { waitReasons } from './words.ts';

/**
 * Reads a record that was written as JSON, one line of a file of them.
 * @returns `undefined` for what is no record of this version
 */
export function readRecord(line: string): DecisionRecord | undefined {
  const value: unknown = parseJson(line);
  return isRecord(value) ? value : undefined;
}

/** Whether a value has all that whoever reads records looks at. */
function isRecord(value: unknown): value is DecisionRecord {
  if (!isObject(value) || value['version'] !== 1) return false;
  const { steps, outcome, targets, adaptations } = value;
  return (
    has(value, { id: 'string', startedAt: 'number', asked: 'string', streamed: 'boolean' }) &&
    isMeasured(value) &&
    isList(targets, (target) => typeof target === 'string') &&
    isList(adaptations, (adaptation) => has(adaptation, { field: 'string' })) &&
    isList(steps, isStep) &&
    isOutcome(outcome)
  );
}

function isMeasured({ timings, request, cost }: JsonObject): boolean {
  return (
    has(timings, { totalMs: 'number', waitedMs: 'number' }) &&
    has(request, { size: 'number', messages: 'number', tools: 'number' }) &&
    (cost === undefined || isCost(cost))
  );
}

function isList(value: JsonValue | undefined, holds: (item: JsonValue) => boolean): boolean {
  return isArray(value) && value.every(holds);
}

function isStep(step: JsonValue): boolean {
  if (!isObject(step) || !has(step, { atMs: 'number', target: 'string' })) return false;
  switch (step['type']) {
    case 'wait':
      return has(step, { ms: 'number' }) && isIn(waitReasons, step['reason']);
    case 'attempt':
      return has(step, { durationMs: 'number', outcome: 'string' }) && isKind(step['kind'] ?? 'server');
    case 'leave':
      return has(step, { next: 'string' }) && isKind(step['kind']);
    case 'decision':
      return has(step, { by: 'string', verdict: 'string' });
    default:
      return false;
  }
}

function isOutcome(outcome: JsonValue | undefined): boolean {
  if (!isObject(outcome)) return false;
  if (outcome['ok'] === true) return has(outcome, { model: 'string', finishReason: 'string', characters: 'number' });
  return outcome['ok'] === false && (outcome['kind'] === 'unknown' || isKind(outcome['kind']));
}

function isCost(cost: JsonValue): boolean {
  return (
    has(cost, { known: 'boolean' }) &&
    has(cost, isObject(cost) && cost['known'] === true ? { amount: 'number' } : { reason: 'string' })
  );
}

function isKind(kind: JsonValue | undefined): boolean {
  return isIn(errorPolicies, kind);
}

function isIn(known: object, name: JsonValue | undefined): boolean {
  return typeof name === 'string' && Object.hasOwn(known, name);
}

function has(
  value: JsonValue | undefined,
  members: Readonly<Record<string, 'string' | 'number' | 'boolean'>>,
): value is JsonObject {
  return isObject(value) && Object.entries(members).every(([name, type]) => typeof value[name] === type);
}
