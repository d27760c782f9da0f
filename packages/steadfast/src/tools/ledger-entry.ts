import type { Reply } from '../model/completion.ts';
import { asNumber, asString, isObject } from '../model/json.ts';
import { fileLog } from '../store/file-log.ts';
import type { FileLogOptions } from '../store/file-log.ts';
import type { Log } from '../store/log.ts';
import type { CallOutcome } from './call-outcome.ts';

/** A run begins. */
export interface RunEntry {
  readonly type: 'run';
  readonly version: 1;
  readonly run: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** A hash of what it was begun with. */
  readonly request: string;
}

/** A model has answered; written before any of the calls in the reply is made. */
export interface ReplyEntry {
  readonly type: 'reply';
  readonly run: string;
  readonly at: number;
  readonly step: number;
  /** `provider/model`. */
  readonly model: string;
  readonly reply: Reply;
}

/** A tool with effects begins; written before it does. */
export interface StartEntry {
  readonly type: 'start';
  readonly run: string;
  readonly at: number;
  readonly step: number;
  /** The call's place among the calls of its step, from 0. */
  readonly place: number;
  readonly key: string;
  readonly tool: string;
  /** A hash of the arguments. */
  readonly input: string;
}

/** What the model is told of a call. */
export interface EndEntry {
  readonly type: 'end';
  readonly run: string;
  readonly at: number;
  readonly step: number;
  readonly place: number;
  readonly outcome: CallOutcome;
}

/** How an effect went whose call the model had been told was uncertain: the tool came to an end after all. */
export interface LateEntry {
  readonly type: 'late';
  readonly run: string;
  readonly at: number;
  readonly key: string;
  readonly outcome: CallOutcome;
}

/** A line of the ledger of runs. */
export type LedgerEntry = RunEntry | ReplyEntry | StartEntry | EndEntry | LateEntry;

const members: Readonly<Record<LedgerEntry['type'], readonly string[]>> = {
  run: ['request'],
  reply: ['step', 'model', 'reply'],
  start: ['step', 'place', 'key', 'tool', 'input'],
  end: ['step', 'place', 'outcome'],
  late: ['key', 'outcome'],
};

/** Says whether a value is an entry of a ledger. */
export function isLedgerEntry(value: unknown): value is LedgerEntry {
  if (!isObject(value)) return false;
  const type = asString(value.type) ?? '';
  const wanted: readonly string[] | undefined = Object.entries(members).find(([name]) => name === type)?.[1];
  if (wanted === undefined || asString(value.run) === undefined || asNumber(value.at) === undefined) return false;
  return wanted.every((name) => value[name] !== undefined);
}

/**
 * A ledger in a file of JSON lines, which survives the end of the process at any moment. It is read as a whole when a run
 * begins: give each run, or each conversation, a file of its own.
 */
export function fileLedger(path: string, options: Pick<FileLogOptions<LedgerEntry>, 'sync'> = {}): Log<LedgerEntry> {
  return fileLog<LedgerEntry>(path, { accepts: isLedgerEntry, sync: options.sync });
}
