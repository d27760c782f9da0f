/** Requests and refusals of about the last second, the older ones counting less. */
export interface Meter {
  at: number;
  sent: number;
  refused: number;
}

/** After so many milliseconds a request counts 1/e. */
const memoryMs = 1_000;

/** Adds requests and refusals, and lets what was before fade. */
export function meter(state: Meter, now: number, sent: number, refused: number): void {
  const fade = now > state.at ? Math.exp((state.at - now) / memoryMs) : 1;
  state.at = Math.max(state.at, now);
  state.sent = state.sent * fade + sent;
  state.refused = state.refused * fade + refused;
}

/** How many passed in a second, about. */
export function passedLately({ sent, refused }: Meter): number {
  return (Math.max(0, sent - refused) * 1_000) / memoryMs;
}
