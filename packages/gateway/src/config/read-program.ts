import { pathToFileURL } from 'node:url';
import type { FileReading } from './file-reading.ts';

/** Reads a configuration file that is a program: what it exports by default. Node takes TypeScript as it is. */
export async function readProgram(file: string): Promise<FileReading> {
  try {
    const loaded: unknown = await import(pathToFileURL(file).href);
    const value = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
    return value === undefined
      ? failed('has no default export; write `export default defineConfig({ … })`')
      : read(value);
  } catch (error) {
    return failed(`cannot be run: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function read(value: unknown): FileReading {
  return { value, problems: [], positionOf: () => undefined, isSecret: () => false };
}

function failed(message: string): FileReading {
  return { ...read(undefined), problems: [{ problem: { kind: 'wrong-value', path: [], message } }] };
}
