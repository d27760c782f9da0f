/** How a quantity goes with time: always the same, or from each time on another value, by rising times. */
export type Course = number | readonly CourseStep[];

/** From so many milliseconds after the beginning on, the value holds. */
export interface CourseStep {
  readonly fromMs: number;
  readonly value: number;
}

/** The value at a time; before the first step it is the first step's. */
export function valueAt(course: Course, ms: number): number {
  if (typeof course === 'number') return course;
  let value = course[0]?.value ?? 0;
  for (const step of course) {
    if (step.fromMs > ms) break;
    value = step.value;
  }
  return value;
}

/** What a rate in units per second adds up to between two times. */
export function totalBetween(perSecond: Course, fromMs: number, toMs: number): number {
  if (typeof perSecond === 'number') return (perSecond * (toMs - fromMs)) / 1_000;
  let total = 0;
  let at = fromMs;
  for (const { fromMs: next } of perSecond) {
    if (next <= at) continue;
    if (next >= toMs) break;
    total += (valueAt(perSecond, at) * (next - at)) / 1_000;
    at = next;
  }
  return total + (valueAt(perSecond, at) * (toMs - at)) / 1_000;
}
