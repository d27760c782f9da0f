import type { Log } from './log.ts';

/** A log that lives as long as the process. Entries are copied as JSON says them, as a file would give them back. */
export function memoryLog<Entry>(entries: readonly Entry[] = []): Log<Entry> {
  const lines = entries.map((entry) => JSON.stringify(entry));
  return {
    append: async (entry) => {
      lines.push(JSON.stringify(entry));
    },
    read: async () =>
      lines.map((line) => {
        const entry: Entry = JSON.parse(line);
        return entry;
      }),
  };
}
