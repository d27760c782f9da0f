export { fileLog } from './file-log.ts';
export type { FileLogOptions } from './file-log.ts';
export type { Log } from './log.ts';
export { memoryLog } from './memory-log.ts';
