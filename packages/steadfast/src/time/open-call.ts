import type { Call } from '../model/call.ts';
import { Journal } from '../model/journal.ts';
import type { Clock } from './clock.ts';

/** A call that has its journal. */
export interface OpenCall extends Call {
  readonly journal: Journal;
}

/** Gives a call its journal, where it has none yet: the outermost layer that is asked begins it. */
export function openCall(call: Call | undefined, clock: Clock): OpenCall {
  const journal = call?.journal;
  if (call !== undefined && journal !== undefined) return { ...call, journal };
  return { ...call, journal: new Journal(clock.now()) };
}
