import { expect, test } from 'vitest';
import { Upstream } from './upstream.ts';
import type { UpstreamPlan } from './upstream-plan.ts';

/** Sends so many requests a second, evenly, for so many seconds. */
function pour(upstream: Upstream, perSecond: number, seconds: number): void {
  for (let request = 0; request < perSecond * seconds; request += 1) {
    upstream.arrive((request * 1_000) / perSecond, 80);
    upstream.leave();
  }
}

function admitted(upstream: Upstream, fromMs = 0, toMs = Infinity): number {
  return upstream.arrivals.filter(({ ms, verdict }) => verdict === 'admitted' && ms >= fromMs && ms < toMs).length;
}

test('a bucket lets through what flows into it, and its burst', () => {
  const upstream = new Upstream({ buckets: [{ scope: 'requests', perSecond: 50, burstSeconds: 2 }] }, 1);
  pour(upstream, 200, 60);
  expect(Math.abs(admitted(upstream) - (50 * 60 + 100))).toBeLessThanOrEqual(1);
});

test('a bucket whose capacity is halved lets half through from then on', () => {
  const perSecond = [
    { fromMs: 0, value: 100 },
    { fromMs: 30_000, value: 50 },
  ];
  const upstream = new Upstream({ buckets: [{ scope: 'requests', perSecond }] }, 1);
  pour(upstream, 400, 60);
  expect(Math.abs(admitted(upstream, 10_000, 30_000) - 2_000)).toBeLessThanOrEqual(1);
  expect(Math.abs(admitted(upstream, 40_000, 60_000) - 1_000)).toBeLessThanOrEqual(1);
});

test('tokens are counted by what a request and its reply have', () => {
  const upstream = new Upstream({ outputTokens: 20, buckets: [{ scope: 'tokens', perSecond: 1_000 }] }, 1);
  pour(upstream, 50, 60);
  expect(Math.abs(admitted(upstream) - 10 * 61)).toBeLessThanOrEqual(1);
});

test('a refusal names the wait after which the request passes', () => {
  const upstream = new Upstream({ buckets: [{ scope: 'requests', perSecond: 4 }], reports: true }, 1);
  const fates = Array.from({ length: 5 }, () => upstream.arrive(0, 10));
  expect(fates.map(({ type }) => type)).toEqual(['reply', 'reply', 'reply', 'reply', 'refusal']);
  expect(fates[4]).toMatchObject({ status: 429, retryAfterMs: 250, windows: [{ limit: 4, remaining: 0 }] });
  expect(upstream.arrive(250, 10).type).toBe('reply');
});

test('other tenants eat from the bucket by their own rate', () => {
  const tenants = Array.from({ length: 5 }, () => ({ perSecond: 10 }));
  const upstream = new Upstream({ tenants, buckets: [{ scope: 'requests', perSecond: 100, burstSeconds: 5 }] }, 1);
  pour(upstream, 40, 100);
  expect(admitted(upstream)).toBe(4_000);
  expect(Math.abs(upstream.tenantsAdmitted.length - 5_000)).toBeLessThan(300);
});

test('outages, noise, stalls and cuts hit the share of requests that is theirs', () => {
  const plan: UpstreamPlan = {
    stalls: 0.1,
    cuts: 0.2,
    noise: { share: 0.25 },
    outages: [{ fromMs: 0, toMs: 50_000, share: 0.5 }],
  };
  const upstream = new Upstream(plan, 5);
  const ends: string[] = [];
  for (let ms = 0; ms < 100_000; ms += 5) {
    const fate = upstream.arrive(ms, 1);
    if (fate.type === 'reply') ends.push(fate.ends);
  }
  const share = (count: number, of: number): number => Math.round((count / of) * 20) / 20;
  const early = upstream.arrivals.filter(({ ms }) => ms < 50_000);
  expect(share(early.filter(({ verdict }) => verdict === 'failed').length, early.length)).toBe(0.5);
  const late = upstream.arrivals.filter(({ ms }) => ms >= 50_000);
  expect(share(late.filter(({ verdict }) => verdict === 'noise').length, late.length)).toBe(0.25);
  expect(share(ends.filter((end) => end === 'stall').length, ends.length)).toBe(0.1);
  expect(share(ends.filter((end) => end === 'cut').length, ends.length)).toBe(0.2);
});

test('more requests at a time than it works at are refused', () => {
  const upstream = new Upstream({ concurrency: 2, hint: 'none' }, 1);
  const fates = [upstream.arrive(0, 1), upstream.arrive(0, 1), upstream.arrive(0, 1)];
  expect(fates.map(({ type }) => type)).toEqual(['reply', 'reply', 'refusal']);
  for (const _fate of fates) upstream.leave();
  expect(upstream.arrive(1, 1).type).toBe('reply');
});
