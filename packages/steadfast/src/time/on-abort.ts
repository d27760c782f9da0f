/** Those who wait for a signal. */
type Callbacks = Set<() => void>;

const waiting = new WeakMap<AbortSignal, Callbacks>();

/**
 * Calls back when the signal aborts, until the returned function is called. However many calls share a signal, it bears
 * one listener, and none once all have left: some versions of Node warn of a leak above ten.
 * @param callback must not throw; a function of its own for each call. Not called if the signal has aborted before.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = waiting.get(signal) ?? begin(signal);
  callbacks.add(callback);
  return () => {
    if (callbacks.delete(callback) && callbacks.size === 0) end(signal);
  };
}

/** Ends what listens to its signal. To listen by `onAbort` takes no listener here, which would cost a call about 1 µs. */
export class Ender {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal = this.#controller.signal;

  constructor() {
    waiting.set(this.signal, new Set());
  }

  /** Aborts the signal; what comes after the first time is of no effect. */
  abort(reason: unknown): void {
    this.#controller.abort(reason);
    ring(this.signal);
  }
}

const once = { once: true };

function begin(signal: AbortSignal): Callbacks {
  const callbacks: Callbacks = new Set();
  waiting.set(signal, callbacks);
  signal.addEventListener('abort', onRing, once);
  return callbacks;
}

function end(signal: AbortSignal): void {
  waiting.delete(signal);
  signal.removeEventListener('abort', onRing);
}

function onRing(this: AbortSignal): void {
  ring(this);
}

function ring(signal: AbortSignal): void {
  const callbacks = waiting.get(signal);
  if (callbacks === undefined) return;
  waiting.delete(signal);
  const due = [...callbacks];
  callbacks.clear();
  for (const callback of due) callback();
}
