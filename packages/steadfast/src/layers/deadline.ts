import type { Layer } from '../model/model.ts';
import type { Clock } from '../time/clock.ts';
import { systemClock } from '../time/system-clock.ts';
import { around } from './around.ts';

/** Bounds the whole call, all tries and waits included, to so many milliseconds; an earlier deadline of the call holds. */
export function deadline(ms: number, clock: Clock = systemClock): Layer {
  return around((next, request, call) => {
    const latest = clock.now() + ms;
    return next(request, { ...call, deadline: Math.min(call.deadline ?? latest, latest) });
  }, clock);
}
