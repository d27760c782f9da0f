import { ModelError } from '../model/error.ts';
import type { Log } from '../store/log.ts';
import type { Clock } from '../time/clock.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { RunRecord } from './run-record.ts';

/** The ledger of one run: what is known of it, and the log that keeps it. */
export class RunLedger {
  readonly record: RunRecord;
  readonly #log: Log<LedgerEntry>;

  private constructor(record: RunRecord, log: Log<LedgerEntry>) {
    this.record = record;
    this.#log = log;
  }

  /**
   * Opens the ledger of a run and begins it where it is new.
   * @param request a hash of what the run is begun with
   * @throws ModelError of kind `invalid-request` for a run that was begun with something else
   */
  static async open(log: Log<LedgerEntry>, run: string, request: string, clock: Clock): Promise<RunLedger> {
    const record = new RunRecord(run, await log.read());
    const ledger = new RunLedger(record, log);
    if (record.request === undefined) {
      await ledger.write({ type: 'run', version: 1, run, at: clock.now(), request });
    } else if (record.request !== request) throw otherRequestError(run);
    return ledger;
  }

  /** Writes an entry down; what it says is known once it is kept. */
  async write(entry: LedgerEntry): Promise<void> {
    await this.#log.append(entry);
    this.record.note(entry);
  }
}

function otherRequestError(run: string): ModelError {
  const message =
    `The run "${run}" was begun with other messages. Resume it with those that it was begun with, ` +
    'or give each turn of a conversation a run id of its own.';
  return new ModelError({ kind: 'invalid-request', message });
}
