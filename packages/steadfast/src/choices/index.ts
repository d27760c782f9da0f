export type { Conditions } from './conditions.ts';
export { fallback } from './fallback.ts';
export type { FallbackOptions } from './fallback.ts';
export { recoveryStep, setbackOf } from './recovery.ts';
export type { RecoveryBounds, RecoveryStep, Setback } from './recovery.ts';
export { through } from './through.ts';
export type { Ask, Choose } from './through.ts';
export { reportRefused } from './turn-options.ts';
export type { TurnOptions } from './turn-options.ts';
