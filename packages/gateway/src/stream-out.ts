import type { ServerResponse } from 'node:http';

/** Settles when the caller has read what was written, or has gone. */
export function drained(response: ServerResponse): Promise<void> {
  if (!response.writableNeedDrain || response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle);
      response.off('close', settle);
      resolve();
    };
    response.on('drain', settle);
    response.on('close', settle);
  });
}

/** Ends a reply as broken: what was written still reaches the caller, but no proper end does. */
export function breakOff(response: ServerResponse, last: string): void {
  if (response.destroyed) return;
  response.write(last, () => {
    response.destroy();
  });
}
