import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { explain, readRecord } from 'steadfast/watch';
import { exitCodes } from '../exit-code.ts';
import { endWithReader, print, say } from '../terminal.ts';

/** Says in words what happened in each call whose record is in a file, or on standard input for `-`. */
export async function explainCommand(file: string): Promise<void> {
  endWithReader();
  const input = file === '-' ? process.stdin : createReadStream(file);
  let strange = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const record = readRecord(line);
      if (record !== undefined) print(`${new Date(record.startedAt).toISOString()} ${explain(record)}\n`);
      else if (line.trim() !== '') strange += 1;
    }
  } catch (error) {
    say(`steadfast: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = exitCodes.failed;
    return;
  }
  if (strange === 0) return;
  say(`${strange} ${strange === 1 ? 'line is' : 'lines are'} no record of a call.`);
  process.exitCode = exitCodes.failed;
}
