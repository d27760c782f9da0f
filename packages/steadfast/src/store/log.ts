/**
 * A list of entries to which one can only add. Entries are plain data that JSON can say, so that a log may be a file or a
 * table. What is kept in it is small or has an owner who begins a new one: it is read as a whole.
 */
export interface Log<Entry> {
  /** Adds an entry; settles once it will be there for whoever reads the log after this process has ended. */
  append(entry: Entry): Promise<void>;
  /** All entries in the order in which they were added. */
  read(): Promise<readonly Entry[]>;
}
