/** What was counted within one slice of time. */
export interface Slice {
  /** When the slice began, in slices since the epoch. */
  readonly at: number;
  readonly calls: number;
  /** Those of the calls that are counted apart: failures, or retries. */
  readonly marked: number;
  /** Those of the calls that took too long. */
  readonly slow: number;
}

/** Counts of the newest past, oldest slice first. */
export type Slices = readonly Slice[];

/** The window's length is made of so many slices, and it slides by one of them at a time. */
const slicesPerWindow = 10;

/** Adds to the counts; slices that have left the window are let go of. A clock that was set back counts to the newest slice. */
export function counted(slices: Slices, now: number, windowMs: number, add: Partial<Omit<Slice, 'at'>>): Slices {
  const { calls = 0, marked = 0, slow = 0 } = add;
  const last = slices.at(-1);
  const at = Math.max(Math.floor((now * slicesPerWindow) / windowMs), last?.at ?? 0);
  if (last?.at !== at) {
    const held = slices.filter((slice) => slice.at > at - slicesPerWindow);
    return [...held, { at, calls, marked, slow }];
  }
  const sum = { at, calls: last.calls + calls, marked: last.marked + marked, slow: last.slow + slow };
  return slices.with(slices.length - 1, sum);
}

/** The sums of what the window holds now. */
export function countsWithin(slices: Slices, now: number, windowMs: number): Omit<Slice, 'at'> {
  const oldest = Math.floor((now * slicesPerWindow) / windowMs) - slicesPerWindow;
  let calls = 0;
  let marked = 0;
  let slow = 0;
  for (const slice of slices) {
    if (slice.at <= oldest) continue;
    calls += slice.calls;
    marked += slice.marked;
    slow += slice.slow;
  }
  return { calls, marked, slow };
}
