const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const announced =
  /(?:try again|retry|available|reset)\w*\s+(?:in|after)\s*:?\s+(?:about )?((?:\d+(?:\.\d+)?\s*[a-z]+[\s,]*){1,5})/i;
const pieces =
  /(\d+(?:\.\d+)?)\s*(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])/gi;

/**
 * The wait that an error message announces, in milliseconds: `Please try again in 11.054s`, `retry in 1h2m3.5s`,
 * `try again in 20 seconds`; `undefined` when it announces none.
 */
export function durationMs(message: string): number | undefined {
  const text = announced.exec(message.slice(0, 4096))?.[1];
  if (text === undefined) return undefined;
  let total: number | undefined;
  for (const [, amount, unit = ''] of text.matchAll(pieces)) {
    total = (total ?? 0) + Number(amount) * (unitsMs[shortUnit(unit.toLowerCase())] ?? 0);
  }
  return total;
}

function shortUnit(unit: string): string {
  return unit === 'ms' || unit.startsWith('milli') ? 'ms' : unit.slice(0, 1);
}
