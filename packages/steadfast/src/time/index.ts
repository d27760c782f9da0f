export { longestDelay, systemClock } from './clock.ts';
export type { Clock, Timer } from './clock.ts';
export { onAbort } from './on-abort.ts';
export { openCall } from './open-call.ts';
export type { OpenCall } from './open-call.ts';
export { addSample, newQuantiles, quantileOf } from './quantiles.ts';
export type { Quantiles } from './quantiles.ts';
export { sleep } from './sleep.ts';
export { VirtualClock } from './virtual-clock.ts';
