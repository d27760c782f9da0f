import { asObject, asString, parseJson } from '../model/json.ts';
import type { AssistantPart, OpaqueState } from '../model/message.ts';
import { stateOfJson } from './private-state.ts';

const mark = 'steadfast-call:';

/**
 * Text that carries another family's state of a call (Google's thought signature) through a caller, in reasoning of its
 * own beside the call: callers return reasoning as they got it, but of a call only what they know.
 */
export function callCarryingText(callId: string, { origin, value }: OpaqueState): string {
  return mark + JSON.stringify({ call: callId, origin, value });
}

/** Says whether a text carries the state of a call, and nothing else. */
export function carriesCall(text: string): boolean {
  return text.startsWith(mark);
}

/** The states that texts carry, by the id of their call. */
export function carriedCalls(texts: readonly string[]): ReadonlyMap<string, OpaqueState> {
  const states = new Map<string, OpaqueState>();
  for (const text of texts.filter(carriesCall)) {
    const json = parseJson(text.slice(mark.length));
    const state = stateOfJson(json);
    const call = asString(asObject(json).call);
    if (state !== undefined && call !== undefined) states.set(call, state);
  }
  return states;
}

/** The parts with the carried states of their calls. */
export function withCallStates<Part extends AssistantPart>(
  parts: readonly Part[],
  states: ReadonlyMap<string, OpaqueState>,
): readonly Part[] {
  if (states.size === 0) return parts;
  return parts.map((part) =>
    part.type === 'tool-call' ? { ...part, state: states.get(part.id) ?? part.state } : part,
  );
}
