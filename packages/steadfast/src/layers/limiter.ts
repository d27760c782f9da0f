import type { RateWindow } from '../model/rate-window.ts';
import { bucketLevel, bucketWait, useBucket } from './bucket.ts';
import { amountOf, reportedBuckets } from './bucket-report.ts';
import type { Draft, ScopedBucket } from './bucket-report.ts';
import { closeGate, gateWait, openGate } from './gate.ts';
import type { GateState } from './gate.ts';
import { Pace } from './limiter-pace.ts';
import type { PaceMark } from './limiter-pace.ts';
import { newPaceState } from './limiter-pace-state.ts';
import type { PaceState } from './limiter-pace-state.ts';
import { bucketsOf } from './limiter-rules.ts';
import type { LimitRules } from './limiter-rules.ts';
import { expectedInput, expectedOutput, learnTokens, newHabits } from './limiter-tokens.ts';
import type { TokenHabits } from './limiter-tokens.ts';

/** All that a limiter knows: plain data, which can be stored and taken up again. */
export interface LimiterState {
  gate: GateState;
  /** The buckets of the rules, and those that the provider reports. */
  ruled: ScopedBucket[];
  reported: ScopedBucket[];
  pace: PaceState;
  habits: TokenHabits;
}

/** What has been taken for a call, until it is settled. */
export interface Reservation {
  readonly draft: Draft;
  readonly mark: PaceMark;
  /** All that had been reserved up to this one. */
  readonly upTo: Draft;
}

/** What a call turned out to use; what is left out is taken to be as estimated. */
export interface TrueUse {
  readonly requests?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** Below this share a reported limit of tokens is near enough to count tokens for it. */
const nearShare = 0.5;

/** Nothing known, and full buckets. */
export function newLimiterState(rules: LimitRules, now: number): LimiterState {
  const ruled = bucketsOf(rules, now);
  return { gate: openGate, ruled, reported: [], pace: newPaceState(now), habits: newHabits() };
}

/**
 * Decides when the next request to one provider, key and model may go: by pauses that were asked for, by rules, by what the
 * provider reports of its limits, and by the pace that it was seen to take. It has no clock: whoever asks says the time.
 */
export class Limiter {
  readonly state: LimiterState;
  readonly pace: Pace;
  readonly #concurrency: number;
  #underWay = 0;
  #requests = 0;
  #inputTokens = 0;
  #outputTokens = 0;

  constructor(state: LimiterState, { concurrency = Infinity }: LimitRules) {
    this.state = state;
    this.pace = new Pace(state.pace);
    this.#concurrency = concurrency;
  }

  /** Whether the number of requests under way is limited. */
  get limitsConcurrency(): boolean {
    return this.#concurrency !== Infinity;
  }

  /** Whether tokens are limited, and near enough to the limit to be counted. */
  countsTokens(now: number): boolean {
    const { ruled, reported } = this.state;
    if (ruled.some(({ scope }) => scope !== 'requests')) return true;
    return reported.some(
      ({ scope, bucket }) => scope !== 'requests' && bucketLevel(bucket, now) < bucket.size * nearShare,
    );
  }

  /** What a call is going to use, by what was learned of its caller. */
  draft(caller: string, estimate: number, maxOutputTokens: number | undefined): Draft {
    const { habits } = this.state;
    return {
      requests: 1,
      inputTokens: expectedInput(habits, estimate),
      outputTokens: expectedOutput(habits, caller, maxOutputTokens),
    };
  }

  /** Milliseconds for which all are held, because a provider asked for a pause. */
  pauseLeft(now: number): number {
    return gateWait(this.state.gate, now);
  }

