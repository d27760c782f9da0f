export { guardIdle } from './guard-idle.ts';
export { ReplyStream } from './reply-stream.ts';
export type { StreamSource } from './stream-source.ts';
export { streamOf } from './stream-of.ts';
