import { bodyFaults } from './body-faults.ts';
import { connectionFaults } from './connection-faults.ts';
import type { Fault } from './fault.ts';
import { statusFaults } from './status-faults.ts';
import { streamFaults } from './stream-faults.ts';
import { toolFaults } from './tool-faults.ts';

/** All faults that can be asked for, with a sentence on each. */
export const faults: readonly Fault[] = [
  ...statusFaults,
  ...bodyFaults,
  ...streamFaults,
  ...toolFaults,
  ...connectionFaults,
];

const byName = new Map(faults.map((fault) => [fault.name, fault]));

/**
 * The fault of that name.
 * @throws RangeError that lists names which are like it
 */
export function faultNamed(name: string): Fault {
  const fault = byName.get(name);
  if (fault !== undefined) return fault;
  const stem = name.split('-')[0] ?? '';
  const like = [...byName.keys()].filter((known) => known.includes(stem)).slice(0, 8);
  const known = like.length > 0 ? like : [...byName.keys()];
  throw new RangeError(`There is no fault "${name}". Known: ${known.join(', ')}.`);
}
