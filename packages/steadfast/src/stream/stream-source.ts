/** Where the parts of a stream come from. */
export interface StreamSource {
  /** Holds the source back while the reader is slow. */
  pause(): void;
  resume(): void;
  /** Ends the source for good: its reader has gone. */
  close(): void;
}
