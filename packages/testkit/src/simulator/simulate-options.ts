import type { Clock } from '../ground/clock.ts';
import type { Pace } from '../stage/pacer.ts';
import type { RateLimits } from './rate-limiter.ts';
import type { Step } from './script.ts';

/** How a simulation is set up. All but the clock and functions in scripts is plain data. */
export interface SimulateOptions {
  /** Default: `127.0.0.1`. */
  readonly host?: string;
  /** Default: 0, any free port. */
  readonly port?: number;
  /** What happens to each request in turn; the last step repeats. Default: the simulated models answer. */
  readonly script?: readonly Step[];
  /** Scripts for the models of these names, which then take no step of `script`. */
  readonly models?: Readonly<Record<string, readonly Step[]>>;
  /** How fast models speak. Default: as fast as can be sent. */
  readonly pace?: Pace;
  /** Default: none. */
  readonly limits?: RateLimits;
  /** The API keys that are taken; any other is answered with 401. Default: all, and none is needed. */
  readonly keys?: readonly string[];
  /** How many requests the log keeps. Default: 10,000. */
  readonly keepRequests?: number;
  /** Default: the machine's. */
  readonly clock?: Clock;
}
