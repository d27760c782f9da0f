import type { Clock, Timer } from '../time/clock.ts';

/** A clock that tells before and after each timer that rings, so that harm can be done at each of these moments. */
export function steppedClock(inner: Clock, onStep: () => void): Clock {
  return {
    now: () => inner.now(),
    after: (ms: number, callback: () => void): Timer =>
      inner.after(ms, () => {
        onStep();
        callback();
        onStep();
      }),
  };
}
