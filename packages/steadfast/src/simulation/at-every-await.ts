import { promiseHooks } from 'node:v8';

/** Something asynchronous that can be struck while it is under way. */
export interface Scene {
  /** Begins it, and settles when it is over and has been judged; what it rejects with fails the whole. */
  play(): Promise<void>;
  /** Does it harm: ends the call, breaks a connection, … Called at most once, in the middle of something else. */
  strike(): void;
}

/**
 * Plays a scene again and again, and strikes it the first time before the first await in it goes on, then before the second,
 * and so on until it is over before it is struck. Counts the awaits of the whole process: nothing else should run.
 * @returns how many awaits were struck
 * @throws Error that names the await at which the scene failed; the failure is its cause
 */
export async function atEveryAwait(prepare: () => Promise<Scene>): Promise<number> {
  for (let at = 0; ; at += 1) {
    if (!(await strikeAt(at, await prepare()))) return at;
  }
}

async function strikeAt(at: number, scene: Scene): Promise<boolean> {
  let passed = 0;
  const stop = promiseHooks.onBefore(() => {
    if (passed === at) scene.strike();
    passed += 1;
  });
  try {
    await scene.play();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Failed when it was struck at await ${at}. ${reason}`, { cause });
  } finally {
    stop();
  }
  return passed > at;
}
