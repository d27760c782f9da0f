/** Until when a provider has asked its callers to hold off: epoch milliseconds, 0 when it has not. */
export interface GateState {
  readonly closedUntil: number;
}

/** A gate that nobody has closed. */
export const openGate: GateState = { closedUntil: 0 };

/** Closes the gate for so many milliseconds; a gate that is closed for longer stays so. */
export function closeGate(state: GateState, now: number, ms: number): GateState {
  return { closedUntil: Math.max(state.closedUntil, now + ms) };
}

/** How long a call that comes now has to wait, in milliseconds. */
export function gateWait(state: GateState, now: number): number {
  return Math.max(0, state.closedUntil - now);
}
