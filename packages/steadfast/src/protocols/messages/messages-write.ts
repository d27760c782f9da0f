import type { JsonObject } from '../../model/json.ts';
import type { Message } from '../../model/message.ts';
import type { AdaptationList } from '../adaptation-list.ts';
import type { Dialect } from '../protocol.ts';
import { ContentWriter } from './content-write.ts';

type Content = string | JsonObject[];

interface Turn {
  readonly role: 'user' | 'assistant' | 'system';
  content: Content;
  /** Blocks that have to stand first in a turn of the user. */
  readonly results: JsonObject[];
}

/** The `system` field and the `messages` of a request. */
export interface WrittenMessages {
  readonly system: Content | undefined;
  readonly messages: JsonObject[];
}

/**
 * Writes the messages: the system's leading ones become the field `system`, its later ones stay in their place, tool
 * results open a turn of the user, and turns of one role that follow each other become one.
 */
export function writeMessages(
  messages: readonly Message[],
  family: string,
  notes: AdaptationList,
  dialect: Dialect = {},
): WrittenMessages {
  const writer = new ContentWriter(family, notes, dialect);
  const start = messages.findIndex(({ role }) => role !== 'system');
  const leading = start < 0 ? messages.length : start;
  const turns: Turn[] = [];
  const system: Turn[] = [];
  messages.forEach((message, index) => {
    const turn = turnOf(message, `messages[${index}]`, writer, notes);
    if (turn === undefined) return;
    if (turn.results.length > 0) noteMoved(turns.at(-1), `messages[${index}]`, notes);
    append(index < leading ? system : turns, turn);
  });
  return {
    system: system[0]?.content,
    messages: turns.map(({ role, content, results }) => ({
      role,
      content: results.length === 0 ? content : [...results, ...blocksOf(content)],
    })),
  };
}

function turnOf(message: Message, path: string, writer: ContentWriter, notes: AdaptationList): Turn | undefined {
  const { role } = message;
  const contentPath = `${path}.content`;
  if (role === 'tool') {
    const results = writer.resultBlocks(message.content, contentPath);
    return results.length === 0 ? undefined : { role: 'user', content: [], results };
  }
  if (role !== 'system' && message.name !== undefined) notes.drop(`${path}.name`, 'Messages has no names of speakers.');
  const content = contentOf(message, contentPath, writer);
  // An empty turn is refused. One of the user is sent as it is, for the provider to say so; others have said nothing.
  const isKept = content.length > 0 || (role === 'user' && message.content.length === 0);
  if (!isKept && message.content === '') notes.drop(path, 'Messages refuses a message without content.');
  return isKept ? { role, content, results: [] } : undefined;
}

function contentOf(message: Exclude<Message, { role: 'tool' }>, path: string, writer: ContentWriter): Content {
  if (typeof message.content === 'string') return message.content;
  return message.role === 'assistant'
    ? writer.assistantBlocks(message.content, path)
    : writer.userBlocks(message.content, path);
}

function noteMoved(last: Turn | undefined, path: string, notes: AdaptationList): void {
  if (last?.role !== 'user' || last.content.length === 0) return;
  notes.change(path, 'Messages has results of tools first in a turn of the user; these are put before what was said.');
}

function append(turns: Turn[], turn: Turn): void {
  const last = turns.at(-1);
  if (last === undefined || last.role !== turn.role) {
    turns.push(turn);
  } else {
    last.content = joined(last.content, turn.content);
    last.results.push(...turn.results);
  }
}

function joined(first: Content, second: Content): Content {
  if (second.length === 0) return first;
  return first.length === 0 ? second : [...blocksOf(first), ...blocksOf(second)];
}

function blocksOf(content: Content): JsonObject[] {
  if (typeof content !== 'string') return content;
  return content === '' ? [] : [{ type: 'text', text: content }];
}
