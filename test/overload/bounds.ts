import type { OverloadFigures } from './overload.ts';

/** A figure of an overload run beside its bound. */
export interface OverloadBound {
  readonly figure: string;
  readonly value: string;
  readonly bound: string;
  readonly holds: boolean;
}

const share = (value: number): string => `${(value * 100).toFixed(1)} %`;

/** Holds a run to what is promised of overload. */
export function boundsOf({ goodput, attemptsPerSuccess, failed, p50, p95, jain }: OverloadFigures): OverloadBound[] {
  const least = (figure: string, value: number, bound: number, show: (value: number) => string): OverloadBound => {
    return { figure, value: show(value), bound: `at least ${show(bound)}`, holds: value >= bound };
  };
  const most = (figure: string, value: number, bound: number): OverloadBound => {
    return { figure, value: value.toFixed(2), bound: `at most ${bound.toFixed(2)}`, holds: value <= bound };
  };
  return [
    least('goodput, of what the provider takes', goodput, 0.95, share),
    most('attempts for each success', attemptsPerSuccess, 1.1),
    { figure: 'failed calls', value: String(failed), bound: 'none', holds: failed === 0 },
    most('p95 / p50 of the time that a call takes', p95 / p50, 1.3),
    least("Jain's index of fairness between callers", jain, 0.95, (value) => value.toFixed(3)),
  ];
}
