/**
 * A cumulative sum test (Page 1954) for a share of refusals that has risen: what each request adds and takes is the
 * logarithm of how much likelier it is with the higher share than with the usual one.
 */
interface Weights {
  readonly refused: number;
  readonly passed: number;
}

/** By how much the share must have risen to be worth finding at once; less is found by and by. */
const rise = 0.15;

/** The sum at which suspicion is certainty: false alarms come once in some thousands of requests, true ones after three. */
const alarm = 6;

/** Refusals that happen anyway, even where none were seen. */
const leastNoise = 0.01;

/** The sum after a request was sent, taken to pass until it is known to be refused. */
export function sentSuspicion(sum: number, noise: number): number {
  return sum === 0 ? 0 : Math.max(0, sum + weights(noise).passed);
}

/** The sum after a request that was sent came back refused. */
export function refusedSuspicion(sum: number, noise: number): number {
  const { refused, passed } = weights(noise);
  return sum + refused - passed;
}

/** Whether refusals have risen above what is usual. */
export function isAlarming(sum: number): boolean {
  return sum > alarm;
}

function weights(noise: number): Weights {
  const usual = Math.max(leastNoise, noise);
  const raised = usual + rise;
  return { refused: Math.log(raised / usual), passed: Math.log((1 - raised) / (1 - usual)) };
}
