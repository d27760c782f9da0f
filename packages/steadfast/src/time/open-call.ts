import type { Call } from '../model/call.ts';
import { Journal } from '../model/journal.ts';
import type { Clock } from './clock.ts';

/** A call that has its journal. */
export interface OpenCall extends Call {
  readonly journal: Journal;
}

/** Gives a call its journal, where it has none yet: the outermost layer that is asked begins it. */
export function openCall(call: Call | undefined, clock: Clock): OpenCall {
  if (call !== undefined && isOpen(call)) return call;
  return { ...call, journal: new Journal(clock.now()) };
}

function isOpen(call: Call): call is OpenCall {
  return call.journal !== undefined;
}
