import { exitCodes } from './exit-code.ts';

const signals = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.ended } as const;

/** Calls back at the first SIGINT or SIGTERM with the exit code that stands for it; a second one ends the process at once. */
export function onInterrupt(callback: (exitCode: number) => void): void {
  let interrupted = false;
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => {
      if (interrupted) process.exit(code);
      interrupted = true;
      callback(code);
    });
  }
}
