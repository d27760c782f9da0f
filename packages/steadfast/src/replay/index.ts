export { figuresOfRecords } from './figures-of-records.ts';
export type { CallFigures } from './figures-of-records.ts';
export type { LearnedLimit } from './learned-limit.ts';
export { replay } from './replay.ts';
export type { Replay, ReplayWorld } from './replay.ts';
