import type { Clock } from '../time/clock.ts';
import { onAbort } from '../time/on-abort.ts';
import { UncertainEffect } from './tool-context.ts';
import { messageOf, toOutput } from './tool-output.ts';
import type { ToolOutput } from './tool-output.ts';

/** How a tool came to its end. */
export interface ToolEnd {
  readonly status: 'done' | 'failed' | 'uncertain';
  readonly output: ToolOutput;
}

/** What became of a tool within its time; what it still does afterwards is `late`. */
export type TimedRun =
  | { readonly ended: ToolEnd; readonly late?: undefined; readonly by?: undefined }
  | { readonly ended?: undefined; readonly late: Promise<ToolEnd>; readonly by: 'time' | 'caller' };

/** How long a tool may run, and who may end it. */
export interface RunBounds {
  readonly ms: number;
  /** The run's: aborted when its caller leaves or its time is over. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Runs a tool until it ends, until its time is over, or until the run ends: its own signal tells it so. Never rejects. */
export function timedRun(run: (signal: AbortSignal) => unknown, { ms, signal, clock }: RunBounds): Promise<TimedRun> {
  const ender = new AbortController();
  const ending = ended(run, ender.signal);
  return new Promise((resolve) => {
    const leave = (by: 'time' | 'caller', reason: unknown): void => {
      timer.cancel();
      unhook();
      ender.abort(reason);
      resolve({ late: ending, by });
    };
    const timer = clock.after(ms, () =>
      leave('time', new DOMException(`It took longer than ${ms} ms.`, 'TimeoutError')),
    );
    const unhook = onAbort(signal, () => leave('caller', signal.reason));
    void ending.then((end) => {
      timer.cancel();
      unhook();
      resolve({ ended: end });
    });
  });
}

async function ended(run: (signal: AbortSignal) => unknown, signal: AbortSignal): Promise<ToolEnd> {
  try {
    const { output, isError } = toOutput(await run(signal));
    return { status: isError === true ? 'failed' : 'done', output };
  } catch (error) {
    return { status: isUncertain(error) ? 'uncertain' : 'failed', output: messageOf(error) };
  }
}

/** Codes of Node and of its fetch (undici) for a connection that was lost, or was silent, after a request may have gone out. */
const lostCodes: ReadonlySet<unknown> = new Set(
  'ECONNRESET EPIPE ETIMEDOUT UND_ERR_SOCKET UND_ERR_HEADERS_TIMEOUT UND_ERR_BODY_TIMEOUT'.split(' '),
);

/** A request that was ended, or whose connection was lost, may have reached its service. */
function isUncertain(error: unknown): boolean {
  if (error instanceof UncertainEffect) return true;
  // What fetch throws has its reason within.
  return error instanceof Error && (isLost(error) || isLost(error.cause));
}

function isLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const wasEnded = error.name === 'AbortError' || error.name === 'TimeoutError';
  return wasEnded || ('code' in error && lostCodes.has(error.code));
}
