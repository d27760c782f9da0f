import { ModelError } from '../model/error.ts';

/** Cuts the body of a stream into its events, wherever the bytes were split on the way. */
export interface FrameReader {
  /**
   * Reads more bytes and hands on the events that are now complete.
   * @throws ModelError of kind `too-large` for a line above the limit, and whatever the receiver of the events throws
   */
  push(chunk: Uint8Array): void;
  /** The body has ended: hands on the last event if its end was missing. */
  end(): void;
}

/** Is given each event: its name (empty when it has none) and its data. */
export type OnFrame = (event: string, data: string) => void;

/** How much a frame reader takes. */
export interface FrameReaderOptions {
  /** The longest line, and the most data of one event; counted in UTF-16 units, never more than its bytes. Default: 4 MiB. */
  readonly maxLineBytes?: number;
}

/** The default of `maxLineBytes`: 4 MiB. */
export const defaultMaxLineBytes: number = 4 * 1024 * 1024;

/** The error of a line that is longer than the limit. */
export function lineTooLong(maxLineBytes: number): ModelError {
  const message = `The provider streamed a line of more than ${maxLineBytes} bytes. The reply was given up.`;
  return new ModelError({ kind: 'too-large', message });
}
