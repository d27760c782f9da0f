export { fallback, reportRefused } from './fallback.ts';
export type { FallbackOptions } from './fallback.ts';
export { through } from './through.ts';
export type { Ask, Choose } from './through.ts';
