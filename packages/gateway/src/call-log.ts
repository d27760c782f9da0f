import type { Attempt, CallEvent } from 'steadfast/model';
import { say, styled } from './terminal.ts';

/** Tells people on stderr, as it happens, what becomes of a call: all of it, or only what is out of the ordinary. */
export function callLog(verbose: boolean): (event: CallEvent) => void {
  return (event) => {
    const line = lineOf(event, verbose);
    if (line !== undefined) say(styled('dim', line));
  };
}

function lineOf(event: CallEvent, verbose: boolean): string | undefined {
  switch (event.type) {
    case 'attempt-start':
      return verbose ? `→ ${event.target}` : undefined;
    case 'wait-start':
      return `… waiting ${seconds(event.wait.ms)} for ${event.target} (${event.wait.reason})`;
    case 'target-leave':
      return `↷ ${event.target} is given up; asking ${event.next}`;
    case 'attempt-end':
      return endOf(event.attempt, verbose);
    default:
      return undefined;
  }
}

function endOf({ target, outcome, durationMs, kind, message }: Attempt, verbose: boolean): string | undefined {
  if (outcome !== 'ok') return `✗ ${kind ?? outcome} after ${seconds(durationMs)}: ${message ?? target}`;
  return verbose ? `✓ ${target} answered after ${seconds(durationMs)}` : undefined;
}

/** Milliseconds as people say them. */
export function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
