const waiting: (() => void)[] = [];

/**
 * Does something after all that is under way now, so that nobody waits for it: a call goes on before its listeners hear
 * of it. What is due in one turn of the event loop is done together. What it throws is reported as a process warning.
 */
export function later(act: () => void): void {
  if (waiting.push(act) === 1) setImmediate(deliver);
}

function deliver(): void {
  for (const act of waiting.splice(0)) {
    try {
      act();
    } catch (error) {
      warn('A record could not be written', error);
    }
  }
}

/** Is told something; what it throws, or rejects with when it is asynchronous, does not reach the call. */
export type Listener<Told extends readonly unknown[]> = (...told: Told) => unknown;

/** Makes a listener harmless: its first error is reported as a process warning, the others are not. */
export function harmless<Told extends readonly unknown[]>(listener: Listener<Told>): (...told: Told) => void {
  let reported = false;
  const report = (error: unknown): void => {
    if (!reported) warn('A listener of watch failed, and is told of calls as before', error);
    reported = true;
  };
  return (...told) => {
    try {
      const answer = listener(...told);
      if (answer instanceof Promise) answer.catch(report);
    } catch (error) {
      report(error);
    }
  };
}

function warn(what: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.emitWarning(`${what}: ${reason}`, { type: 'SteadfastWarning', code: 'STEADFAST_LISTENER_FAILED' });
}
