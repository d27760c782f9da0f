/**
 * How a client is set up: as it comes, or with the settings that it has for this: a time for each attempt, a number of
 * retries, and a bound for the whole call.
 * @type {'defaults' | 'set up'}
 */
export const manner = process.env.PEER_MANNER === 'set up' ? 'set up' : 'defaults';

/** What the fault runner gives a whole call, in milliseconds. */
export const callMs = 12_000;

/** A call whose arguments may be no JSON. */
export function toolCallOf(id, name, text) {
  try {
    return { id, name, args: JSON.parse(text) };
  } catch {
    return { id, name, invalid: true, raw: text };
  }
}
