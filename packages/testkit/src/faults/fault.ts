import type { Scene } from '../stage/scene.ts';

/** What a fault can be told. Each fault uses what it has a use for; the table says which. */
export interface FaultOptions {
  /** Seconds that a rate limit asks to wait. */
  readonly seconds?: number;
  /** Milliseconds: of a rate limit's wait, or between the pieces of a slow reply. */
  readonly ms?: number;
  /** How many content events of a stream come before the fault. Default: 2. */
  readonly after?: number;
  /** Size of a huge reply. Default: 67108864 (64 MiB). */
  readonly bytes?: number;
  /** The provider's message, instead of its usual one. */
  readonly message?: string;
}

/** The kinds of faults: the status line, the body of a 200, the shape of a stream, tool calls, the connection. */
export type FaultGroup = 'status' | 'body' | 'stream' | 'tool' | 'connection';

/** One thing that goes wrong on the wire. */
export interface Fault {
  readonly name: string;
  readonly group: FaultGroup;
  /** One sentence. */
  readonly description: string;
  /** Gives the bad reply. */
  readonly play: (scene: Scene, options: FaultOptions) => Promise<void> | void;
}
