import { mkdir, rename, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Conversation, ConversationEntry } from 'steadfast/conversation';
import { conversationOf, isConversationEntry } from 'steadfast/conversation';
import type { Environment } from 'steadfast/providers';
import { fileLog, memoryLog } from 'steadfast/store';
import type { Log } from 'steadfast/store';

/** What was said in the terminal: in a file that only this user may read, or as long as the process lives. */
export interface ChatHistory {
  readonly log: Log<ConversationEntry>;
  /** The file, where there is one. */
  readonly path?: string;
}

/** From this size on a new file is begun, in bytes; the one before it is kept. */
const largest = 4 * 1024 * 1024;

/** The file of what was said: in `XDG_STATE_HOME`, else `~/.local/state`. */
export function historyPath(environment: Environment): string {
  const state = environment['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state');
  return join(state, 'steadfast', 'chat.jsonl');
}

/**
 * Opens the history in a file; a file that has grown large is put aside as `chat.jsonl.1`.
 * @throws Error for a file that cannot be read
 */
export async function fileHistory(path: string): Promise<ChatHistory> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > largest) await rename(path, `${path}.1`);
  const log = fileLog<ConversationEntry>(path, { accepts: isConversationEntry, mode: 0o600, sync: false });
  await log.read();
  return { log, path };
}

/** A history for this process alone. */
export function memoryHistory(): ChatHistory {
  return { log: memoryLog<ConversationEntry>() };
}

/** Lets what was said so far be forgotten by models; it stays in the file. */
export async function forget({ log }: ChatHistory): Promise<void> {
  const { turns } = await conversation(log);
  if (turns.length > 0) await log.append({ type: 'summary', at: Date.now(), turns: turns.length, text: '' });
}

/** The turns since what was forgotten. */
export async function openTurns({ log }: ChatHistory): Promise<Conversation['turns']> {
  const entries = await log.read();
  const forgotten = entries.findLast((entry) => entry.type === 'summary' && entry.text === '');
  return conversationOf(entries).turns.slice(forgotten?.type === 'summary' ? forgotten.turns : 0);
}

/** The lines that were typed, the newest first, as readline wants them. */
export async function typedLines({ log }: ChatHistory): Promise<string[]> {
  const { turns } = await conversation(log);
  const lines = turns.flatMap(({ user }) => (user === undefined || user.includes('\n') ? [] : [user]));
  return [...new Set(lines.toReversed())].slice(0, 500);
}

async function conversation(log: Log<ConversationEntry>): Promise<Conversation> {
  return conversationOf(await log.read());
}
