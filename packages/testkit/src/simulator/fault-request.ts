import type { Fault, FaultOptions } from '../faults/fault.ts';
import { faultNamed } from '../faults/fault-table.ts';

/** A fault that a request asks for. */
export interface FaultRequest {
  readonly fault: Fault;
  readonly options: FaultOptions;
  /** Only the first request of each conversation fails. */
  readonly once: boolean;
}

const numbers = ['seconds', 'ms', 'after', 'bytes'] as const;

/**
 * Reads a fault as a client without code names it: `429-seconds`, `429-seconds?seconds=5`, `500-once`.
 * @throws RangeError for an unknown fault, and for an option that is not a number
 */
export function readFaultRequest(text: string): FaultRequest {
  const [written = '', query = ''] = text.trim().split('?');
  const once = written.endsWith('-once');
  const given = new URLSearchParams(query);
  const options: Record<string, number | string> = {};
  for (const name of numbers) {
    const value = given.get(name);
    if (value === null) continue;
    if (!Number.isFinite(Number(value)))
      throw new RangeError(`The option "${name}" of the fault "${written}" is not a number: "${value}".`);
    options[name] = Number(value);
  }
  const message = given.get('message');
  return {
    fault: faultNamed(once ? written.slice(0, -'-once'.length) : written),
    options: message === null ? options : { ...options, message },
    once,
  };
}
