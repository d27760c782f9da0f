import { mkdir, open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseJson } from '../model/json.ts';
import type { Log } from './log.ts';

/** Settings of `fileLog`. */
export interface FileLogOptions<Entry> {
  /** Says whether what a line holds is an entry. Default: every line of JSON is one. */
  readonly accepts?: (value: unknown) => value is Entry;
  /** Whether an entry also survives the end of the machine, which costs a write to the disk each. Default: true. */
  readonly sync?: boolean;
  /** Who may read and write a file that is made. Default: 0o666, less what the process's umask takes away. */
  readonly mode?: number;
}

/**
 * A log in a file of JSON lines, which is made with its folder when the first entry is added. It survives the end of the
 * process at any moment: a last line that was not written to its end is no entry, and is cut off before the next one. One
 * process writes to a file at a time.
 * @throws Error from `read` and `append` for a file with a line that is no entry; it names the line
 */
export function fileLog<Entry>(path: string, options: FileLogOptions<Entry> = {}): Log<Entry> {
  const { accepts, sync = true, mode } = options;
  let writing: Promise<unknown> = Promise.resolve();
  let begun = false;
  const write = async (line: string): Promise<void> => {
    await using file = await opened(path, mode);
    if (!begun) await cutTornLine(file);
    begun = true;
    await file.appendFile(line);
    if (sync) await file.datasync();
  };
  return {
    append: (entry) => {
      const line = `${JSON.stringify(entry)}\n`;
      const written = writing.then(() => write(line));
      writing = written.catch(() => undefined);
      return written;
    },
    read: async () => {
      await writing;
      return entriesOf(await textOf(path), path, accepts);
    },
  };
}

async function opened(path: string, mode: number | undefined): Promise<FileHandle> {
  try {
    return await open(path, 'a+', mode);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(dirname(path), { recursive: true });
    return open(path, 'a+', mode);
  }
}

/** What stands behind the last line end was not written to its end. */
async function cutTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const bytes = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - bytes.length);
    const { bytesRead } = await file.read(bytes, 0, end - start, start);
    const lineEnd = bytes.subarray(0, bytesRead).lastIndexOf('\n');
    if (lineEnd >= 0 || start === 0) {
      const whole = start + lineEnd + 1;
      if (whole < size) await file.truncate(whole);
      return;
    }
    end = start;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

function entriesOf<Entry>(
  text: string,
  path: string,
  accepts: ((value: unknown) => value is Entry) | undefined,
): readonly Entry[] {
  const lines = text.split('\n');
  // Behind the last line end there is nothing, or a line that was not written to its end.
  lines.pop();
  return lines.map((line, index) => {
    const isEntry = parseJson(line) !== undefined;
    const entry: Entry = isEntry ? JSON.parse(line) : undefined;
    if (!isEntry || accepts?.(entry) === false) {
      throw new Error(`Line ${index + 1} of ${path} is no entry of this log. Mend it, or begin another file.`);
    }
    return entry;
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