  /** Milliseconds until a call may go; 0 when it may now, infinite while as many are under way as may be. */
  wait(draft: Draft, now: number): number {
    if (this.#underWay >= this.#concurrency) return Infinity;
    const pause = gateWait(this.state.gate, now);
    if (pause > 0) return pause;
    return Math.max(this.pace.wait(1, now), this.#bucketsWait(draft, 1, now));
  }

  /** About how many milliseconds a call has to wait that comes behind so many others; too little where that is not known. */
  waitBehind(ahead: number, draft: Draft, now: number): number {
    const queued = ahead + 1;
    const paced = this.pace.isSettled ? this.pace.wait(queued, now) : 0;
    return gateWait(this.state.gate, now) + Math.max(paced, this.#bucketsWait(draft, queued, now));
  }

  /** Takes what a call is going to use. */
  reserve(draft: Draft, now: number, pressed: boolean): Reservation {
    this.#underWay += 1;
    this.#requests += draft.requests;
    this.#inputTokens += draft.inputTokens;
    this.#outputTokens += draft.outputTokens;
    this.#use(draft, now);
    const mark = this.pace.sent(now, pressed);
    const upTo = { requests: this.#requests, inputTokens: this.#inputTokens, outputTokens: this.#outputTokens };
    return { draft, mark, upTo };
  }

  /** Gives back what was reserved too much, and takes what was reserved too little. */
  settle({ draft }: Reservation, used: TrueUse, now: number): void {
    this.#underWay -= 1;
    const { requests = draft.requests, inputTokens = draft.inputTokens, outputTokens = draft.outputTokens } = used;
    const more = {
      requests: requests - draft.requests,
      inputTokens: inputTokens - draft.inputTokens,
      outputTokens: outputTokens - draft.outputTokens,
    };
    if (more.requests !== 0 || more.inputTokens !== 0 || more.outputTokens !== 0) this.#use(more, now);
  }

  /** Learns from the tokens that a call used. */
  learn(caller: string, estimate: number, inputTokens: number, outputTokens: number): void {
    learnTokens(this.state.habits, caller, estimate, inputTokens, outputTokens);
  }

  /** The provider told of its limits with the reply to a request. */
  report({ upTo }: Reservation, windows: readonly RateWindow[], now: number): void {
    const since = {
      requests: this.#requests - upTo.requests,
      inputTokens: this.#inputTokens - upTo.inputTokens,
      outputTokens: this.#outputTokens - upTo.outputTokens,
    };
    this.state.reported = reportedBuckets(this.state.reported, windows, since, now);
  }

  /** The provider asked for a pause. */
  pause(ms: number, now: number): void {
    const more = ms - gateWait(this.state.gate, now);
    if (more <= 0) return;
    this.state.gate = closeGate(this.state.gate, now, ms);
    this.pace.paused(ms, more, now);
  }

  /** A request was refused for its rate. */
  refuse({ mark }: Reservation, hintMs: number | undefined, now: number): void {
    this.pace.refused(mark, now, hintMs !== undefined);
    const hold = this.pace.takeHold();
    if (hintMs !== undefined) this.pause(hintMs, now);
    if (hold > 0) this.state.gate = closeGate(this.state.gate, now, hold);
  }

  /** When one that was refused may try again, in milliseconds, by what was learned; `undefined` while nothing was. */
  returnMs(now: number): number | undefined {
    const { pace } = this.state;
    if (pace.perSecond === null && pace.noise === 0 && pace.phase === 'free') return undefined;
    return Math.max(1, Math.ceil(gateWait(this.state.gate, now) + this.pace.wait(1, now)));
  }

  /** One use may be larger than a bucket, and passes then when the bucket is full. */
  #bucketsWait(draft: Draft, count: number, now: number): number {
    const { ruled, reported } = this.state;
    let longest = 0;
    for (const { scope, bucket } of ruled) longest = Math.max(longest, waitFor(scope, bucket, draft, count, now));
    for (const { scope, bucket } of reported) longest = Math.max(longest, waitFor(scope, bucket, draft, count, now));
    return longest;
  }

  #use(draft: Draft, now: number): void {
    const { state } = this;
    if (state.ruled.length > 0) state.ruled = used(state.ruled, draft, now);
    if (state.reported.length > 0) state.reported = used(state.reported, draft, now);
  }
}

function waitFor(
  scope: ScopedBucket['scope'],
  bucket: ScopedBucket['bucket'],
  draft: Draft,
  count: number,
  now: number,
): number {
  const amount = amountOf(scope, draft);
  return bucketWait(bucket, Math.min(amount, bucket.size) + amount * (count - 1), now);
}

function used(buckets: readonly ScopedBucket[], draft: Draft, now: number): ScopedBucket[] {
  return buckets.map(({ scope, bucket, report }) => ({
    scope,
    bucket: useBucket(bucket, amountOf(scope, draft), now),
    report,
  }));
}
