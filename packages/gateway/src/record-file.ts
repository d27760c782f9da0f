import { createWriteStream } from 'node:fs';
import type { Layer } from 'steadfast/model';
import { watch } from 'steadfast/watch';

/** Where the records of calls go. */
export interface RecordFile {
  /** Writes the record of each call. */
  readonly layer: Layer;
  /** Settles when all is written. */
  close(): Promise<void>;
}

/** Records that wait for a slow disk, in bytes; more are left out. */
const mostWaiting = 16 * 1024 * 1024;

/**
 * Writes a line of JSON for each call to a file that is added to, which only its owner may read; `-` is stderr.
 * @param warn Is told, once, that the file can't be written or is too slow; calls go on.
 */
export function recordFile(name: string, warn: (reason: string) => void): RecordFile {
  const file = name === '-' ? process.stderr : createWriteStream(name, { flags: 'a', mode: 0o600 });
  let failed = false;
  const fail = (reason: string): void => {
    if (!failed) warn(`${name}: ${reason} Calls go on without all of their records.`);
    failed = true;
  };
  file.on('error', (error) => fail(`${error.message}.`));
  const layer = watch({
    record: (record) => {
      if (file.writableLength > mostWaiting) fail('It is written too slowly.');
      else if (!file.destroyed) file.write(`${JSON.stringify(record)}\n`);
    },
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      if (file === process.stderr || file.destroyed) resolve();
      else {
        file.once('close', resolve);
        file.end();
      }
    });
  return { layer, close };
}
