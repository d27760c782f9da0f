interface Watch {
  readonly callbacks: Set<() => void>;
  readonly ring: () => void;
}

const watches = new WeakMap<AbortSignal, Watch>();

/**
 * Calls back when the signal aborts, until the returned function is called. However many calls share a signal, it bears
 * one listener, and none once all have left: some versions of Node warn of a leak above ten.
 * @param callback must not throw; a function of its own for each call. Not called if the signal has aborted before.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const watch = watches.get(signal) ?? begin(signal);
  watch.callbacks.add(callback);
  return () => {
    if (watch.callbacks.delete(callback) && watch.callbacks.size === 0) end(signal, watch);
  };
}

function begin(signal: AbortSignal): Watch {
  const callbacks = new Set<() => void>();
  const watch = {
    callbacks,
    ring: () => {
      watches.delete(signal);
      const due = [...callbacks];
      callbacks.clear();
      for (const callback of due) callback();
    },
  };
  watches.set(signal, watch);
  signal.addEventListener('abort', watch.ring, { once: true });
  return watch;
}

function end(signal: AbortSignal, watch: Watch): void {
  watches.delete(signal);
  signal.removeEventListener('abort', watch.ring);
}
