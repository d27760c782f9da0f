import type { Course } from './course.ts';
import type { Distribution } from './distribution.ts';
import type { BucketPlan } from './hidden-bucket.ts';

/** A time in which a provider fails. */
export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
  /** The share of requests that it hits. Default: 1. */
  readonly share?: number;
  /** `refuse`: 503 at once; `error`: 500 after the usual time; `hang`: nothing comes at all. Default: `refuse`. */
  readonly manner?: 'refuse' | 'error' | 'hang';
}

/** Somebody else who draws on the same limits: requests that come by chance and are not tried again. */
export interface Tenant {
  readonly perSecond: Course;
  /** Tokens of a request, input and output together. Default: 100. */
  readonly tokens?: Distribution;
}

/** Limits that a request is told of when it is refused, and that hit at random. */
export interface Noise {
  /** The share of requests that are refused with 429 for no reason. */
  readonly share: number;
  /** The wait that such a refusal asks for. Default: it names none. */
  readonly hintMs?: number;
}

/** What a simulated provider does. Times are milliseconds since the beginning of the simulation. */
export interface UpstreamPlan {
  /** Its rate limits. Default: none. */
  readonly buckets?: readonly BucketPlan[];
  /** The most requests that it works at; more are refused with 429. Default: any number. */
  readonly concurrency?: Course;
  /** What a refusal says of the wait: the `exact` one, `none`, or always so many milliseconds. Default: `exact`. */
  readonly hint?: 'exact' | 'none' | number;
  /** Whether replies carry the state of its buckets. Default: false. */
  readonly reports?: boolean;
  readonly tenants?: readonly Tenant[];
  readonly noise?: Noise;
  readonly outages?: readonly Outage[];
  /** Time until the first content; a whole reply takes as long as its parts together. Default: 500 ms. */
  readonly firstContentMs?: Distribution;
  /** The parts of a reply, and the time between two of them. Default: 4 parts, 10 ms apart. */
  readonly parts?: Distribution;
  readonly gapMs?: Distribution;
  /** Tokens of a reply. Default: 20. */
  readonly outputTokens?: Distribution;
  /** The share of replies that stop in the middle and say nothing more. Default: 0. */
  readonly stalls?: number;
  /** The share of replies whose connection breaks in the middle. Default: 0. */
  readonly cuts?: number;
  /** The share of replies that take so many times as long to begin. Default: none. */
  readonly slowStarts?: { readonly share: number; readonly factor: number };
}
