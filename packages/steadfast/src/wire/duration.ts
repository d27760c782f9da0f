const unitMs: Readonly<Record<string, number>> = {
  ns: 0.000_001,
  us: 0.001,
  µs: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const number = String.raw`\d+(?:\.\d+)?`;
const whole = new RegExp(`^(?:${number}(?:ns|us|µs|ms|s|m|h|d))+$`);
const pieces = new RegExp(`(${number})([a-zµ]+)`, 'g');

/**
 * Milliseconds of a duration as Go writes it and protobuf's JSON: `1h2m3.5s`, `6m0s`, `120ms`, `17.5s`.
 * `undefined` for anything else, numbers without a unit included.
 */
export function durationMs(text: string): number | undefined {
  if (!whole.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit = ''] of text.matchAll(pieces)) total += Number(amount) * (unitMs[unit] ?? 0);
  return Number(total.toFixed(6));
}
