/**
 * Waits until all have ended, however; the first that fails ends the others through the controller, and is thrown. So nobody
 * still works, or writes, when the caller goes on.
 */
export async function allEnded<Value>(working: readonly Promise<Value>[], ender: AbortController): Promise<Value[]> {
  for (const one of working) one.catch((error: unknown) => ender.abort(error));
  await Promise.allSettled(working);
  return Promise.all(working);
}
