const watched = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal aborts, until the returned function is called. However many calls share a signal, it bears
 * one listener, for as long as it lives: some versions of Node warn of a leak above ten, and coming and going costs more
 * than staying.
 * @param callback must not throw; a function of its own for each call. Not called if the signal has aborted before.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const callbacks = watched.get(signal) ?? watch(signal);
  callbacks.add(callback);
  return () => {
    callbacks.delete(callback);
  };
}

function watch(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>();
  watched.set(signal, callbacks);
  const ring = (): void => {
    const due = [...callbacks];
    callbacks.clear();
    for (const callback of due) callback();
  };
  signal.addEventListener('abort', ring, { once: true });
  return callbacks;
}
