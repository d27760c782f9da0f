import type { Socket } from 'node:net';
import { onAbort } from 'steadfast/time';

const signals = new WeakMap<Socket, AbortSignal>();

/** Aborts when the connection closes: its caller has gone. All requests of a connection share the signal. */
export function goneFrom(socket: Socket): AbortSignal {
  const known = signals.get(socket);
  if (known !== undefined) return known;
  const aborter = new AbortController();
  const { signal } = aborter;
  signals.set(socket, signal);
  // Someone always listens, so that the signal's one listener need not come and go with each request.
  onAbort(signal, () => undefined);
  socket.once('close', () => aborter.abort(new Error('The caller closed its connection.')));
  return signal;
}
