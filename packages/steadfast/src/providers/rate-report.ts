import type { RateWindow } from '../model/rate-window.ts';
import { rateWindows } from '../wire/rate-headers.ts';
import type { WireHead } from '../wire/transport.ts';
import type { Target } from './target.ts';

/** The rate limits that a target reported with a reply; `undefined` when it reported none. */
export function rateReport({ clock }: Target, { headers }: WireHead): readonly RateWindow[] | undefined {
  const windows = rateWindows(headers, clock.now());
  return windows.length === 0 ? undefined : windows;
}
