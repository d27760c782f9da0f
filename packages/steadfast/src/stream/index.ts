export { guardIdle } from './guard-idle.ts';
export { ReplyStream } from './reply-stream.ts';
export type { StreamSource } from './reply-stream.ts';
export { streamOf } from './stream-of.ts';
