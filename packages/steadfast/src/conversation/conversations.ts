import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { asNumber, asString, isObject } from '../model/json.ts';
import { fileLog } from '../store/file-log.ts';
import type { FileLogOptions } from '../store/file-log.ts';
import type { Log } from '../store/log.ts';
import { memoryLog } from '../store/memory-log.ts';
import type { ConversationEntry } from './conversation.ts';

/** Where conversations are kept: gives the log of each, by its id. */
export type Conversations = (id: string) => Log<ConversationEntry>;

/** Keeps conversations as long as the process lives: the last that were spoken in. Default: 1,000 of them. */
export function memoryConversations(most: number = 1_000): Conversations {
  const logs = new Map<string, Log<ConversationEntry>>();
  return (id) => {
    const log = logs.get(id) ?? memoryLog<ConversationEntry>();
    logs.delete(id);
    logs.set(id, log);
    const [oldest] = logs.keys();
    if (logs.size > most && oldest !== undefined) logs.delete(oldest);
    return log;
  };
}

/** Keeps each conversation in a file of its own, which only its owner may read and which survives the process. */
export function fileConversations(
  folder: string,
  options: Pick<FileLogOptions<ConversationEntry>, 'sync'> = {},
): Conversations {
  return (id) => fileLog(join(folder, fileName(id)), { accepts: isConversationEntry, mode: 0o600, sync: options.sync });
}

/** An id that is a plain name is the file's too; any other is hashed, since it comes from outside and may be `../..`. */
function fileName(id: string): string {
  const isPlain = /^[a-z0-9_-]{1,64}$/.test(id);
  return `${isPlain ? id : `~${createHash('sha256').update(id).digest('hex').slice(0, 32)}`}.jsonl`;
}

/** Says whether a value is a line of a conversation's log. */
export function isConversationEntry(value: unknown): value is ConversationEntry {
  if (!isObject(value) || asNumber(value.at) === undefined) return false;
  switch (value.type) {
    case 'turn':
      return asString(value.reply) !== undefined && asString(value.strategy) !== undefined;
    case 'summary':
      return asNumber(value.turns) !== undefined && asString(value.text) !== undefined;
    default:
      return value.type === 'undo';
  }
}
