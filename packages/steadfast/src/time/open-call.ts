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
  return writtenIn(new Journal(clock.now()), call);
}

/**
 * The call as it is written into a journal. Its members are named one by one, so that all calls have one hidden class,
 * whatever they were made of: every layer copies them, which is slow where it meets many classes.
 */
export function writtenIn(journal: Journal, call: Call = {}): OpenCall {
  const { signal, deadline, limits, patienceMs, caller, session, budget, cache, prompt } = call;
  const whole: WholeCall = { signal, deadline, limits, patienceMs, caller, session, budget, cache, prompt, journal };
  return whole;
}

/** No member may be forgotten. */
type WholeCall = OpenCall & { readonly [Name in keyof Required<Call>]: Call[Name] };

function isOpen(call: Call): call is OpenCall {
  return call.journal !== undefined;
}
