import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketLevel, bucketWait, fullBucket, useBucket } from './bucket.ts';
import { reportedBuckets } from './bucket-report.ts';
import { bucketsOf, rulesFor } from './limiter-rules.ts';

test('after its wait a bucket gives what was waited for, and not a whole millisecond before', () => {
  const uses = fc.array(fc.record({ ms: fc.nat(5_000), amount: fc.nat(20) }), { maxLength: 20 });
  fc.assert(
    fc.property(
      uses,
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0.001, max: 1, noNaN: true }),
      (all, size, perMs) => {
        let now = 0;
        let bucket = fullBucket(size, perMs, now);
        for (const { ms, amount } of all) {
          now += ms;
          bucket = useBucket(bucket, amount, now);
          const wait = bucketWait(bucket, 1, now);
          expect(bucketLevel(bucket, now + wait)).toBeGreaterThanOrEqual(1 - 1e-5);
          if (wait > 1) expect(bucketLevel(bucket, now + wait - 1)).toBeLessThan(1);
        }
      },
    ),
  );
});

const rules = fc.constantFrom(
  { rule: { requestsPerSecond: 2 }, most: 2, windowMs: 1_000 },
  { rule: { requestsPerSecond: 150 }, most: 150, windowMs: 1_000 },
  { rule: { requestsPerMinute: 60 }, most: 60, windowMs: 60_000 },
  { rule: { requestsPerDay: 100 }, most: 100, windowMs: 86_400_000 },
);

test('however they come, no window holds more requests than its rule allows, and who always asks gets nearly as many', () => {
  fc.assert(
    fc.property(rules, fc.array(fc.nat(3_000), { maxLength: 50 }), ({ rule, most, windowMs }, pauses) => {
      const [kept] = bucketsOf(rule, 0);
      let bucket = kept?.bucket ?? fullBucket(0, 0, 0);
      let now = 0;
      const sent: number[] = [];
      for (let count = 0; count < most * 3; count += 1) {
        now += pauses[count] ?? 0;
        now += Math.ceil(bucketWait(bucket, 1, now));
        bucket = useBucket(bucket, 1, now);
        sent.push(now);
      }
      sent.forEach((at, index) => expect((sent[index + most] ?? Infinity) - at).toBeGreaterThanOrEqual(windowMs - 1));
    }),
  );
});

test('rules are found by provider and model, by the name alone, and by default', () => {
  const byGlob = { 'gemini*': { requestsPerSecond: 2 }, 'openai/*': { concurrency: 3 }, '*': { requestsPerSecond: 1 } };
  expect(rulesFor(byGlob, 'google/gemini-4-flash')).toEqual({ requestsPerSecond: 2 });
  expect(rulesFor(byGlob, 'openai/gpt-6-luna')).toEqual({ concurrency: 3 });
  expect(rulesFor(byGlob, 'groq/llama')).toEqual({ requestsPerSecond: 1 });
  expect(rulesFor({}, 'groq/llama')).toBeUndefined();
});

const nothing = { requests: 0, inputTokens: 0, outputTokens: 0 };

test('what is left by report counts, less what was sent since', () => {
  const windows = [{ scope: 'requests', limit: 100, remaining: 40, resetMs: 36_000 }] as const;
  const [{ bucket } = { bucket: undefined }] = reportedBuckets([], windows, { ...nothing, requests: 10 }, 5_000);
  expect(bucket).toEqual({ level: 30, at: 5_000, size: 100, perMs: 60 / 36_000 });
});

test('where a bucket is smaller than its limit, two reports tell how fast it fills', () => {
  const window = (remaining: number, resetMs: number) => [
    { scope: 'requests' as const, limit: 9_000, remaining, resetMs },
  ];
  // 150 at once and 150 a second, said as 9,000 a minute.
  const first = reportedBuckets([], window(0, 1_000), nothing, 0);
  const [second] = reportedBuckets(first, window(75, 500), nothing, 500);
  expect(second?.bucket.perMs).toBeCloseTo(0.15);
});

test('a limit that is no longer reported is forgotten when another of its kind is', () => {
  const old = reportedBuckets([], [{ scope: 'tokens', limit: 100, remaining: 5 }], nothing, 0);
  expect(reportedBuckets(old, [{ scope: 'requests', limit: 9 }], nothing, 0)).toHaveLength(2);
  const next = reportedBuckets(old, [{ scope: 'tokens', limit: 500, remaining: 400 }], nothing, 0);
  expect(next.map(({ bucket }) => bucket.size)).toEqual([500]);
});
