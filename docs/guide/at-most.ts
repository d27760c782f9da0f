import { ModelError, around } from 'steadfast';
import type { Layer } from 'steadfast';

/** Lets at most so many calls through at a time; the others wait in line. */
export function atMost(count: number): Layer {
  let free = count;
  const line: (() => void)[] = [];

  const leave = (): void => {
    const next = line.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return around(async (next, request, call) => {
    await enter(call.signal);
    try {
      const answer = await next(request, call);
      // A stream holds its place until it is over; a whole reply is over now.
      if ('ended' in answer) void answer.ended.then(leave);
      else leave();
      return answer;
    } catch (error) {
      leave();
      throw error;
    }
  });

  function enter(signal: AbortSignal | undefined): Promise<void> {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const turn = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        line.splice(line.indexOf(turn), 1);
        reject(new ModelError({ kind: 'aborted', message: 'The caller ended the call.', cause: signal?.reason }));
      };
      line.push(turn);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}
