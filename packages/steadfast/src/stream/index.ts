export { guardIdle } from './guard-idle.ts';
export { ReplyStream } from './reply-stream.ts';
export type { StreamSource } from './stream-source.ts';
export { streamOf } from './stream-of.ts';
export { SharedReader } from './shared-reader.ts';
export type { ReaderOptions, SharedParts } from './shared-reader.ts';
export { SharedStream } from './shared-stream.ts';
export type { SharedReply, SharedStreamOptions } from './shared-stream.ts';
