/** A figure that a scenario gives, and the bound that it has to keep. */
export interface Row {
  readonly figure: string;
  readonly value: number;
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
  /** How it is printed. Default: a plain number. */
  readonly unit?: 'share' | 'ms';
}

/** A run of the simulator with bounds to keep. */
export interface Scenario {
  readonly name: string;
  /** What happens, in a sentence. */
  readonly about: string;
  readonly run: (seed: number) => Promise<readonly Row[]>;
}

/** Says whether a figure keeps its bound; what is not a number does not. */
export function holds({ value, bound }: Row): boolean {
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
}

/** Says whether one figure is further on the wrong side than another. */
export function isWorse(one: Row, other: Row): boolean {
  if (Number.isNaN(one.value)) return true;
  return 'atLeast' in one.bound ? one.value < other.value : one.value > other.value;
}

/** A number as people read it. */
export function printed(value: number, unit: Row['unit']): string {
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  if (unit === 'ms') return `${Math.round(value).toLocaleString('en')} ms`;
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(2);
}
